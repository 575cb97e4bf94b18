//! A whole roster at once: a hundred thousand people in forty thousand journals. The sieve finds the journals that tell
//! something new by their digests, and only those are planned; they are judged together and written several to a
//! transaction.

mod bring;
mod document;
mod history;
mod judged;
mod ruling;
mod sieve;
mod told;
mod works;

pub use bring::{Bringing, Brought, Counts, Left, Stop, bring};
pub use document::{DocumentError, read};
pub use told::Told;

use std::collections::HashMap;

use crate::domain::{Completeness, JournalFacts, Member, PartialRead, Reading, Time, UpstreamId};
use crate::files::BadRow;

/// What an upstream tells of all journals at one time. Everybody stands in it once, in however many journals they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    read_at: Time,
    upstream: UpstreamId,
    scope: String,
    members: Vec<Member>,
    journals: Vec<Listed>,
    bad_rows: Vec<BadRow>,
}

/// A journal, its people by their places among the members.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    facts: JournalFacts,
    completeness: Completeness,
    deleted: Vec<String>,
    members: Vec<u32>,
}

impl Roll {
    /// Nothing yet, of an upstream within a scope.
    #[must_use]
    pub fn new(upstream: UpstreamId, scope: String, read_at: Time) -> Self {
        Self { read_at, upstream, scope, members: Vec::new(), journals: Vec::new(), bad_rows: Vec::new() }
    }

    /// The same with these readings, whose keys are of that upstream and scope. Two readings of one journal are one.
    #[must_use]
    pub fn with(mut self, readings: impl IntoIterator<Item = Reading>) -> Self {
        let mut stories = Stories::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        for reading in readings {
            let Reading { read_at: _, completeness, journal, members, deleted, cursor: _ } = reading;
            let members = members.into_iter().filter_map(|member| stories.place(&mut self.members, member)).collect();
            let listed = Listed { facts: journal, completeness, deleted, members };
            let place = *places.entry(listed.facts.key.external_id.clone()).or_insert(self.journals.len());
            match self.journals.get_mut(place) {
                Some(before) => before.join(listed),
                None => self.journals.push(listed),
            }
        }
        self
    }

    /// The same, with rows that could not be read: nobody knows which journals they were about, so all are partial.
    #[must_use]
    pub fn without(mut self, bad_rows: Vec<BadRow>) -> Self {
        if !bad_rows.is_empty() {
            for journal in &mut self.journals {
                journal.completeness = Completeness::Partial(PartialRead::BadRow);
            }
        }
        self.bad_rows = bad_rows;
        self
    }

    /// The rows that could not be read.
    #[must_use]
    pub fn bad_rows(&self) -> &[BadRow] {
        &self.bad_rows
    }

    /// How many journals it tells of.
    #[must_use]
    pub fn journals(&self) -> usize {
        self.journals.len()
    }

    /// How many people it tells of; who is told of in two ways counts twice.
    #[must_use]
    pub fn people(&self) -> usize {
        self.members.len()
    }

    /// One of its journals, as if it had been read alone.
    fn reading(&self, listed: &Listed) -> Reading {
        let members = listed.members.iter().filter_map(|place| self.member(*place)).cloned();
        Reading {
            read_at: self.read_at,
            completeness: listed.completeness,
            journal: listed.facts.clone(),
            members: members.collect(),
            deleted: listed.deleted.clone(),
            cursor: None,
        }
    }

    fn member(&self, place: u32) -> Option<&Member> {
        self.members.get(usize::try_from(place).ok()?)
    }
}

impl Listed {
    fn join(&mut self, other: Self) {
        self.members.extend(other.members);
        self.deleted.extend(other.deleted);
        if self.completeness == Completeness::Complete {
            self.completeness = other.completeness;
        }
    }
}

/// Where each story of each person stands, by subject.
#[derive(Debug, Default)]
struct Stories(HashMap<String, Vec<u32>>);

impl Stories {
    /// The place of this one; the same for the same story.
    fn place(&mut self, members: &mut Vec<Member>, member: Member) -> Option<u32> {
        let places = self.0.entry(member.subject.clone()).or_default();
        let told = |place: &&u32| usize::try_from(**place).ok().and_then(|at| members.get(at)) == Some(&member);
        if let Some(place) = places.iter().find(told) {
            return Some(*place);
        }
        let place = u32::try_from(members.len()).ok()?;
        places.push(place);
        members.push(member);
        Some(place)
    }
}
