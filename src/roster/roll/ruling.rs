//! What the guard's word about a roster comes to, with what a person said: how far it goes, and the hold that is opened where
//! it goes no further.

use std::collections::BTreeSet;

use super::super::apply::Part;
use super::super::guard::Verdict;
use super::super::refresh::hold::{self, Why};
use super::super::refresh::record;
use super::super::{Plan, RosterError, plan};
use super::Listed;
use super::judged::{Judged, School, each};
use super::sieve::Sieve;
use crate::domain::{HoldId, JournalId, JournalOutcome, LimitPassed};
use crate::ground::Ground;
use crate::storage::holds::Hold;
use crate::storage::journal_runs::JournalRun;
use crate::storage::refresh_runs::RefreshRun;
use crate::vault::Vault;

/// Keyed-hash purpose of one thing that a roster would change.
const DIFFERENCE: &str = "roster_difference";

/// A roster that was judged.
#[derive(Clone, Copy)]
pub(super) struct Judging<'a> {
    pub(super) ground: &'a Ground,
    pub(super) sieve: &'a Sieve<'a>,
    pub(super) moved: &'a [&'a Listed],
    pub(super) school: School<'a>,
}

/// How far a roster goes.
#[derive(Debug, Default)]
pub(super) struct Ruling {
    /// What is applied; nothing when all of it is held.
    pub(super) part: Option<Part>,
    /// Whether a person has to decide about the rest.
    pub(super) is_held: bool,
    /// What stands in the history of the journals to which nothing is done.
    pub(super) lines: Vec<JournalRun>,
    is_approved: bool,
    reasons: Vec<LimitPassed>,
    difference: BTreeSet<String>,
    turned: usize,
}

/// A roster that may not pass, looked at once more.
#[derive(Debug, Default)]
struct Again {
    /// What it would change.
    difference: BTreeSet<String>,
    /// Of the journals that are linked.
    lines: Vec<JournalRun>,
}

impl Judging<'_> {
    /// Says how far it goes. An approval lets pass what was approved or less, once; in holidays nobody is taken out.
    pub(super) async fn rule(
        self,
        judged: &Judged,
        approval: Option<&Hold>,
        run: &RefreshRun,
    ) -> Result<Ruling, RosterError> {
        let (verdict, turned) = (&judged.verdict, judged.turned);
        let is_paused = self.school.before.setting.is_paused(self.ground.now());
        let all = Some(if is_paused { Part::Additions } else { Part::Everything });
        let reasons = verdict.reasons();
        if reasons.is_empty() {
            return Ok(Ruling { part: all, ..Ruling::default() });
        }
        // What is not known whole nobody can agree to, so nothing has to be remembered of it.
        let can_be = reasons.iter().all(|reason| reason.limit.can_be_approved());
        let Again { difference, lines } = self.look_again(can_be, run).await?;
        let agreed = approval.filter(|_| can_be).and_then(|hold| hold::opened(self.ground, hold));
        if agreed.is_some_and(|agreed| difference.is_subset(&agreed)) {
            return Ok(Ruling { part: all, is_approved: true, ..Ruling::default() });
        }
        let part = matches!(verdict, Verdict::FlowAdditions(_)).then_some(Part::Additions);
        let linked: BTreeSet<&JournalId> = lines.iter().map(|line| &line.journal_id).collect();
        let reasons = reasons.iter().map(|reason| told(reason, &linked)).collect();
        let is_left = |line: &JournalRun| part.is_none() || line.outcome == JournalOutcome::Partial;
        let lines = lines.into_iter().filter(is_left).collect();
        Ok(Ruling { part, is_held: true, lines, is_approved: false, reasons, difference, turned })
    }

    async fn look_again(self, wants_difference: bool, run: &RefreshRun) -> Result<Again, RosterError> {
        let (ground, school) = (self.ground, self.school.place.school);
        let mut again = Again::default();
        let told = |_: usize| ();
        each(
            ground,
            (self.sieve, self.moved),
            self.school.place,
            &mut |evidence, asked| {
                let Ok(held) = evidence.held(&ground.vault, school, asked) else { return };
                let (made, id) = (plan(asked.0, &held), &asked.0.journal.key.external_id);
                if wants_difference {
                    again.difference.extend(difference(&ground.vault, id, &made));
                }
                if let Some(journal) = evidence.journal(id) {
                    again.lines.push(record::row(ground, run, &journal.id, outcome(&made), Some(&made)));
                }
            },
            &told,
        )
        .await?;
        Ok(again)
    }
}

/// A journal that is not linked yet has no name that anybody could look up.
fn told(reason: &LimitPassed, linked: &BTreeSet<&JournalId>) -> LimitPassed {
    LimitPassed { journal: reason.journal.clone().filter(|id| linked.contains(id)), ..reason.clone() }
}

fn outcome(made: &Plan) -> JournalOutcome {
    match made {
        _ if !made.is_complete => JournalOutcome::Partial,
        _ if made.is_empty() => JournalOutcome::Unchanged,
        _ => JournalOutcome::Held,
    }
}

/// Everything a plan would change, as keyed hashes. By the upstream's id of the journal: it may not be linked yet.
fn difference(vault: &Vault, journal: &str, plan: &Plan) -> Vec<String> {
    let steps = &plan.steps;
    let hash = |kind: &str, subject: &str, what: &str| {
        vault.keyed_hash(DIFFERENCE, &format!("{journal}\n{kind}\n{what}\n{subject}")).hash
    };
    let sit = steps.sit.iter().map(|(subject, role)| hash("sit", subject, role.as_str()));
    let leave = steps.leave.keys().map(|(subject, role)| hash("leave", subject, role.as_str()));
    let told = plan.people.iter().filter(|person| steps.people.contains(&person.subject));
    let told = told.map(|person| hash("told", &person.subject, &person.digest));
    sit.chain(leave).chain(told).collect()
}

impl Ruling {
    /// Opens the hold, or closes what was open of the school. An approval is good for one run, whether it was of use or not.
    pub(super) async fn conclude(
        self,
        ground: &Ground,
        run: &RefreshRun,
        is_told: bool,
    ) -> Result<Option<HoldId>, RosterError> {
        if !self.is_held {
            return hold::close(ground, run, self.is_approved).await.map(|()| None);
        }
        let why = Why { reasons: &self.reasons, difference: &self.difference, is_told, turned: self.turned };
        hold::open_for(ground, run, why).await.map(Some)
    }
}
