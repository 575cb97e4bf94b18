//! Who of a reading is left out, and why. Pure.
//!
//! People with a protected identity go first, before anything is counted or compared: what is planned, shown, hashed and
//! stored is the same as if they had never been told of (invariant 11).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use super::Facts;
use crate::domain::{Completeness, JournalFacts, Member, Reading, Role, SchoolId, SeatReason, SeatRole, Time};
use crate::vault::{Vault, sha256};

/// Version of these rules: it stands in every digest, so that a changed rule looks at every journal again.
pub const RULES: &str = "1";
const LONGEST_SUBJECT: usize = 255;

/// What a reading is filtered by.
#[derive(Debug, Clone, Copy)]
pub struct FilterTerms<'a> {
    /// Every number of the journal's school.
    pub school: &'a BTreeSet<SchoolId>,
    /// Its country, for national numbers that name none.
    pub country: Option<&'a str>,
    /// The day at the school.
    pub today: NaiveDate,
    /// Days before the first and after the last day on which somebody still counts.
    pub slack_days: i64,
    /// A person of whom the upstream does not say whether they are protected counts as protected.
    pub unmarked_is_protected: bool,
    /// For keyed digests.
    pub vault: &'a Vault,
}

/// One person of a reading, however many rows told of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The upstream's own id; empty when there is no usable one.
    pub subject: String,
    /// What was told.
    pub facts: Facts,
    /// Keyed digest of that.
    pub digest: String,
    /// What the person is in this journal; empty when blocked.
    pub roles: BTreeSet<SeatRole>,
    /// Why nothing is done about this person.
    pub block: Option<SeatReason>,
}

impl Row {
    /// Whether the person is in the journal, as far as a reading can tell: what blocks a row does not take its seat.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.block != Some(SeatReason::Past)
    }
}

/// A reading without those who are not to be seen: people in the order of their ids, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filtered {
    /// When the read began.
    pub read_at: Time,
    /// Whether it was the whole truth.
    pub is_complete: bool,
    /// The journal.
    pub journal: JournalFacts,
    /// Its people.
    pub rows: Vec<Arc<Row>>,
    /// Who was taken out of it.
    pub deleted: BTreeSet<String>,
    /// What its source wants to be told at the next read; no part of what is planned.
    pub cursor: Option<String>,
}

/// Subjects with a protected identity. They stand in no plan; [`apply`](super::apply) erases what a roster told of them
/// before.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Hidden(pub(super) BTreeSet<String>);

/// Not even how many there are.
impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden")
    }
}

/// Leaves out who is protected, blocks who does not fit, and makes one person of all rows with one subject.
#[must_use]
pub fn filter(reading: &Reading, terms: &FilterTerms<'_>) -> (Filtered, Hidden) {
    let hidden = hidden(reading, terms);
    let mut people: BTreeMap<(&str, String), Vec<&Member>> = BTreeMap::new();
    for member in &reading.members {
        if is_protected(member, terms) || hidden.contains(&member.subject) {
            continue;
        }
        // Without an id, two rows are one person only when they are one row.
        let key = if is_usable(&member.subject) {
            (member.subject.as_str(), String::new())
        } else {
            ("", Facts::of(member, terms.country).digest(terms.vault))
        };
        people.entry(key).or_default().push(member);
    }
    let rows = people.into_iter().map(|((subject, _), members)| Arc::new(row(subject, &members, terms))).collect();
    let filtered = Filtered {
        read_at: reading.read_at,
        is_complete: reading.completeness == Completeness::Complete,
        journal: reading.journal.clone(),
        rows,
        deleted: reading.deleted.iter().filter(|subject| !hidden.contains(*subject)).cloned().collect(),
        cursor: reading.cursor.clone(),
    };
    (filtered, Hidden(hidden))
}

/// One marked row hides every row of its subject.
fn hidden(reading: &Reading, terms: &FilterTerms<'_>) -> BTreeSet<String> {
    let protected = reading.members.iter().filter(|member| is_protected(member, terms));
    protected.map(|member| member.subject.clone()).filter(|subject| is_usable(subject)).collect()
}

pub(super) fn is_protected(member: &Member, terms: &FilterTerms<'_>) -> bool {
    member.protected.unwrap_or(terms.unmarked_is_protected)
}

