//! Who is merged with whom, and who stays. Pure.

use std::cmp::Reverse;

use chrono::TimeDelta;

use super::super::{NameMatch, Reason, RoleClass, compare, name_fits, same_name};
use super::facts::Whole;
use super::{MergeRefusal, SecondReason};
use crate::domain::{PersonName, SchoolId, Time};

/// Both were used when each was within so many days.
const ACTIVE_DAYS: i64 = 30;

/// Everything that decides.
#[derive(Debug)]
pub(super) struct MergeFacts<'a> {
    pub(super) survivor: &'a Whole,
    pub(super) joined: &'a Whole,
    /// A live journal has a seat for each.
    pub(super) shares_journal: bool,
    /// In whose name it is asked; none at the command line.
    pub(super) at: Option<&'a SchoolId>,
    /// Where the account that is not of that school is, at the same platform.
    pub(super) other_school: Option<&'a SchoolId>,
    pub(super) now: Time,
}

impl MergeFacts<'_> {
    /// How many of the two are of the school in whose name it is asked.
    fn here(&self, school: &SchoolId) -> usize {
        [self.survivor, self.joined].into_iter().filter(|one| is_at(one, school)).count()
    }
}

/// Whether somebody has a live role at a school.
pub(super) fn is_at(one: &Whole, school: &SchoolId) -> bool {
    one.side.roles.iter().any(|role| role.school_id == *school)
}

/// Why the two are not looked at at all: nothing of either is shown. A protected person is closed, like one who is disabled.
pub(super) fn shut(survivor: &Whole, joined: &Whole) -> Option<MergeRefusal> {
    let platforms = (&survivor.side.account.platform_id, &joined.side.account.platform_id);
    let shut = [
        (survivor.id() == joined.id(), MergeRefusal::SameAccount),
        (platforms.0 != platforms.1, MergeRefusal::OtherPlatform),
        (!survivor.is_open || !joined.is_open, MergeRefusal::Closed),
    ];
    shut.into_iter().find(|(is_so, _)| *is_so).map(|(_, refusal)| refusal)
}

/// Why the two are not merged.
pub(super) fn refusals(facts: &MergeFacts<'_>) -> Vec<MergeRefusal> {
    let (survivor, joined) = (facts.survivor, facts.joined);
    if let Some(refusal) = shut(survivor, joined) {
        return vec![refusal];
    }
    let both = survivor.has_others && joined.has_others;
    let is_foreign = facts.at.is_some_and(|school| match facts.here(school) {
        0 => true,
        1 => facts.other_school.is_none(),
        _ => false,
    });
    let refused = [
        (survivor.is_provisional || joined.is_provisional, MergeRefusal::Provisional),
        (both, MergeRefusal::BothHaveOthers),
        (joined.has_others && !both, MergeRefusal::WrongSurvivor),
        (are_two_classes(survivor, joined), MergeRefusal::RoleClasses),
        (are_two_people(survivor, joined), MergeRefusal::DifferentFacts),
        (facts.shares_journal, MergeRefusal::OneJournal),
        (is_foreign, MergeRefusal::ForeignSchool),
    ];
    refused.into_iter().filter(|(is_so, _)| *is_so).map(|(_, refusal)| refusal).collect()
}

/// A pupil and an adult.
pub(super) fn are_two_classes(one: &Whole, other: &Whole) -> bool {
    let class = |one: &Whole| RoleClass::of(one.side.roles.iter().map(|role| role.role));
    matches!((class(one), class(other)), (Some(mine), Some(theirs)) if mine != theirs)
}

/// Two birth dates, two national numbers, or two names that not even the widest rules take for each other where no number says
/// otherwise.
pub(super) fn are_two_people(one: &Whole, other: &Whole) -> bool {
    let pairs = one.people.iter().flat_map(|mine| other.people.iter().map(move |theirs| compare(mine, theirs).reason));
    let found: Vec<Reason> = pairs.collect();
    if found.contains(&Reason::BirthDates) || found.contains(&Reason::NationalNumbers) {
        return true;
    }
    !found.contains(&Reason::NationalNumber) && !have_a_name_in_common(one, other)
}

fn have_a_name_in_common(one: &Whole, other: &Whole) -> bool {
    let fits = |mine: &PersonName, theirs: &PersonName| {
        same_name(mine, theirs) != NameMatch::Different || name_fits(mine, theirs)
    };
    one.names.iter().any(|mine| other.names.iter().any(|theirs| fits(mine, theirs)))
}

/// Whether a second person must agree. At the command line whoever has the shell is trusted with it.
pub(super) fn needs_second(facts: &MergeFacts<'_>) -> Option<SecondReason> {
    let school = facts.at?;
    if facts.here(school) == 1 && facts.other_school.is_some() {
        return Some(SecondReason::OtherSchool);
    }
    are_both_active(facts.survivor, facts.joined, facts.now).then_some(SecondReason::BothActive)
}

/// Whether both were used lately, perhaps by two people.
pub(super) fn are_both_active(one: &Whole, other: &Whole, now: Time) -> bool {
    let lately = |one: &Whole| one.side.last_active.is_some_and(|at| now - at <= TimeDelta::days(ACTIVE_DAYS));
    lately(one) && lately(other)
}

/// Whether the first of two stays: the one that stands for others, then the one with more history, then the one that was used
/// last, then the older one.
pub(super) fn stays(one: &Whole, other: &Whole) -> bool {
    let weight = |one: &Whole| {
        let account = &one.side.account;
        (
            one.has_others,
            account.history_count,
            account.last_activity_at,
            Reverse(account.created_at),
            Reverse(account.id.clone()),
        )
    };
    weight(one) >= weight(other)
}
