//! The made-up people of the demo: two schools, about sixty persons, the odd cases among them.
//!
//! All names, schools and numbers are invented. The list itself is `people.csv`.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::Role;

/// A made-up school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoSchool {
    /// Typed number, such as `ehis:990001`.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How Stuudium calls it: the `client` of its users.
    pub subdomain: &'static str,
    /// Small number by which eKool knows it.
    pub ekool_institution: i64,
}

impl DemoSchool {
    /// The bare EHIS number.
    #[must_use]
    pub fn ehis(&self) -> &'static str {
        self.id.trim_start_matches("ehis:")
    }
}

/// The school on eKool.
pub const KUUSEOJA: DemoSchool =
    DemoSchool { id: "ehis:990001", name: "Kuuseoja Põhikool", subdomain: "kuuseoja", ekool_institution: 481 };
/// The school on Stuudium (and eKool).
pub const MEREKALDA: DemoSchool =
    DemoSchool { id: "ehis:990002", name: "Merekalda Gümnaasium", subdomain: "merekalda", ekool_institution: 733 };
/// A school that is enabled nowhere: what the mode `other_school` shows.
pub const ELSEWHERE: DemoSchool =
    DemoSchool { id: "ehis:990009", name: "Võõrsalu Kool", subdomain: "voorsalu", ekool_institution: 999 };

/// What a person is at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRole {
    /// Where.
    pub school: DemoSchool,
    /// What.
    pub role: Role,
    /// Class, for pupils.
    pub class_name: Option<String>,
}

/// A made-up person, as every simulator knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Short name for scripts and element ids, such as `mari-tamm`; also the user name at the sample platform.
    pub key: String,
    /// Given names.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Estonian personal code, 11 digits; not everybody has one.
    pub personal_code: Option<String>,
    /// Subject at eKool.
    pub ekool_id: i64,
    /// Subject at HarID, a UUID.
    pub harid_id: String,
    /// Number at Stuudium; the subject is `school-number`.
    pub stuudium_number: i64,
    /// Address the school systems know.
    pub email: String,
    /// Whether HarID says that the address was verified.
    pub email_verified: bool,
    /// Roles, the first being the main one.
    pub roles: Vec<PersonRole>,
    /// Finished tasks at the sample platform; `None` when they have no account there.
    pub history: Option<i64>,
    /// Key of the child, for guardians.
    pub child: Option<String>,
    /// Key of the person whose subject this one takes over in the mode `recycled_subject`.
    pub recycles: Option<String>,
    /// False: still in the journals, and marked as not active.
    pub is_active: bool,
}

impl Person {
    /// A pupil of class 5A at [`KUUSEOJA`] without an account, to start a test from. `number` makes every subject unique.
    #[must_use]
    pub fn pupil(number: u32, given: &str, family: &str, birth_date: NaiveDate) -> Self {
        let class_name = Some("5A".to_owned());
        Self {
            key: format!("person-{number}"),
            given: given.to_owned(),
            family: family.to_owned(),
            birth_date,
            personal_code: Some(personal_code(birth_date, number.is_multiple_of(2), number % 10)),
            ekool_id: 1_000_410_000 + i64::from(number) * 37,
            harid_id: format!("7d0e5c1a-52a4-4c3e-9b1f-{number:012x}"),
            stuudium_number: 200 + i64::from(number),
            email: format!("person-{number}@kool.example"),
            email_verified: true,
            roles: vec![PersonRole { school: KUUSEOJA, role: Role::Pupil, class_name }],
            history: None,
            child: None,
            recycles: None,
            is_active: true,
        }
    }

    /// Both names.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    /// The role that Stuudium shows: it belongs to one school, [`MEREKALDA`] before [`KUUSEOJA`].
    #[must_use]
    pub fn stuudium_role(&self) -> Option<&PersonRole> {
        self.roles.iter().find(|role| role.school != KUUSEOJA).or(self.roles.first())
    }

    /// Subject at Stuudium: the school and a number.
    #[must_use]
    pub fn stuudium_id(&self) -> String {
        let school = self.stuudium_role().map_or("demo", |role| role.school.subdomain);
        format!("{school}-{}", self.stuudium_number)
    }

    /// Whether the person belongs to a school.
    #[must_use]
    pub fn is_at(&self, school: &DemoSchool) -> bool {
        self.roles.iter().any(|role| role.school == *school)
    }
}

