//! Whether an identity and an account can be one person. Pure. It only ever opens or closes a confirm button; it joins
//! nothing, and its reasons are for the log of decisions, never for a page.

use chrono::NaiveDate;

use crate::domain::{PersonName, Role};
use crate::vault::KeyedHash;

use super::same_name::{NameMatch, same_name};

/// What one side knows about its person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Name in the parts the source gave.
    pub name: PersonName,
    /// Birth date, where known.
    pub birth: Option<Birth>,
    /// Keyed hashes of the national number, one per key of the ring; empty when unknown.
    pub national: Vec<KeyedHash>,
    /// Pupil or adult, where it is only one of the two.
    pub role_class: Option<RoleClass>,
}

/// A birth date, clear or hashed. A clear one and a hashed one cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Birth {
    /// As given.
    Date(NaiveDate),
    /// As an identity keeps it.
    Hash(KeyedHash),
}

/// The two classes of people whom nothing joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleClass {
    /// Learns, and does nothing else.
    Pupil,
    /// Teaches or works, and does not learn.
    Adult,
}

impl RoleClass {
    /// The class of a set of roles; nothing when they are mixed, absent, or only a guardian's.
    #[must_use]
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Option<Self> {
        let classes = roles.into_iter().filter_map(|role| match role {
            Role::Pupil => Some(Self::Pupil),
            Role::Teacher | Role::Staff | Role::Admin => Some(Self::Adult),
            Role::Guardian => None,
        });
        classes.map(Some).reduce(|one, other| if one == other { one } else { None }).flatten()
    }
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamePerson {
    /// A strong fact and the name agree.
    Same,
    /// Nothing speaks against it.
    Plausible,
    /// Something rules it out, or nothing but a part of the name speaks for it.
    Different,
}

/// What decided. Never shown to anybody outside the school that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Two birth dates.
    BirthDates,
    /// Two national numbers.
    NationalNumbers,
    /// A pupil and an adult.
    RoleClasses,
    /// Two names.
    Names,
    /// The national number.
    NationalNumber,
    /// Birth date and name.
    BirthDateAndName,
    /// The name, with nothing against it.
    NameOnly,
    /// Birth date and given name; the family name is another.
    FamilyName,
    /// One side has no name.
    NoName,
}

/// Verdict and reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// The verdict.
    pub verdict: SamePerson,
    /// What decided.
    pub reason: Reason,
}

/// Whether two sets of facts can be about one person.
#[must_use]
pub fn same_person(one: &Facts, other: &Facts) -> SamePerson {
    compare(one, other).verdict
}

/// As [`same_person`], with the reason. A different school, year or class never enters: people move.
#[must_use]
pub fn compare(one: &Facts, other: &Facts) -> Comparison {
    let birth = same_birth(one, other);
    let national = same_hash(&one.national, &other.national);
    let verdict = |verdict, reason| Comparison { verdict, reason };
    if birth == Some(false) {
        return verdict(SamePerson::Different, Reason::BirthDates);
    }
    if national == Some(false) {
        return verdict(SamePerson::Different, Reason::NationalNumbers);
    }
    if matches!((one.role_class, other.role_class), (Some(mine), Some(theirs)) if mine != theirs) {
        return verdict(SamePerson::Different, Reason::RoleClasses);
    }
    by_name(same_name(&one.name, &other.name), birth == Some(true), national == Some(true))
}

fn by_name(name: NameMatch, birth: bool, national: bool) -> Comparison {
    let (verdict, reason) = match name {
        NameMatch::Different if national => (SamePerson::Plausible, Reason::NationalNumber),
        NameMatch::Different => (SamePerson::Different, Reason::Names),
        NameMatch::FamilyChanged if !birth && !national => (SamePerson::Different, Reason::Names),
        _ if national => (SamePerson::Same, Reason::NationalNumber),
        NameMatch::Equal if birth => (SamePerson::Same, Reason::BirthDateAndName),
        NameMatch::FamilyChanged => (SamePerson::Plausible, Reason::FamilyName),
        NameMatch::Unknown => (SamePerson::Plausible, Reason::NoName),
        NameMatch::Equal | NameMatch::Spelling => (SamePerson::Plausible, Reason::NameOnly),
    };
    Comparison { verdict, reason }
}

fn same_birth(one: &Facts, other: &Facts) -> Option<bool> {
    match (one.birth.as_ref()?, other.birth.as_ref()?) {
        (Birth::Date(mine), Birth::Date(theirs)) => Some(mine == theirs),
        (Birth::Hash(mine), Birth::Hash(theirs)) if mine.key_id == theirs.key_id => Some(mine.hash == theirs.hash),
        _ => None,
    }
}

