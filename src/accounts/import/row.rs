//! One row of the file, read strictly: everything that is wrong with it is said before anything is written.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use unicode_normalization::UnicodeNormalization as _;

use super::source::RawRow;
use crate::accounts::passwords::Form;
use crate::domain::{Role, SchoolId, Time};
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

/// What is wrong with a row. Says the field and never its value: reports are printed and mailed around.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BadRow {
    /// Line of the file; the header of a CSV file is line 1.
    pub row: u64,
    /// Which field, where it is one.
    pub field: Option<String>,
    /// Why.
    pub reason: String,
}

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

type Wrong = (&'static str, String);

impl Reading<'_> {
    /// Reads a row.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(&self, raw: RawRow) -> Result<Row, BadRow> {
        let row = raw.number;
        let fields = raw.fields.map_err(|reason| BadRow { row, field: None, reason })?;
        if let Some(unknown) = fields.keys().find(|name| !COLUMNS.contains(&name.as_str())) {
            let reason = "is not a column of this import".to_owned();
            return Err(BadRow { row, field: Some(unknown.chars().take(80).collect()), reason });
        }
        self.typed(row, &fields).map_err(|(field, reason)| BadRow { row, field: Some(field.to_owned()), reason })
    }

    fn typed(&self, number: u64, fields: &BTreeMap<String, String>) -> Result<Row, Wrong> {
        let external_id = text(fields, "external_id", 255)?.ok_or(("external_id", "is missing".to_owned()))?;
        let place = self.place(fields)?;
        let country = place.as_ref().and_then(|(_, country)| country.as_deref());
        Ok(Row {
            number,
            external_id,
            sub: text(fields, "sub", 255)?,
            username: text(fields, "username", 320)?,
            given_name: text(fields, "given_name", 200)?,
            family_name: text(fields, "family_name", 200)?,
            email: email(fields)?,
            email_verified: parsed(fields, "email_verified", "is neither true nor false", yes_or_no)?,
            birth_date: parsed(fields, "birth_date", "is not a date of birth (YYYY-MM-DD)", |text| {
                self.birth_date(text)
            })?,
            national: parsed(
                fields,
                "national_number",
                "has no country; write it as EE:…, or give the school",
                |text| self.vault.national_hashes(text, country),
            )?,
            history_count: parsed(fields, "history_count", "is not a whole number from 0", whole_number)?,
            last_activity: parsed(fields, "last_activity", "is not a time (RFC 3339) or date", moment)?,
            password_hash: self.password_hash(fields)?,
            place: place.map(|(place, _)| place),
        })
    }

    fn place(&self, fields: &BTreeMap<String, String>) -> Result<Option<(Place, Option<String>)>, Wrong> {
        let role = parsed(fields, "role", "is none of pupil, teacher, staff", imported_role)?;
        let class = text(fields, "class", 60)?;
        let Some(school) = fields.get("school") else {
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

    fn password_hash(&self, fields: &BTreeMap<String, String>) -> Result<Option<String>, Wrong> {
        let Some(hash) = text(fields, "password_hash", 1_000)? else { return Ok(None) };
        if !self.takes_passwords {
            return Err(("password_hash", "is not taken: this platform verifies its own passwords".to_owned()));
        }
        Form::parse(&hash).map_err(|error| ("password_hash", error.to_string()))?;
        Ok(Some(hash))
    }
}

fn text(fields: &BTreeMap<String, String>, name: &'static str, most: usize) -> Result<Option<String>, Wrong> {
    let Some(value) = fields.get(name) else { return Ok(None) };
    if value.chars().any(char::is_control) {
        return Err((name, "holds a control character".to_owned()));
    }
    // Identifiers are compared byte by byte and stay as they are.
    let is_id = ["external_id", "sub", "password_hash"].contains(&name);
    let value: String = if is_id { value.clone() } else { value.nfc().collect() };
    if value.len() > most {
        return Err((name, format!("is longer than {most} bytes")));
    }
    Ok(Some(value))
}

fn parsed<T>(
    fields: &BTreeMap<String, String>,
    name: &'static str,
    reason: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Wrong> {
    let Some(value) = fields.get(name) else { return Ok(None) };
    parse(value).map(Some).ok_or((name, reason.to_owned()))
}

fn email(fields: &BTreeMap<String, String>) -> Result<Option<String>, Wrong> {
    let Some(email) = text(fields, "email", 254)? else { return Ok(None) };
    let right = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !email.contains(char::is_whitespace)
    });
    if right { Ok(Some(email)) } else { Err(("email", "is not a mail address".to_owned())) }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "t" | "y" => Some(true),
        "false" | "no" | "0" | "f" | "n" => Some(false),
        _ => None,
    }
}

/// Never an administrator (only people grant that), never a guardian (they get no account).
fn imported_role(text: &str) -> Option<Role> {
    match text.parse().ok()? {
        role @ (Role::Pupil | Role::Teacher | Role::Staff) => Some(role),
        Role::Guardian | Role::Admin => None,
    }
}

fn whole_number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number| *number >= 0)
}

/// Whole milliseconds, as everything we store. A date is its midnight, UTC.
fn moment(text: &str) -> Option<Time> {
    let at = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc));
    let at =
        at.or_else(|_| NaiveDate::parse_from_str(text, "%Y-%m-%d").map(|date| date.and_time(NaiveTime::MIN).and_utc()));
    DateTime::from_timestamp_millis(at.ok()?.timestamp_millis())
}
