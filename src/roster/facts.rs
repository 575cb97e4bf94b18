//! What a roster tells of one person, in the form in which it is compared and stored. Pure.

use chrono::NaiveDate;
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use crate::domain::{Member, PersonName, fold_national_number};
use crate::vault::{KeyedHash, NATIONAL_NUMBER, Vault};

/// Keyed-hash purpose of a person's facts as a whole.
const DIGEST: &str = "roster_person";

/// What a roster tells of one person. Birth date and number are clear in memory only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Facts {
    /// Given names, in Unicode NFC.
    pub given: Option<String>,
    /// Family name, prefixes included.
    pub family: Option<String>,
    /// Class, such as `5B`.
    pub class_name: Option<String>,
    /// Address the upstream knows.
    pub email: Option<String>,
    /// User name the upstream knows.
    pub username: Option<String>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// National number, folded, with its country.
    pub national: Option<String>,
}

impl Facts {
    /// The facts of one row. A national number without a country is one of `country`.
    #[must_use]
    pub fn of(member: &Member, country: Option<&str>) -> Self {
        Self {
            given: composed(member.name.given.as_deref()),
            family: composed(member.name.family.as_deref()),
            class_name: composed(member.class_name.as_deref()),
            email: composed(member.email.as_deref()),
            username: composed(member.username.as_deref()),
            birth_date: member.birth_date,
            national: member.national_number.as_deref().and_then(|text| fold_national_number(text, country)),
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> PersonName {
        PersonName { given: self.given.clone(), family: self.family.clone() }
    }

    /// Whether there is a name to look for somebody by.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.name().display().chars().any(char::is_alphabetic)
    }

    /// The keyed hash of the national number.
    #[must_use]
    pub fn national_hash(&self, vault: &Vault) -> Option<KeyedHash> {
        self.national.as_deref().map(|number| vault.keyed_hash(NATIONAL_NUMBER, number))
    }

    /// A keyed hash over everything: without the key nobody can try birth dates and numbers against it.
    #[must_use]
    pub fn digest(&self, vault: &Vault) -> String {
        let all = json!([
            self.given,
            self.family,
            self.class_name,
            self.email,
            self.username,
            self.birth_date,
            self.national
        ]);
        vault.keyed_hash(DIGEST, &all.to_string()).hash
    }

    /// Both stories of one person in one, whichever comes first; nothing when they cannot be of one person.
    #[must_use]
    pub fn joined(self, other: Self) -> Option<Self> {
        let name = match (self.is_named(), other.is_named()) {
            (true, true) if self.name() != other.name() => return None,
            (true, _) => (self.given, self.family),
            (false, true) => (other.given, other.family),
            (false, false) => (first(self.given, other.given), first(self.family, other.family)),
        };
        let same_birth = agree(self.birth_date.as_ref(), other.birth_date.as_ref());
        if !same_birth || !agree(self.national.as_ref(), other.national.as_ref()) {
            return None;
        }
        Some(Self {
            given: name.0,
            family: name.1,
            class_name: first(self.class_name, other.class_name),
            email: first(self.email, other.email),
            username: first(self.username, other.username),
            birth_date: self.birth_date.or(other.birth_date),
            national: self.national.or(other.national),
        })
    }
}

fn composed(text: Option<&str>) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    // What is plain ASCII is composed already.
    Some(if text.is_ascii() { text.to_owned() } else { text.nfc().collect() })
}

fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// The smaller of what is there: the same whoever is asked first.
fn first(one: Option<String>, other: Option<String>) -> Option<String> {
    [one, other].into_iter().flatten().min()
}
