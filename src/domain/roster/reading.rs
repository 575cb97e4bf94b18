//! What one read of one journal said, before anything is left out.

use chrono::NaiveDate;

use super::terms::PartialRead;
use crate::domain::{PersonName, Role, SchoolId, Time, UpstreamId};

/// The key of a journal at its upstream, compared byte by byte.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JournalKey {
    /// Which upstream.
    pub upstream: UpstreamId,
    /// Within which scope its ids are unique, those of its people too; empty where they are global.
    pub scope: String,
    /// The upstream's own id of the journal.
    pub external_id: String,
}

/// What an upstream says of a journal itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalFacts {
    /// Which journal.
    pub key: JournalKey,
    /// Its school's typed number, where the upstream tells one.
    pub school: Option<SchoolId>,
    /// Its name.
    pub name: String,
    /// School year, as the upstream writes it, such as `2026/2027`.
    pub school_year: Option<String>,
    /// Where the upstream shows it.
    pub landing_url: Option<String>,
}

/// A person in a journal, as one row of the upstream tells. Lives in memory only: it holds birth date and national number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The upstream's own id of the person; empty when it gave none.
    pub subject: String,
    /// What the person is in this journal, as told; an administrator stays told and is blocked.
    pub role: Role,
    /// The name as given today.
    pub name: PersonName,
    /// Class, such as `5B`.
    pub class_name: Option<String>,
    /// Address the upstream knows; only ever suggests.
    pub email: Option<String>,
    /// User name the upstream knows; only ever suggests.
    pub username: Option<String>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// National number with its country, such as `EE:61403140017`.
    pub national_number: Option<String>,
    /// The person's school, where the row tells one.
    pub school: Option<SchoolId>,
    /// First day in this journal.
    pub from: Option<NaiveDate>,
    /// Last day in this journal; none means still there (SS12000 v2.1, `groupMemberships`).
    pub until: Option<NaiveDate>,
    /// False: known and not active (NRPS 2.0, `status`).
    pub active: bool,
    /// Whether the person's identity is protected; none when the upstream did not say.
    pub protected: Option<bool>,
}

impl Member {
    /// A person of whom only id and role are known.
    #[must_use]
    pub fn new(subject: impl Into<String>, role: Role) -> Self {
        Self {
            subject: subject.into(),
            role,
            name: PersonName::default(),
            class_name: None,
            email: None,
            username: None,
            birth_date: None,
            national_number: None,
            school: None,
            from: None,
            until: None,
            active: true,
            protected: None,
        }
    }
}

/// Whether a read is the whole truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// Every page was read to its end.
    Complete,
    /// It was not; it removes nobody and makes nobody.
    Partial(PartialRead),
}

/// What one read of one journal said. Members stand in any order, and may stand there twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When the read began.
    pub read_at: Time,
    /// Whether it is the whole truth.
    pub completeness: Completeness,
    /// The journal.
    pub journal: JournalFacts,
    /// Its people.
    pub members: Vec<Member>,
    /// Subjects that the upstream says were taken out of the journal.
    pub deleted: Vec<String>,
    /// What its source wants to be told at the next read, once this one is applied.
    pub cursor: Option<String>,
}