/// Hashes made with different keys say nothing about each other.
pub(super) fn same_hash(one: &[KeyedHash], other: &[KeyedHash]) -> Option<bool> {
    let pairs = one.iter().flat_map(|mine| other.iter().map(move |theirs| (mine, theirs)));
    let compared = pairs.filter(|(mine, theirs)| mine.key_id == theirs.key_id);
    compared.map(|(mine, theirs)| mine.hash == theirs.hash).reduce(|any, same| any || same)
}

#[cfg(test)]
mod tests {
    use super::Reason::{
        BirthDateAndName, BirthDates, FamilyName, NameOnly, Names, NationalNumber, NationalNumbers, NoName, RoleClasses,
    };
    use super::SamePerson::{Different, Plausible, Same};
    use super::*;

    fn facts(given: &str, family: &str) -> Facts {
        let name = PersonName { given: Some(given.to_owned()), family: Some(family.to_owned()) };
        Facts { name, ..Facts::default() }
    }

    fn born(facts: Facts, year: i32) -> Facts {
        Facts { birth: NaiveDate::from_ymd_opt(year, 3, 14).map(Birth::Date), ..facts }
    }

    fn numbered(facts: Facts, key_id: &str, hash: &str) -> Facts {
        Facts { national: vec![KeyedHash { hash: hash.to_owned(), key_id: key_id.to_owned() }], ..facts }
    }

    fn class(facts: Facts, class: RoleClass) -> Facts {
        Facts { role_class: Some(class), ..facts }
    }

    #[test]
    fn facts_decide_as_the_table_says() {
        let mari = || facts("Mari", "Tamm");
        let kask = || facts("Mari", "Kask");
        let kati = || facts("Kati", "Tamm");
        let pupil = || class(mari(), RoleClass::Pupil);
        let adult = || class(mari(), RoleClass::Adult);
        let table = [
            (born(mari(), 2014), born(mari(), 2014), Same, BirthDateAndName),
            (born(mari(), 2014), mari(), Plausible, NameOnly),
            (mari(), mari(), Plausible, NameOnly),
            (born(mari(), 2014), born(mari(), 2015), Different, BirthDates),
            (born(mari(), 2014), born(kask(), 2014), Plausible, FamilyName),
            (mari(), kask(), Different, Names),
            (born(mari(), 2014), born(kati(), 2014), Different, Names),
            (numbered(mari(), "k1", "a"), numbered(mari(), "k1", "a"), Same, NationalNumber),
            (numbered(mari(), "k1", "a"), numbered(kask(), "k1", "a"), Same, NationalNumber),
            (numbered(mari(), "k1", "a"), numbered(kati(), "k1", "a"), Plausible, NationalNumber),
            (numbered(mari(), "k1", "a"), numbered(mari(), "k1", "b"), Different, NationalNumbers),
            (numbered(mari(), "k1", "a"), numbered(mari(), "k2", "b"), Plausible, NameOnly),
            (born(numbered(mari(), "k1", "a"), 2014), born(numbered(mari(), "k1", "a"), 2015), Different, BirthDates),
            (pupil(), adult(), Different, RoleClasses),
            (born(pupil(), 2014), born(adult(), 2014), Different, RoleClasses),
            (pupil(), mari(), Plausible, NameOnly),
            (born(pupil(), 2014), born(pupil(), 2014), Same, BirthDateAndName),
            (facts("", ""), mari(), Plausible, NoName),
            (born(facts("M.", "Tamm"), 2014), born(mari(), 2014), Plausible, NameOnly),
            (born(facts("Tamm", "Mari"), 2014), born(mari(), 2014), Same, BirthDateAndName),
        ];
        for (one, other, verdict, reason) in table {
            let wanted = Comparison { verdict, reason };
            assert_eq!(compare(&one, &other), wanted, "{one:?}\n{other:?}");
            assert_eq!(compare(&other, &one), wanted, "the other way round: {one:?}\n{other:?}");
        }
    }

    #[test]
    fn a_role_class_needs_one_kind_of_roles() {
        assert_eq!(RoleClass::of([Role::Pupil, Role::Pupil]), Some(RoleClass::Pupil));
        assert_eq!(RoleClass::of([Role::Teacher, Role::Guardian]), Some(RoleClass::Adult));
        assert_eq!(RoleClass::of([Role::Teacher, Role::Pupil, Role::Teacher]), None);
        assert_eq!(RoleClass::of([Role::Guardian]), None);
    }
}
