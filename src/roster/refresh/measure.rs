//! What a plan would do to a journal, as the guard counts it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::super::guard::{Change, YOUNG};
use super::super::{Filtered, Held, Plan};
use super::moved;
use crate::domain::{JournalId, PersonName, ReadingFault, SeatEnd, SeatRole, Time, fold_name, school_year};
use crate::vault::Vault;

/// Keyed-hash purpose of one thing that a refresh would change.
const DIFFERENCE: &str = "refresh_difference";

/// What is known of a journal beside its plan.
#[derive(Debug, Clone)]
pub(in crate::roster) struct About {
    pub(in crate::roster) journal: JournalId,
    pub(in crate::roster) linked_at: Time,
    pub(in crate::roster) is_elsewhere: bool,
    /// It names no school, and was linked under the number of one.
    pub(in crate::roster) lacks_school: bool,
    pub(in crate::roster) turning_year: Option<i32>,
    pub(in crate::roster) turned_lately: bool,
    pub(in crate::roster) lately: BTreeSet<String>,
    pub(in crate::roster) added_lately: BTreeSet<String>,
    pub(in crate::roster) moved_lately: BTreeSet<String>,
}

/// Counts the people whom a plan moves.
pub(in crate::roster) fn change(vault: &Vault, about: About, (said, held): (&Filtered, &Held), plan: &Plan) -> Change {
    let mut sitting: BTreeMap<&str, BTreeSet<SeatRole>> = BTreeMap::new();
    for (subject, role) in held.seats.keys() {
        sitting.entry(subject).or_default().insert(*role);
    }
    let joining = || plan.steps.sit.iter().map(|(subject, _)| subject);
    let (flipped, added): (BTreeSet<String>, _) =
        joining().cloned().partition(|subject| sitting.contains_key(subject.as_str()));
    let unnamed = |people: BTreeSet<String>| people.iter().map(|subject| moved::hash(vault, subject)).collect();
    let all_end = |subject: &str| {
        sitting
            .get(subject)
            .is_some_and(|roles| roles.iter().all(|role| plan.steps.leave.contains_key(&(subject.to_owned(), *role))))
    };
    let leaving = plan.steps.leave.keys().map(|(subject, _)| subject);
    let removed: BTreeSet<String> =
        leaving.filter(|subject| all_end(subject) && joining().all(|other| other != *subject)).cloned().collect();
    let passed_over = held.settled.iter().chain(&about.lately).map(String::as_str);
    let members = sitting.keys().copied().chain(passed_over).collect::<BTreeSet<_>>().len();
    Change {
        journal: about.journal.clone(),
        doubt: doubt(&about, said, held, plan),
        is_young: said.read_at - about.linked_at < YOUNG,
        is_new_year: about.turning_year.is_some() && (about.turned_lately || turns(about.turning_year, said, held)),
        members,
        deleted: deleted(plan, &removed),
        removed,
        lately: about.lately,
        rekeyed: unnamed(rekeyed(said, held, &added)),
        moved_lately: about.moved_lately,
        added,
        added_lately: about.added_lately,
        flipped: unnamed(flipped),
    }
}

/// Those of them whom the upstream says it took out.
fn deleted(plan: &Plan, removed: &BTreeSet<String>) -> BTreeSet<String> {
    let ends = plan.steps.leave.iter().filter(|(_, end)| **end == SeatEnd::Deleted);
    ends.map(|((subject, _), _)| subject).filter(|subject| removed.contains(*subject)).cloned().collect()
}

fn doubt(about: &About, said: &Filtered, held: &Held, plan: &Plan) -> Option<ReadingFault> {
    if !plan.is_complete {
        return Some(ReadingFault::CutShort);
    }
    if is_empty(said, held, plan) {
        return Some(ReadingFault::Empty);
    }
    let unnamed = about.lacks_school.then_some(ReadingFault::NoSchool);
    about.is_elsewhere.then_some(ReadingFault::OtherSchool).or(unnamed)
}

/// Nobody is told of, and nobody said that those who sit there were taken out. It has many causes, and that all have left
/// is the rarest.
fn is_empty(said: &Filtered, held: &Held, plan: &Plan) -> bool {
    said.rows.is_empty() && held.seats.keys().any(|place| !plan.steps.leave.contains_key(place))
}

/// The journal names the school year that begins around now, and named an earlier one before. The same year written in
/// another way, one of the past and one of the far future turn nothing: a label alone says little.
pub(in crate::roster) fn turns(turning_year: Option<i32>, said: &Filtered, held: &Held) -> bool {
    let read = |text: Option<&String>| text.and_then(|text| school_year(text));
    let before = read(held.journal.as_ref().and_then(|journal| journal.school_year.as_ref()));
    let now = read(said.journal.school_year.as_ref());
    now.is_some() && now == turning_year && before.is_some() && before < now
}

/// Who has another birth date or national number, another name, or another id than before.
fn rekeyed(said: &Filtered, held: &Held, added: &BTreeSet<String>) -> BTreeSet<String> {
    let told: BTreeSet<&str> = said.rows.iter().map(|row| row.subject.as_str()).collect();
    let untold = held.seats.keys().filter(|(subject, _)| !told.contains(subject.as_str()));
    let untold: BTreeSet<String> = untold
        .filter_map(|(subject, _)| held.names.get(subject))
        .map(fold_name)
        .filter(|name| !name.is_empty())
        .collect();
    let is_other = |subject: &str, name: &PersonName| {
        held.another.contains(subject)
            || held.names.get(subject).is_some_and(|before| is_named(before) && is_named(name) && before != name)
            || (added.contains(subject) && untold.contains(&fold_name(name)))
    };
    let others = said.rows.iter().filter(|row| !row.subject.is_empty() && is_other(&row.subject, &row.facts.name()));
    others.map(|row| row.subject.clone()).collect()
}

fn is_named(name: &PersonName) -> bool {
    name.display().chars().any(char::is_alphabetic)
}

/// Everything a plan would change, each as a keyed hash: whether another difference is the same or a smaller one can be seen
/// from it, and nothing else.
pub(in crate::roster) fn difference(vault: &Vault, journal: &JournalId, plan: &Plan) -> BTreeSet<String> {
    let steps = &plan.steps;
    let hash = |kind: &str, subject: &str, what: &str| {
        vault.keyed_hash(DIFFERENCE, &format!("{journal}\n{kind}\n{what}\n{subject}")).hash
    };
    let sit = steps.sit.iter().map(|(subject, role)| hash("sit", subject, role.as_str()));
    let leave = steps.leave.iter().map(|((subject, role), _)| hash("leave", subject, role.as_str()));
    let told = plan.people.iter().filter(|person| steps.people.contains(&person.subject));
    let told = told.map(|person| hash("told", &person.subject, &person.digest));
    sit.chain(leave).chain(told).collect()
}