/// Everybody, in the order of the list.
#[must_use]
pub fn people() -> Vec<Person> {
    include_str!("people.csv").lines().skip(1).zip(1..).filter_map(|(line, number)| person(line, number)).collect()
}

fn person(line: &str, number: u32) -> Option<Person> {
    let mut cells = line.split(',');
    let (key, given, family) = (cells.next()?, cells.next()?, cells.next()?);
    let (sex, birth) = (cells.next()?, cells.next()?.parse().ok()?);
    let roles = cells.next()?.split(';').map(role).collect::<Option<Vec<_>>>()?;
    let history: i64 = cells.next()?.parse().ok()?;
    let flags: Vec<&str> = cells.next()?.split(';').collect();
    let flag = |name: &str| flags.iter().find_map(|flag| flag.strip_prefix(name)).map(str::to_owned);
    let code = personal_code(birth, sex == "m", number % 10);
    Some(Person {
        key: key.to_owned(),
        personal_code: flag("no-code").map_or(Some(code), |_| None),
        email: format!("{key}@kool.example"),
        roles,
        history: flag("no-account").map_or(Some(history), |_| None),
        child: flag("child:"),
        recycles: flag("recycles:"),
        is_active: flag("inactive").is_none(),
        ..Person::pupil(number, given, family, birth)
    })
}

fn role(cell: &str) -> Option<PersonRole> {
    let mut parts = cell.split(':');
    let school = if parts.next()? == "A" { KUUSEOJA } else { MEREKALDA };
    let role = parts.next()?.parse().ok()?;
    let class_name = parts.next().filter(|class| !class.is_empty()).map(str::to_owned);
    Some(PersonRole { school, role, class_name })
}

/// A personal code with a right check digit (EVS 585), of a serial range (990–999) that is hardly ever given out.
fn personal_code(birth: NaiveDate, male: bool, serial: u32) -> String {
    let century = (birth.year() / 100 - 18) * 2 - i32::from(male) + 2;
    let body = format!("{century}{}{:03}", birth.format("%y%m%d"), 990 + serial % 10);
    format!("{body}{}", check_digit(&body))
}

fn check_digit(body: &str) -> u32 {
    let sum = |first: u32| -> u32 {
        let weights = (0..).map(|place| (first + place - 1) % 9 + 1);
        body.chars().filter_map(|digit| digit.to_digit(10)).zip(weights).map(|(digit, weight)| digit * weight).sum()
    };
    let (one, two) = (sum(1) % 11, sum(3) % 11);
    if one < 10 { one } else { two % 10 }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_line_is_a_person_and_every_subject_is_unique() {
        let people = people();
        assert_eq!(people.len(), include_str!("people.csv").lines().count() - 1);
        let unique = |subject: fn(&Person) -> String| people.iter().map(subject).collect::<HashSet<_>>().len();
        assert_eq!(unique(|person| person.key.clone()), people.len());
        assert_eq!(unique(|person| person.ekool_id.to_string()), people.len());
        assert_eq!(unique(|person| person.harid_id.clone()), people.len());
        assert_eq!(unique(Person::stuudium_id), people.len());
        let codes: Vec<_> = people.iter().filter_map(|person| person.personal_code.clone()).collect();
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), codes.len());
    }

    #[test]
    fn the_odd_cases_are_among_them() {
        let people = people();
        let find = |key: &str| people.iter().find(|person| person.key == key).expect("is in the list").clone();
        assert_eq!(find("mattias-lepp").personal_code, None);
        assert_eq!(find("pille-rand").roles.len(), 3);
        assert_eq!(find("merle-kuningas").child.as_deref(), Some("hugo-rebane"));
        assert_eq!(find("liis-ojala").recycles.as_deref(), Some("rasmus-kask"));
        assert_eq!(find("mari-tamm").full_name(), find("mari-tamm-2").full_name());
        assert_eq!(find("kaur-ounapuu").birth_date, find("kert-ounapuu").birth_date);
        assert_eq!(find("oliver-teder").history, None);
        assert!(!find("rauno-kivimets").is_active && find("lenna-oja").is_active);
    }

    /// EVS 585, Annex: both rounds of weights.
    #[test]
    fn check_digits_are_right() {
        assert_eq!(check_digit("3760503029"), 9);
        assert_eq!(check_digit("5000101001"), 7);
    }
}