/// Ids that begin with `#` are made up for one file (EDEXML 2.1).
pub(super) fn is_usable(subject: &str) -> bool {
    !subject.is_empty()
        && subject.len() <= LONGEST_SUBJECT
        && !subject.starts_with('#')
        && !subject.chars().any(char::is_control)
}

fn row(subject: &str, members: &[&Member], terms: &FilterTerms<'_>) -> Row {
    let verdicts: Vec<_> = members.iter().map(|member| verdict(member, terms)).collect();
    let mut roles: BTreeSet<SeatRole> = verdicts.iter().filter_map(|verdict| verdict.ok()).collect();
    let told = members.iter().zip(&verdicts).filter(|(_, verdict)| roles.is_empty() || verdict.is_ok());
    let mut stories: Vec<Facts> = told.map(|(member, _)| Facts::of(member, terms.country)).collect();
    stories.sort();
    let joined = stories.iter().cloned().map(Some).reduce(|one, other| one?.joined(other?)).flatten();
    let mut block = roles.is_empty().then(|| verdicts.iter().filter_map(|verdict| verdict.err()).min()).flatten();
    if joined.is_none() {
        block = block.or(Some(SeatReason::Contradiction));
        roles.clear();
    }
    let facts = joined.or_else(|| stories.into_iter().next()).unwrap_or_default();
    Row { subject: subject.to_owned(), digest: facts.digest(terms.vault), facts, roles, block }
}

/// What one row makes of its person.
pub(super) fn verdict(member: &Member, terms: &FilterTerms<'_>) -> Result<SeatRole, SeatReason> {
    let slack = TimeDelta::days(terms.slack_days);
    let role = match member.role {
        Role::Pupil => Ok(SeatRole::Pupil),
        Role::Teacher => Ok(SeatRole::Teacher),
        Role::Admin => Err(SeatReason::AdminRole),
        Role::Staff | Role::Guardian => Err(SeatReason::Role),
    };
    if !is_usable(&member.subject) {
        return Err(SeatReason::NoSubject);
    }
    if member.school.as_ref().is_some_and(|school| !terms.school.contains(school)) {
        return Err(SeatReason::OtherSchool);
    }
    if member.until.is_some_and(|until| until < terms.today - slack) {
        return Err(SeatReason::Past);
    }
    if member.from.is_some_and(|from| from > terms.today + slack) {
        return Err(SeatReason::NotYet);
    }
    if member.active { role } else { role.and(Err(SeatReason::Inactive)) }
}

impl Filtered {
    /// One text for everything that counts: the same for any order and paging of the reading, another one as soon as
    /// anybody, the journal or the rules change.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut text = DigestText::of(&self.journal, &self.deleted);
        for row in &self.rows {
            text.add(&row.subject, &row.digest, row.roles.iter().copied(), row.block);
        }
        text.end()
    }
}

/// What a digest is taken of: one line about the journal, then one for each of its people, in their order. Usable ids hold
/// no control characters, so no line says the same as two others.
pub(super) struct DigestText(String);

impl DigestText {
    /// What is known of the journal itself.
    pub(super) fn of(facts: &JournalFacts, deleted: &BTreeSet<String>) -> Self {
        let JournalFacts { key: _, school, name, school_year, landing_url } = facts;
        let head = serde_json::json!([RULES, school, name, school_year, landing_url, deleted]);
        Self(head.to_string())
    }

    /// One person more.
    pub(super) fn add(
        &mut self,
        subject: &str,
        digest: &str,
        roles: impl Iterator<Item = SeatRole>,
        block: Option<SeatReason>,
    ) {
        line(&mut self.0, subject, digest, roles, block);
    }

    /// One person more, whose [`line`] was made before.
    pub(super) fn add_line(&mut self, line: &str) {
        self.0.push_str(line);
    }

    /// The digest.
    pub(super) fn end(self) -> String {
        sha256(&self.0)
    }
}

/// What one person is in a digest.
pub(super) fn line(
    text: &mut String,
    subject: &str,
    digest: &str,
    roles: impl Iterator<Item = SeatRole>,
    block: Option<SeatReason>,
) {
    for part in ["\n", subject, "\t", digest, "\t"] {
        text.push_str(part);
    }
    for role in roles {
        text.push_str(role.as_str());
        text.push(' ');
    }
    text.push('\t');
    text.push_str(block.map_or("", SeatReason::as_str));
}
