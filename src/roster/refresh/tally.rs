//! How many pupils the journals of a refresh have told of so far. Whoever looks on may be somebody who must not know of
//! people with a protected identity, so they are not counted, not even for a moment.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::read::Said;
use super::setting::UNMARKED_IS_PROTECTED;
use crate::domain::{Member, Role};

/// What one journal told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Told {
    pupils: usize,
    of: Option<usize>,
}

/// One count for each journal, by its place.
#[derive(Debug)]
pub(super) struct Tally(Mutex<Vec<Told>>);

impl Tally {
    /// So many journals, of which none has told anything.
    pub(super) fn over(journals: usize) -> Self {
        Self(Mutex::new(vec![Told::default(); journals]))
    }

    /// What the pages of a journal told so far. A total that was passed already says nothing.
    pub(super) fn hear(&self, place: usize, members: &[Member], of: Option<usize>) {
        let pupils = count(members);
        self.note(place, Told { pupils, of: of.filter(|of| *of >= pupils) });
    }

    /// A journal was read to its end: now it is known how many pupils it has.
    pub(super) fn end(&self, place: usize, said: &Said) {
        let pupils = said.as_ref().map_or(0, |reading| count(&reading.members));
        self.note(place, Told { pupils, of: Some(pupils) });
    }

    /// So many pupils, and of how many they are: only where every journal has told.
    pub(super) fn pupils(&self) -> (usize, Option<usize>) {
        let journals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (journals.iter().map(|told| told.pupils).sum(), journals.iter().map(|told| told.of).sum())
    }

    fn note(&self, place: usize, told: Told) {
        let mut journals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(journal) = journals.get_mut(place) {
            *journal = told;
        }
    }
}

/// Pupils, each once. One marked row hides every row of its subject, as where a reading is filtered.
fn count(members: &[Member]) -> usize {
    let is_protected = |member: &&Member| member.protected.unwrap_or(UNMARKED_IS_PROTECTED);
    let hidden: BTreeSet<&str> = members.iter().filter(is_protected).map(|member| member.subject.as_str()).collect();
    let pupils = members.iter().filter(|member| member.role == Role::Pupil).map(|member| member.subject.as_str());
    pupils.filter(|subject| !hidden.contains(subject)).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::JournalError;

    fn pupil(subject: &str) -> Member {
        Member::new(subject, Role::Pupil)
    }

    #[test]
    fn only_pupils_count_each_once_and_nobody_who_is_protected() {
        let twice = Member { protected: Some(false), ..pupil("p1") };
        let hidden = Member { protected: Some(true), ..pupil("p2") };
        let members = [pupil("p1"), twice, pupil("p2"), hidden, pupil("p3"), Member::new("t1", Role::Teacher)];
        assert_eq!(count(&members), 2);
    }

    #[test]
    fn a_total_is_told_by_every_journal_or_not_at_all() {
        let tally = Tally::over(2);
        assert_eq!(tally.pupils(), (0, None));
        tally.hear(0, &[pupil("p1")], Some(30));
        assert_eq!(tally.pupils(), (1, None), "the other has told nothing");
        tally.hear(1, &[pupil("p1"), pupil("p2")], None);
        assert_eq!(tally.pupils(), (3, None), "and may not know");
        tally.end(1, &Err(JournalError::Unchanged));
        assert_eq!(tally.pupils(), (1, Some(30)));
        tally.hear(0, &[pupil("p1"), pupil("p2")], Some(1));
        assert_eq!(tally.pupils(), (2, None), "more came than were told");
    }
}
