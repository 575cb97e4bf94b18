//! Journals from a file of rows: one row per person and journal. What each column is: `docs/rosters.md`.

use std::collections::BTreeMap;
use std::io::Read;

use chrono::NaiveDate;

use crate::domain::{
    Completeness, JournalFacts, JournalKey, Member, PartialRead, PersonName, Reading, Role, SchoolId, Time, UpstreamId,
};
use crate::files::{BadRow, Fields, FileError, Format, RawRow, Rows, Wrong, yes_or_no};

/// The columns of a roster file.
pub const COLUMNS: &[&str] = &[
    "journal",
    "journal_name",
    "school_year",
    "subject",
    "role",
    "given_name",
    "family_name",
    "class",
    "email",
    "username",
    "birth_date",
    "national_number",
    "school",
    "from",
    "until",
    "active",
    "protected",
];
const NEEDED: &[&str] = &["journal", "subject", "role"];

/// Whose file it is.
#[derive(Debug, Clone)]
pub struct Source {
    /// Which upstream.
    pub upstream: UpstreamId,
    /// Within which scope its ids are unique.
    pub scope: String,
    /// When it was read.
    pub read_at: Time,
}

/// What a file tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Its journals, by their ids. All are partial when a row could not be read: nobody knows whom it was about.
    pub journals: Vec<Reading>,
    /// The rows that could not be read.
    pub bad_rows: Vec<BadRow>,
}

/// Reads a whole file.
///
/// # Errors
/// It cannot be read, or lacks a column that every row needs.
pub fn read(reader: impl Read, format: Format, source: &Source) -> Result<Told, FileError> {
    let mut rows = Rows::open(reader, format)?;
    if let Some(columns) = rows.columns() {
        let missing = NEEDED.iter().find(|name| !columns.iter().any(|column| column == *name));
        missing.map_or(Ok(()), |name| Err(FileError::NoColumn(name)))?;
    }
    let mut journals: BTreeMap<String, Reading> = BTreeMap::new();
    let mut bad_rows = Vec::new();
    while let Some(raw) = rows.read()? {
        match row(raw) {
            Ok(row) => add(&mut journals, row, source),
            Err(bad) => bad_rows.push(bad),
        }
    }
    let mut journals: Vec<Reading> = journals.into_values().collect();
    if !bad_rows.is_empty() {
        for journal in &mut journals {
            journal.completeness = Completeness::Partial(PartialRead::BadRow);
        }
    }
    Ok(Told { journals, bad_rows })
}

struct FileRow {
    journal: String,
    name: Option<String>,
    school_year: Option<String>,
    member: Member,
}

/// A journal is called what the least of its rows says, whatever their order.
fn add(journals: &mut BTreeMap<String, Reading>, row: FileRow, source: &Source) {
    let name = row.name.unwrap_or_else(|| row.journal.clone());
    let reading = journals.entry(row.journal.clone()).or_insert_with(|| Reading {
        read_at: source.read_at,
        completeness: Completeness::Complete,
        journal: JournalFacts {
            key: JournalKey {
                upstream: source.upstream.clone(),
                scope: source.scope.clone(),
                external_id: row.journal,
            },
            school: None,
            name: name.clone(),
            school_year: row.school_year.clone(),
            landing_url: None,
        },
        members: Vec::new(),
        deleted: Vec::new(),
        cursor: None,
    });
    if name < reading.journal.name {
        reading.journal.name = name;
    }
    let years = [reading.journal.school_year.take(), row.school_year];
    reading.journal.school_year = years.into_iter().flatten().min();
    reading.members.push(row.member);
}

fn row(raw: RawRow) -> Result<FileRow, BadRow> {
    let fields = Fields::of(raw, COLUMNS)?;
    typed(&fields).map_err(|wrong| fields.refused(wrong))
}

fn typed(fields: &Fields) -> Result<FileRow, Wrong> {
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let day = "is not a date (YYYY-MM-DD)";
    let role = fields.parsed("role", "is not a role", |text| text.parse::<Role>().ok())?;
    let member = Member {
        name: PersonName { given: fields.text("given_name", 200)?, family: fields.text("family_name", 200)? },
        class_name: fields.text("class", 60)?,
        email: fields.text("email", 254)?,
        username: fields.text("username", 320)?,
        birth_date: fields.parsed("birth_date", day, date)?,
        national_number: fields.text("national_number", 60)?,
        school: fields.parsed("school", "is not a typed school number", |text| text.parse::<SchoolId>().ok())?,
        from: fields.parsed("from", day, date)?,
        until: fields.parsed("until", day, date)?,
        active: fields.parsed("active", "is neither true nor false", yes_or_no)?.unwrap_or(true),
        protected: fields.parsed("protected", "is neither true nor false", yes_or_no)?,
        ..Member::new(fields.text("subject", 255)?.unwrap_or_default(), role.ok_or(("role", "is missing".to_owned()))?)
    };
    Ok(FileRow {
        journal: fields.text("journal", 255)?.ok_or(("journal", "is missing".to_owned()))?,
        name: fields.text("journal_name", 200)?,
        school_year: fields.text("school_year", 30)?,
        member,
    })
}
