//! Journals from a file of rows: one row per person and journal. What each column is: `docs/rosters.md`.

use std::collections::BTreeMap;
use std::io::Read;

use chrono::NaiveDate;
use serde_json::Value;

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

/// The journals of a document in which everybody stands once ([`roll::read`](super::roll::read)), as if they had been told
/// row by row. What that cannot understand is passed over here: it says what it is.
///
/// # Errors
/// It is no JSON.
pub fn read_document(document: &[u8], source: &Source) -> Result<Vec<Reading>, serde_json::Error> {
    let document: Value = serde_json::from_slice(document)?;
    let list = |name: &str| document.get(name).and_then(Value::as_array).into_iter().flatten();
    let mut people: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for person in list("people").map(fields) {
        let subject = person.get("subject").cloned().unwrap_or_default();
        let told = person.clone().into_iter().chain([("journal".to_owned(), "-".to_owned()), role("pupil")]);
        if row(RawRow { number: 0, fields: Ok(told.collect()) }).is_ok() {
            people.entry(subject).or_insert(person);
        }
    }
    let mut journals: BTreeMap<String, Reading> = BTreeMap::new();
    for told in list("journals") {
        let (about, id) = (fields(told), told.get("journal").and_then(Value::as_str).unwrap_or_default());
        let is_new = !id.is_empty() && !journals.contains_key(id);
        if let Some(rows) = rows_of(told, &about, &people).filter(|_| is_new) {
            let (name, year) = (about.get("journal_name").cloned(), about.get("school_year").cloned());
            journals.insert(id.to_owned(), nobody(id, name.unwrap_or_else(|| id.to_owned()), year, source));
            for row in rows {
                add(&mut journals, row, source);
            }
        }
    }
    Ok(journals.into_values().collect())
}

/// The plain members of an object, as the cells of a row.
fn fields(object: &Value) -> BTreeMap<String, String> {
    let plain = |(name, value): (&String, &Value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Bool(value) => value.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then(|| (name.clone(), text))
    };
    object.as_object().into_iter().flatten().filter_map(plain).collect()
}

fn role(word: &str) -> (String, String) {
    ("role".to_owned(), word.to_owned())
}

/// The rows of a journal; nothing where one of them cannot be read, or names nobody.
fn rows_of(
    told: &Value,
    about: &BTreeMap<String, String>,
    people: &BTreeMap<String, BTreeMap<String, String>>,
) -> Option<Vec<FileRow>> {
    let mut rows = Vec::new();
    for (list, word) in [("pupils", "pupil"), ("teachers", "teacher")] {
        for subject in told.get(list).and_then(Value::as_array).into_iter().flatten() {
            let person = people.get(subject.as_str()?)?.clone();
            let cells = about.clone().into_iter().chain(person).chain([role(word)]).collect();
            rows.push(row(RawRow { number: 0, fields: Ok(cells) }).ok()?);
        }
    }
    Some(rows)
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
    let reading = journals
        .entry(row.journal.clone())
        .or_insert_with(|| nobody(&row.journal, name.clone(), row.school_year.clone(), source));
    if name < reading.journal.name {
        reading.journal.name = name;
    }
    let years = [reading.journal.school_year.take(), row.school_year];
    reading.journal.school_year = years.into_iter().flatten().min();
    reading.members.push(row.member);
}

/// A journal of which nobody is told yet.
fn nobody(id: &str, name: String, school_year: Option<String>, source: &Source) -> Reading {
    let (upstream, scope) = (source.upstream.clone(), source.scope.clone());
    let key = JournalKey { upstream, scope, external_id: id.to_owned() };
    Reading {
        read_at: source.read_at,
        completeness: Completeness::Complete,
        journal: JournalFacts { key, school: None, name, school_year, landing_url: None },
        members: Vec::new(),
        deleted: Vec::new(),
        cursor: None,
    }
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
