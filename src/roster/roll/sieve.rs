//! What is new in a roster. What does not depend on the journal is found out once for each person: facts, their digest,
//! and what the person is.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::super::filter::{DigestText, is_protected, is_usable, line, verdict};
use super::super::{Facts, FilterTerms, Filtered, Hidden, Row, filter};
use super::{Listed, Roll};
use crate::domain::{Completeness, Member, Reading};
use crate::storage::journals::JournalDigest;

/// A roster by the day, the school and its rules.
pub(super) struct Sieve<'a> {
    roll: &'a Roll,
    terms: FilterTerms<'a>,
    /// What each story makes of its person, in any journal.
    stories: Vec<Arc<Row>>,
    /// What a digest needs of each story lies close together: a million seats are looked up in no order.
    keys: Vec<Key>,
    lines: String,
}

#[derive(Debug, Clone, Copy)]
struct Key {
    /// Place in the order of the subjects; the same for the same subject.
    rank: u32,
    is_protected: bool,
    is_usable: bool,
    /// Where its line of a digest ends; it begins where that of the story before ends.
    end: usize,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(roll: &'a Roll, terms: FilterTerms<'a>) -> Self {
        let mut lines = String::with_capacity(roll.members.len() * 80);
        let (mut stories, mut keys) = (Vec::with_capacity(roll.members.len()), Vec::with_capacity(roll.members.len()));
        for (member, rank) in roll.members.iter().zip(ranks(&roll.members)) {
            let facts = Facts::of(member, terms.country);
            let (digest, verdict) = (facts.digest(terms.vault), verdict(member, &terms));
            line(&mut lines, &member.subject, &digest, verdict.into_iter(), verdict.err());
            keys.push(Key {
                rank,
                is_protected: is_protected(member, &terms),
                is_usable: is_usable(&member.subject),
                end: lines.len(),
            });
            stories.push(Arc::new(Row {
                subject: member.subject.clone(),
                facts,
                digest,
                roles: verdict.into_iter().collect(),
                block: verdict.err(),
            }));
        }
        // Whoever is protected in one journal is protected in all of them.
        let protected: BTreeSet<u32> =
            keys.iter().filter(|key| key.is_protected && key.is_usable).map(|key| key.rank).collect();
        for key in &mut keys {
            key.is_protected |= protected.contains(&key.rank);
        }
        Self { roll, terms, stories, keys, lines }
    }

    /// The journals that are to be looked into: all but those that tell what was applied before and may be passed over.
    pub(super) fn moved(&self, settled: &[JournalDigest]) -> Vec<&'a Listed> {
        let known: HashMap<&str, &str> =
            settled.iter().map(|one| (one.external_id.as_str(), one.applied_digest.as_str())).collect();
        let is_known = |listed: &Listed| {
            let held = known.get(listed.facts.key.external_id.as_str());
            listed.completeness == Completeness::Complete && held.is_some_and(|digest| *digest == self.digest(listed))
        };
        self.roll.journals.iter().filter(|listed| !is_known(listed)).collect()
    }

    /// Everybody who is protected in any of the journals.
    pub(super) fn hidden(&self) -> Vec<&'a str> {
        let each = self.roll.members.iter().zip(&self.keys);
        let hidden = each.filter(|(_, key)| key.is_protected && key.is_usable);
        hidden.map(|(member, _)| member.subject.as_str()).collect()
    }

    /// One journal without those who are not to be seen: the same as [`filter`] makes of its reading.
    pub(super) fn filtered(&self, listed: &Listed) -> (Filtered, Hidden) {
        let Some(order) = self.order(listed) else { return filter(&self.guarded(listed), &self.terms) };
        let hidden = self.hidden_of(&order);
        let seen = order.iter().filter(|(key, _)| !key.is_protected);
        let seen = seen.filter_map(|(_, place)| self.stories.get(*place).cloned());
        let filtered = Filtered {
            read_at: self.roll.read_at,
            is_complete: listed.completeness == Completeness::Complete,
            journal: listed.facts.clone(),
            rows: seen.collect(),
            deleted: deleted(listed, &hidden),
            cursor: None,
        };
        (filtered, Hidden(hidden))
    }

    /// A journal's reading, where everybody is marked who is protected anywhere.
    fn guarded(&self, listed: &Listed) -> Reading {
        let (mut reading, hidden) = (self.roll.reading(listed), self.hidden());
        for member in reading.members.iter_mut().filter(|member| hidden.contains(&member.subject.as_str())) {
            member.protected = Some(true);
        }
        reading
    }

    fn digest(&self, listed: &Listed) -> String {
        let Some(order) = self.order(listed) else { return self.filtered(listed).0.digest() };
        let mut text = DigestText::of(&listed.facts, &deleted(listed, &self.hidden_of(&order)));
        for (key, place) in order.iter().filter(|(key, _)| !key.is_protected) {
            let begin = place.checked_sub(1).and_then(|before| self.keys.get(before)).map_or(0, |before| before.end);
            text.add_line(self.lines.get(begin..key.end).unwrap_or_default());
        }
        text.end()
    }

    /// The people of a journal in the order of their ids; nothing where somebody is told of twice or has no usable id.
    fn order(&self, listed: &Listed) -> Option<Vec<(Key, usize)>> {
        let mut order = Vec::with_capacity(listed.members.len());
        for place in &listed.members {
            let place = usize::try_from(*place).ok()?;
            order.push((*self.keys.get(place)?, place));
        }
        order.sort_unstable_by_key(|(key, _)| key.rank);
        let is_twice = order.windows(2).any(|two| matches!(two, [(one, _), (other, _)] if one.rank == other.rank));
        let is_plain = !is_twice && order.iter().all(|(key, _)| key.is_usable);
        is_plain.then_some(order)
    }

    fn hidden_of(&self, order: &[(Key, usize)]) -> BTreeSet<String> {
        let hidden = order.iter().filter(|(key, _)| key.is_protected);
        hidden.filter_map(|(_, place)| self.stories.get(*place)).map(|row| row.subject.clone()).collect()
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

fn deleted(listed: &Listed, hidden: &BTreeSet<String>) -> BTreeSet<String> {
    listed.deleted.iter().filter(|subject| !hidden.contains(*subject)).cloned().collect()
}

#[cfg(test)]
mod tests;
