//! Whether a refresh may change as much as it would. Pure: what would be done to each journal in, a verdict out.
//!
//! People are counted, not seats, and when a removal would be applied, not when somebody is first missing. Whom refreshes of
//! the last hours took, added or told otherwise of counts along, so that many small refreshes are not let through where one
//! large one is not.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::domain::{HoldReason, JournalId, LimitPassed, ReadingFault};

/// A journal that was linked so recently is still filling.
pub const YOUNG: TimeDelta = TimeDelta::days(30);

/// A share of many, and how many people are never too many.
#[derive(Debug, Clone, Copy)]
struct Limit {
    percent: usize,
    floor: usize,
}

const REMOVED_SCHOOL: Limit = Limit { percent: 10, floor: 5 };
const REMOVED_JOURNAL: Limit = Limit { percent: 20, floor: 0 };
/// Smaller journals have no limit of their own: one of five is a fifth.
const JOURNAL: usize = 10;
const ADDED: Limit = Limit { percent: 30, floor: 10 };
const REKEYED: Limit = Limit { percent: 20, floor: 10 };
/// Where the school year turns, a class may go and another one come. This stays: of everybody, those who come counted, a third
/// is there afterwards (half a class in place of a whole one is more than that, a list that was cut short is less), and a
/// class that is taken out on purpose, at once and without a second reading, is looked at by a person.
const TURNED_REMOVED: Limit = Limit { percent: 66, floor: 5 };
const TURNED_DELETED: Limit = Limit { percent: 90, floor: 5 };
/// A class of thirty takes the place of one of any size, and a larger one of one half as large.
const TURNED_ADDED: Limit = Limit { percent: 200, floor: 30 };

impl Limit {
    fn is_passed(self, count: usize, of: usize) -> bool {
        count > self.floor && count * 100 > of * self.percent
    }
}

/// What a refresh would do to one journal. People are named by subject, and where they move by a keyed hash of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which journal.
    pub journal: JournalId,
    /// Why the reading itself is in doubt.
    pub doubt: Option<ReadingFault>,
    /// Whether it was linked less than [`YOUNG`] ago.
    pub is_young: bool,
    /// Whether it moved to the school year that begins, around the day on which the school's year turns.
    pub is_new_year: bool,
    /// How many people have a seat, those of `lately` among them.
    pub members: usize,
    /// Who would lose their last seat.
    pub removed: BTreeSet<String>,
    /// Those of them whom the upstream says it took out.
    pub deleted: BTreeSet<String>,
    /// Who lost it in the last hours.
    pub lately: BTreeSet<String>,
    /// Who would get their first seat.
    pub added: BTreeSet<String>,
    /// Who got it in the last hours.
    pub added_lately: BTreeSet<String>,
    /// Who has another name or birth date than before, or seems to be somebody of before under another id.
    pub rekeyed: BTreeSet<String>,
    /// Who changed between pupil and teacher.
    pub flipped: BTreeSet<String>,
    /// Who was rekeyed or flipped in the last hours.
    pub moved_lately: BTreeSet<String>,
}

/// The school as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whole {
    /// How many people have a seat in any of its journals of this upstream, those of `lately` among them.
    pub members: usize,
    /// How many of them have none from before the last hours.
    pub newcomers: usize,
    /// Who lost a seat in the last hours.
    pub lately: BTreeSet<String>,
    /// Who got a first seat in a journal in the last hours, where that counts.
    pub added_lately: BTreeSet<String>,
    /// Who was rekeyed or flipped in the last hours.
    pub moved_lately: BTreeSet<String>,
    /// Whether the school wants who joined to have a seat also when a refresh is held.
    pub additions_flow: bool,
}

/// What a refresh may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything.
    Flow,
    /// Give seats to who joined; everything else is held.
    FlowAdditions(Vec<LimitPassed>),
    /// Nothing.
    Hold(Vec<LimitPassed>),
}

impl Verdict {
    /// Why it is held.
    #[must_use]
    pub fn reasons(&self) -> &[LimitPassed] {
        match self {
            Self::Flow => &[],
            Self::FlowAdditions(reasons) | Self::Hold(reasons) => reasons,
        }
    }
}

/// Judges a refresh of these journals.
#[must_use]
pub fn judge(whole: &Whole, changes: &[Change]) -> Verdict {
    let mut reasons: Vec<LimitPassed> = changes.iter().flat_map(of_journal).collect();
    reasons.extend(of_school(whole, changes));
    match (reasons.is_empty(), whole.additions_flow && additions_are_sound(&reasons)) {
        (true, _) => Verdict::Flow,
        (false, true) => Verdict::FlowAdditions(reasons),
        (false, false) => Verdict::Hold(reasons),
    }
}

