//! Whether a refresh may change as much as it would. Pure: what would be done to each journal in, a verdict out.
//!
//! People are counted, not seats, and when a removal would be applied, not when somebody is first missing. What a refresh
//! took in the last hours counts along, so that many small refreshes are not let through where one large one is not.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::domain::{HoldReason, JournalId, LimitPassed};

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

impl Limit {
    fn is_passed(self, count: usize, of: usize) -> bool {
        count > self.floor && count * 100 > of * self.percent
    }
}

/// What a refresh would do to one journal. People are named by subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which journal.
    pub journal: JournalId,
    /// Why the reading itself is in doubt: [`HoldReason::Partial`] or [`HoldReason::OtherSchool`].
    pub doubt: Option<HoldReason>,
    /// Whether it was linked less than [`YOUNG`] ago.
    pub is_young: bool,
    /// Whether it moved to another school year, around the day on which the school's year turns.
    pub is_new_year: bool,
    /// How many people have a seat, those of `lately` among them.
    pub members: usize,
    /// Who would lose their last seat.
    pub removed: BTreeSet<String>,
    /// Who lost it in the last hours.
    pub lately: BTreeSet<String>,
    /// Who would get their first seat.
    pub added: BTreeSet<String>,
    /// Who has another name or birth date than before, or seems to be somebody of before under another id.
    pub rekeyed: BTreeSet<String>,
    /// Who changed between pupil and teacher.
    pub flipped: BTreeSet<String>,
}

/// The school as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whole {
    /// How many people have a seat in any of its journals of this upstream, those of `lately` among them.
    pub members: usize,
    /// Who lost a seat in the last hours.
    pub lately: BTreeSet<String>,
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
    let reason =
        |limit, people| LimitPassed { limit, journal: Some(change.journal.clone()), people, of: change.members };
    let mut reasons: Vec<_> = change.doubt.map(|doubt| reason(doubt, 0)).into_iter().collect();
    let (removed, fresh) = (change.removed.union(&change.lately).count(), !change.leaving().is_empty());
    if fresh && change.members >= JOURNAL && REMOVED_JOURNAL.is_passed(removed, change.members) {
        reasons.push(reason(HoldReason::RemovedJournal, removed));
    }
    let added = change.joining().len();
    if ADDED.is_passed(added, change.members) {
        reasons.push(reason(HoldReason::AddedJournal, added));
    }
    let rekeyed = change.others().count();
    if REKEYED.is_passed(rekeyed, change.members) {
        reasons.push(reason(HoldReason::RekeyedJournal, rekeyed));
    }
    reasons
}

fn of_school(whole: &Whole, changes: &[Change]) -> Vec<LimitPassed> {
    let reason = |limit, people| LimitPassed { limit, journal: None, people, of: whole.members };
    let mut reasons = Vec::new();
    let leaving: BTreeSet<&String> = changes.iter().flat_map(Change::leaving).collect();
    let removed = leaving.iter().copied().chain(&whole.lately).collect::<BTreeSet<_>>().len();
    if !leaving.is_empty() && REMOVED_SCHOOL.is_passed(removed, whole.members) {
        reasons.push(reason(HoldReason::RemovedSchool, removed));
    }
    let added = changes.iter().flat_map(Change::joining).collect::<BTreeSet<_>>().len();
    if ADDED.is_passed(added, whole.members) {
        reasons.push(reason(HoldReason::AddedSchool, added));
    }
    let rekeyed = changes.iter().flat_map(Change::others).collect::<BTreeSet<_>>().len();
    if REKEYED.is_passed(rekeyed, whole.members) {
        reasons.push(reason(HoldReason::RekeyedSchool, rekeyed));
    }
    reasons
}

impl Change {
    /// Whether it was not read to its end.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.doubt == Some(HoldReason::Partial)
    }

    /// Whose removal counts: nobody's when the school year turns, as the school's calendar says it does.
    fn leaving(&self) -> Vec<&String> {
        if self.is_new_year { Vec::new() } else { self.removed.iter().collect() }
    }

    fn joining(&self) -> Vec<&String> {
        if self.is_new_year || self.is_young { Vec::new() } else { self.added.iter().collect() }
    }

    fn others(&self) -> impl Iterator<Item = &String> {
        self.rekeyed.union(&self.flipped)
    }
}
