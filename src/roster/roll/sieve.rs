//! What is new in a roster. What does not depend on the journal is found out once for each person: facts, their digest,
//! and what the person is.

use std::collections::{BTreeSet, HashMap};

use super::super::filter::{DigestText, is_protected, is_usable, verdict};
use super::super::{Facts, FilterTerms, Filtered, Hidden, Row, filter};
use super::{Listed, Roll};
use crate::domain::{Completeness, Member, SchoolId, SeatReason, SeatRole};
use crate::storage::journals::JournalDigest;

/// A roster by the day, the school and its rules.
pub(super) struct Sieve<'a> {
    roll: &'a Roll,
    terms: FilterTerms<'a>,
    stories: Vec<Story>,
}

/// What one story makes of its person, in any journal.
struct Story {
    /// Place in the order of the subjects; the same for the same subject.
    rank: u32,
    facts: Facts,
    digest: String,
    verdict: Result<SeatRole, SeatReason>,
    is_protected: bool,
    is_usable: bool,
}

/// A person of a journal.
type Told<'a> = (&'a Member, &'a Story);

impl<'a> Sieve<'a> {
    pub(super) fn new(roll: &'a Roll, terms: FilterTerms<'a>) -> Self {
        let ranks = ranks(&roll.members);
        let stories = roll.members.iter().zip(ranks).map(|(member, rank)| {
            let facts = Facts::of(member, terms.country);
            Story {
                rank,
                digest: facts.digest(terms.vault),
                facts,
                verdict: verdict(member, &terms),
                is_protected: is_protected(member, &terms),
                is_usable: is_usable(&member.subject),
            }
        });
        let stories = stories.collect();
        Self { roll, terms, stories }
    }

    /// The journals that are to be looked into: they tell something else than what was applied, or must never be skipped.
    pub(super) fn moved(&self, known: &[JournalDigest], (school, rules): (&SchoolId, &str)) -> Vec<&'a Listed> {
        let known: HashMap<&str, &JournalDigest> = known.iter().map(|one| (one.external_id.as_str(), one)).collect();
        let is_known = |listed: &Listed| {
            let held = known.get(listed.facts.key.external_id.as_str()).filter(|held| {
                let settled = held.applied_rules.as_deref() == Some(rules) && !held.has_absences && !held.held;
                settled && held.school_id == *school && listed.completeness == Completeness::Complete
            });
            held.and_then(|held| held.applied_digest.as_ref()).is_some_and(|digest| *digest == self.digest(listed))
        };
        self.roll.journals.iter().filter(|listed| !is_known(listed)).collect()
    }

    /// Everybody who is protected in any of the journals.
    pub(super) fn hidden(&self) -> Vec<&'a str> {
        let each = self.roll.members.iter().zip(&self.stories);
        let hidden = each.filter(|(_, story)| story.is_protected && story.is_usable);
        hidden.map(|(member, _)| member.subject.as_str()).collect()
    }

    /// One journal without those who are not to be seen: the same as [`filter`] makes of its reading.
    pub(super) fn filtered(&self, listed: &Listed) -> (Filtered, Hidden) {
        let Some(people) = self.people(listed) else { return filter(&self.roll.reading(listed), &self.terms) };
        let hidden = hidden(&people);
        let seen = people.iter().filter(|(_, story)| !story.is_protected);
        let filtered = Filtered {
            read_at: self.roll.read_at,
            is_complete: listed.completeness == Completeness::Complete,
            journal: listed.facts.clone(),
            rows: seen.map(|told| row(*told)).collect(),
            deleted: deleted(listed, &hidden),
        };
        (filtered, Hidden(hidden))
    }

    fn digest(&self, listed: &Listed) -> String {
        let Some(people) = self.people(listed) else { return self.filtered(listed).0.digest() };
        let mut text = DigestText::of(&listed.facts, &deleted(listed, &hidden(&people)));
        for (member, story) in people.iter().filter(|(_, story)| !story.is_protected) {
            text.add(&member.subject, &story.digest, story.verdict.into_iter(), story.verdict.err());
        }
        text.end()
    }

    /// The people of a journal in the order of their ids; nothing where somebody is told of twice or has no usable id.
    fn people(&self, listed: &Listed) -> Option<Vec<Told<'_>>> {
        let mut people = Vec::with_capacity(listed.members.len());
        for place in &listed.members {
            let place = usize::try_from(*place).ok()?;
            let told = (self.roll.members.get(place)?, self.stories.get(place)?);
            people.push(told);
        }
        people.sort_unstable_by_key(|(_, story)| story.rank);
        let is_twice = people.windows(2).any(|two| matches!(two, [one, other] if one.1.rank == other.1.rank));
        let is_plain = !is_twice && people.iter().all(|(_, story)| story.is_usable);
        is_plain.then_some(people)
    }
}

fn ranks(members: &[Member]) -> Vec<u32> {
    let mut order: Vec<(usize, &str)> = members.iter().map(|member| member.subject.as_str()).enumerate().collect();
    order.sort_unstable_by_key(|(_, subject)| *subject);
    let mut ranks = vec![0; members.len()];
    let (mut rank, mut last) = (0, None);
    for (place, subject) in order {
        rank += u32::from(last.is_some_and(|last| last != subject));
        last = Some(subject);
        if let Some(at) = ranks.get_mut(place) {
            *at = rank;
        }
    }
    ranks
}

fn hidden(people: &[Told<'_>]) -> BTreeSet<String> {
    people.iter().filter(|(_, story)| story.is_protected).map(|(member, _)| member.subject.clone()).collect()
}

fn deleted(listed: &Listed, hidden: &BTreeSet<String>) -> BTreeSet<String> {
    listed.deleted.iter().filter(|subject| !hidden.contains(*subject)).cloned().collect()
}

fn row((member, story): Told<'_>) -> Row {
    Row {
        subject: member.subject.clone(),
        facts: story.facts.clone(),
        digest: story.digest.clone(),
        roles: story.verdict.into_iter().collect(),
        block: story.verdict.err(),
    }
}

#[cfg(test)]
mod tests;