/// Whether nothing that was held throws doubt on who joins: only who leaves, or what was not read, is too much.
#[must_use]
pub fn additions_are_sound(reasons: &[LimitPassed]) -> bool {
    reasons.iter().all(|reason| {
        matches!(reason.limit, HoldReason::RemovedSchool | HoldReason::RemovedJournal | HoldReason::Partial)
    })
}

fn of_journal(change: &Change) -> Vec<LimitPassed> {
    let journal = || Some(change.journal.clone());
    let reason = |limit, (people, of)| LimitPassed { limit, journal: journal(), people, of, fault: None };
    let members = change.members;
    let doubt = change.doubt.map(|fault| LimitPassed { fault: Some(fault), ..reason(fault.limit(), (0, members)) });
    let mut reasons: Vec<_> = doubt.into_iter().collect();
    if let Some(removed) = with_lately(change.leaving(), &change.lately)
        && members >= JOURNAL
        && REMOVED_JOURNAL.is_passed(removed, members)
    {
        reasons.push(reason(HoldReason::RemovedJournal, (removed, members)));
    }
    let before = change.before();
    if let Some(added) = with_lately(change.joining(), &change.added_lately)
        && ADDED.is_passed(added, before)
    {
        reasons.push(reason(HoldReason::AddedJournal, (added, before)));
    }
    if let Some(rekeyed) = with_lately(change.others(), &change.moved_lately)
        && REKEYED.is_passed(rekeyed, members)
    {
        reasons.push(reason(HoldReason::RekeyedJournal, (rekeyed, members)));
    }
    reasons.extend(of_turned(change).into_iter().map(|(limit, counts)| reason(limit, counts)));
    reasons
}

/// What even a journal whose school year turns goes beyond.
fn of_turned(change: &Change) -> Vec<(HoldReason, (usize, usize))> {
    let (members, before) = (change.members, change.before());
    let mut passed = Vec::new();
    if !change.is_new_year {
        return passed;
    }
    let deleted = change.deleted.intersection(&change.removed).count();
    if let Some(removed) = with_lately(&change.removed, &change.lately)
        && (TURNED_REMOVED.is_passed(removed, members + change.added.len())
            || TURNED_DELETED.is_passed(deleted, members))
    {
        passed.push((HoldReason::RemovedJournal, (removed, members)));
    }
    if let Some(added) = with_lately(&change.added, &change.added_lately)
        && !change.is_young
        && TURNED_ADDED.is_passed(added, before)
    {
        passed.push((HoldReason::AddedJournal, (added, before)));
    }
    passed
}

fn of_school(whole: &Whole, changes: &[Change]) -> Vec<LimitPassed> {
    let reason = |limit, (people, of): (usize, usize)| LimitPassed { limit, journal: None, people, of, fault: None };
    let mut reasons = Vec::new();
    if let Some(removed) = with_lately(changes.iter().flat_map(Change::leaving), &whole.lately)
        && REMOVED_SCHOOL.is_passed(removed, whole.members)
    {
        reasons.push(reason(HoldReason::RemovedSchool, (removed, whole.members)));
    }
    let before = whole.members.saturating_sub(whole.newcomers);
    if let Some(added) = with_lately(changes.iter().flat_map(Change::joining), &whole.added_lately)
        && ADDED.is_passed(added, before)
    {
        reasons.push(reason(HoldReason::AddedSchool, (added, before)));
    }
    if let Some(rekeyed) = with_lately(changes.iter().flat_map(Change::others), &whole.moved_lately)
        && REKEYED.is_passed(rekeyed, whole.members)
    {
        reasons.push(reason(HoldReason::RekeyedSchool, (rekeyed, whole.members)));
    }
    reasons
}

/// How many people that are with those of the last hours; nothing where there is nobody new, and so nothing to hold.
fn with_lately<'a>(people: impl IntoIterator<Item = &'a String>, lately: &'a BTreeSet<String>) -> Option<usize> {
    let mut all: BTreeSet<&String> = people.into_iter().collect();
    if all.is_empty() {
        return None;
    }
    all.extend(lately);
    Some(all.len())
}

impl Change {
    /// Whether it was not read to its end.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.doubt.is_some_and(|fault| fault.limit() == HoldReason::Partial)
    }

    /// Newcomers are measured by those who were there before them.
    fn before(&self) -> usize {
        self.members.saturating_sub(self.added_lately.len())
    }

    /// Whose removal counts: nobody's when the school year turns, as the school's calendar says it does.
    fn leaving(&self) -> Vec<&String> {
        if self.is_new_year { Vec::new() } else { self.removed.iter().collect() }
    }

    fn joining(&self) -> Vec<&String> {
        if self.is_new_year || self.is_young { Vec::new() } else { self.added.iter().collect() }
    }

    /// Who is told of as somebody else, or in another role.
    pub fn others(&self) -> impl Iterator<Item = &String> {
        self.rekeyed.union(&self.flipped)
    }
}
