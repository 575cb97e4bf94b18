//! One row of the file, read strictly: everything that is wrong with it is said before anything is written.

use std::collections::HashMap;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

use crate::accounts::passwords::Form;
use crate::domain::{Role, SchoolId, Time};
use crate::files::{BadRow, Fields, RawRow, Wrong, moment, whole_number, yes_or_no};
use crate::vault::{KeyedHash, Vault};

/// The columns an import knows.
pub const COLUMNS: &[&str] = &[
    "external_id",
    "sub",
    "username",
    "given_name",
    "family_name",
    "email",
    "email_verified",
    "school",
    "role",
    "class",
    "birth_date",
    "national_number",
    "history_count",
    "last_activity",
    "password_hash",
];

const NO_COUNTRY: &str = "has no country; write it as EE:…, or give the school";

/// Where a person is what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub school: SchoolId,
    pub role: Role,
    pub class: Option<String>,
}

/// A person as the platform's file tells it. What is absent was not told and changes nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub number: u64,
    pub external_id: String,
    pub sub: Option<String>,
    pub username: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    pub email_verified: Option<bool>,
    pub birth_date: Option<NaiveDate>,
    /// With every key of the ring, the writing one first.
    pub national: Option<Vec<KeyedHash>>,
    pub history_count: Option<i64>,
    pub last_activity: Option<Time>,
    pub password_hash: Option<String>,
    pub place: Option<Place>,
}

/// What a row is read against.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// Schools of the platform by every number they are known by: id and country.
    pub schools: &'a HashMap<String, (SchoolId, String)>,
    pub vault: &'a Vault,
    pub now: Time,
    /// Whether we verify this platform's passwords.
    pub takes_passwords: bool,
}

impl Reading<'_> {
    /// Reads a row.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(&self, raw: RawRow) -> Result<Row, BadRow> {
        let fields = Fields::of(raw, COLUMNS)?;
        self.typed(&fields).map_err(|wrong| fields.refused(wrong))
    }

    fn typed(&self, fields: &Fields) -> Result<Row, Wrong> {
        let external_id = fields.text("external_id", 255)?.ok_or(("external_id", "is missing".to_owned()))?;
        let place = self.place(fields)?;
        let country = place.as_ref().and_then(|(_, country)| country.as_deref());
        let birth_date = |text: &str| self.birth_date(text);
        let national = |text: &str| self.vault.national_hashes(text, country);
        Ok(Row {
            number: fields.row(),
            external_id,
            sub: fields.text("sub", 255)?,
            username: composed(fields, "username", 320)?,
            given_name: composed(fields, "given_name", 200)?,
            family_name: composed(fields, "family_name", 200)?,
            email: email(fields)?,
            email_verified: fields.parsed("email_verified", "is neither true nor false", yes_or_no)?,
            birth_date: fields.parsed("birth_date", "is not a date of birth (YYYY-MM-DD)", birth_date)?,
            national: fields.parsed("national_number", NO_COUNTRY, national)?,
            history_count: fields.parsed("history_count", "is not a whole number from 0", whole_number)?,
            last_activity: fields.parsed("last_activity", "is not a time (RFC 3339) or date", moment)?,
            password_hash: self.password_hash(fields)?,
            place: place.map(|(place, _)| place),
        })
    }

    fn place(&self, fields: &Fields) -> Result<Option<(Place, Option<String>)>, Wrong> {
        let role = fields.parsed("role", "is none of pupil, teacher, staff", imported_role)?;
        let class = composed(fields, "class", 60)?;
        let Some(school) = fields.raw("school") else {
            return match (role, class) {
                (None, None) => Ok(None),
                _ => Err(("school", "is missing, and a role or class needs one".to_owned())),
            };
        };
        // A school elsewhere answers exactly like one that does not exist.
        let found = self.schools.get(school).ok_or(("school", "is not a school of this platform".to_owned()))?;
        let role = role.ok_or(("role", "is missing".to_owned()))?;
        Ok(Some((Place { school: found.0.clone(), role, class }, Some(found.1.clone()))))
    }

    fn birth_date(&self, text: &str) -> Option<NaiveDate> {
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        (date <= self.now.date_naive() && date >= NaiveDate::from_ymd_opt(1900, 1, 1)?).then_some(date)
    }

    fn password_hash(&self, fields: &Fields) -> Result<Option<String>, Wrong> {
        let Some(hash) = fields.text("password_hash", 1_000)? else { return Ok(None) };
        if !self.takes_passwords {
            return Err(("password_hash", "is not taken: this platform verifies its own passwords".to_owned()));
        }
        Form::parse(&hash).map_err(|error| ("password_hash", error.to_string()))?;
        Ok(Some(hash))
    }
}

/// A text for people, in Unicode NFC. Identifiers are compared byte by byte and stay as they are.
fn composed(fields: &Fields, name: &'static str, most: usize) -> Result<Option<String>, Wrong> {
    let text = fields.text(name, most)?;
    Ok(text.map(|text| text.nfc().collect()))
}

fn email(fields: &Fields) -> Result<Option<String>, Wrong> {
    let Some(email) = composed(fields, "email", 254)? else { return Ok(None) };
    let right = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !email.contains(char::is_whitespace)
    });
    if right { Ok(Some(email)) } else { Err(("email", "is not a mail address".to_owned())) }
}

/// Never an administrator (only people grant that), never a guardian (they get no account).
fn imported_role(text: &str) -> Option<Role> {
    match text.parse().ok()? {
        role @ (Role::Pupil | Role::Teacher | Role::Staff) => Some(role),
        Role::Guardian | Role::Admin => None,
    }
}
