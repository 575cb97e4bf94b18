//! The fields of one row, each read as what it must be.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::report::BadRow;
use super::rows::RawRow;
use crate::domain::{Time, is_showable};

/// Which field is wrong, and why.
pub type Wrong = (&'static str, String);

/// The fields of one row.
#[derive(Debug, Clone)]
pub struct Fields {
    row: u64,
    fields: BTreeMap<String, String>,
}

impl Fields {
    /// The fields of a row, if it can be read and every one is one of `columns`.
    ///
    /// # Errors
    /// The row is damaged, or has a value in an unknown column.
    pub fn of(raw: RawRow, columns: &[&str]) -> Result<Self, BadRow> {
        let row = raw.number;
        let fields = raw.fields.map_err(|reason| BadRow { row, field: None, reason })?;
        match fields.keys().find(|name| !columns.contains(&name.as_str())) {
            None => Ok(Self { row, fields }),
            Some(unknown) => {
                let reason = "is not a column of this import".to_owned();
                Err(BadRow { row, field: Some(unknown.chars().take(80).collect()), reason })
            }
        }
    }

    /// Line of the file.
    #[must_use]
    pub fn row(&self) -> u64 {
        self.row
    }

    /// This row as a bad one.
    #[must_use]
    pub fn refused(&self, (field, reason): Wrong) -> BadRow {
        BadRow { row: self.row, field: Some(field.to_owned()), reason }
    }

    /// A field as it stands.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// A text of at most `most` bytes that can be shown as it is, byte for byte.
    ///
    /// # Errors
    /// It is longer, or holds one.
    pub fn text(&self, name: &'static str, most: usize) -> Result<Option<String>, Wrong> {
        let Some(value) = self.raw(name) else { return Ok(None) };
        if !is_showable(value) {
            return Err((name, "holds a control character, or one that turns the reading direction".to_owned()));
        }
        if value.len() > most {
            return Err((name, format!("is longer than {most} bytes")));
        }
        Ok(Some(value.to_owned()))
    }

    /// A field that must be something; `reason` is what it is not.
    ///
    /// # Errors
    /// It is there and is not.
    pub fn parsed<T>(
        &self,
        name: &'static str,
        reason: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Wrong> {
        let Some(value) = self.raw(name) else { return Ok(None) };
        parse(value).map(Some).ok_or((name, reason.to_owned()))
    }
}

/// `true`, `yes`, `1` … or `false`, `no`, `0` ….
#[must_use]
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "t" | "y" => Some(true),
        "false" | "no" | "0" | "f" | "n" => Some(false),
        _ => None,
    }
}

/// A whole number from 0.
#[must_use]
pub fn whole_number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number| *number >= 0)
}

/// RFC 3339, or a date for its midnight UTC; whole milliseconds, as everything we store.
#[must_use]
pub fn moment(text: &str) -> Option<Time> {
    let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
    let at = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc));
    let at = at.or_else(|_| NaiveDate::parse_from_str(text, "%Y-%m-%d").map(midnight));
    DateTime::from_timestamp_millis(at.ok()?.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_times_and_dates() {
        for (text, expected) in [
            ("2026-09-01", Some("2026-09-01T00:00:00Z")),
            ("2026-09-01T10:00:00.1234+03:00", Some("2026-09-01T07:00:00.123Z")),
            ("1.9.2026", None),
            ("2026-02-30", None),
        ] {
            assert_eq!(moment(text), expected.map(|at| at.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn a_value_in_an_unknown_column_is_not_passed_over() {
        let raw = |name: &str| RawRow { number: 7, fields: Ok([(name.to_owned(), "x".to_owned())].into()) };
        assert!(Fields::of(raw("sub"), &["sub"]).is_ok());
        assert_eq!(Fields::of(raw("role"), &["sub"]).unwrap_err().row, 7);
    }
}
