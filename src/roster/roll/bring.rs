//! A roster brought to a platform: sieved, judged, applied.

use super::super::apply::{Applied, Part, forget_all};
use super::super::evidence::rules;
use super::super::refresh::Scope;
use super::super::refresh::before::Before;
use super::super::refresh::hold::is_by_file;
use super::super::refresh::moved;
use super::super::{Plan, RosterError};
use super::history::{self, History};
use super::judged::{Judged, Prints, School, study};
use super::ruling::{Judging, Ruling};
use super::sieve::Sieve;
use super::told::{Course, Told};
use super::works::{Applying, ToDo, apply_all};
use super::{Listed, Roll};
use crate::domain::{Actor, Completeness, HoldId, LimitPassed, RosterSubject, RunState};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::holds::{self, Hold};
use crate::storage::journals::{self, JournalDigest};
use crate::storage::refresh_runs::RefreshRun;
use crate::storage::{Durability, Tx};

/// Where a roster is brought to, and by whom.
#[derive(Debug, Clone, Copy)]
pub struct Bringing<'a> {
    /// Which platform, school and upstream.
    pub scope: &'a Scope,
    /// Whether it names people as the sign-in does.
    pub roster_subject: RosterSubject,
    /// Who does it.
    pub actor: &'a Actor,
    /// Only tell what would be done.
    pub dry_run: bool,
}

/// Why nothing can be done at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// The school, its upstream or the platform.
    #[error("the upstream is not switched on at this school")]
    SwitchedOff,
    /// A refresh of the whole school is held: whatever is applied now would go past that decision.
    #[error("a refresh of this school waits for a decision")]
    Waits,
}

/// Why a journal was left as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// It changed while it was looked at; the next run will do it.
    Busy,
    /// It is linked at another school.
    OtherSchool,
    /// It cannot be written as it is told.
    Failed,
}

/// How much was done, or would be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Seats given.
    pub joined: usize,
    /// Seats ended.
    pub left: usize,
    /// Seats whose clock began.
    pub missing: usize,
    /// Seats whose clock stopped.
    pub back: usize,
    /// Accounts made, with their links.
    pub born: usize,
    /// People of whom something new was told.
    pub told: usize,
}

impl Counts {
    pub(super) fn add(&mut self, plan: &Plan) {
        let steps = &plan.steps;
        self.joined += steps.sit.len();
        self.left += steps.leave.len();
        self.missing += steps.miss.len();
        self.back += steps.come_back.len();
        self.born += steps.births.len();
        self.told += steps.people.len();
    }
}

/// What came of a roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    /// Journals it tells of.
    pub journals: usize,
    /// Those that tell what was applied before.
    pub unchanged: usize,
    /// Those that were looked into and applied; in a dry run, that would be.
    pub applied: usize,
    /// Those that were not read to their end: nobody is added and nobody is taken out.
    pub partial: usize,
    /// Those that were left as they were, by the upstream's id.
    pub left: Vec<(String, Left)>,
    /// What was done to people and seats.
    pub counts: Counts,
    /// Why the guard held it, with the upstream's ids of journals.
    pub reasons: Vec<(LimitPassed, Option<String>)>,
    /// The guard holds it: nothing was applied, or who joined only.
    pub held: bool,
    /// What a person decides about then.
    pub hold: Option<HoldId>,
}

/// Brings a roster to a platform. What is protected is erased first; then the journals that tell something new are planned
/// and judged together, and what may be done is applied, several journals to a transaction. Whoever begins again after a
/// crash goes on where it stopped: what was applied is unchanged then. What the guard does not let pass is held, and a person
/// may let the same pass once. It is a run in the history of the school and of each journal that was looked into, as a refresh
/// is; the caller holds the lease of school and upstream, as for a refresh (see
/// [`lease_name`](crate::storage::refresh_runs::lease_name)), save in a dry run.
///
/// `told` hears what is being done and how far it is, in journals and in people.
///
/// # Errors
/// The database's. What was applied before stays.
pub async fn bring(
    ground: &Ground,
    roll: &Roll,
    how: Bringing<'_>,
    told: &(dyn Fn(Told) + Sync),
) -> Result<Result<Brought, Stop>, RosterError> {
    let (before, known, approval) = match read(ground, roll, how).await? {
        Ok(read) => read,
        Err(stop) => return Ok(Err(stop)),
    };
    let place = before.setting.place(how.scope, how.roster_subject);
    let sieve = Sieve::new(roll, before.setting.terms(&ground.vault, ground.now()));
    if !how.dry_run {
        forget_all(ground, (&roll.upstream, &roll.scope), &sieve.hidden()).await?;
    }
    let moved = sieve.moved(&known);
    drop(known);
    let (prints, school) = (Prints::default(), School { before: &before, place });
    let comparing = Course::new("comparing", moved.iter().copied(), roll.people());
    let judged = study(ground, (&sieve, &moved, &prints), school, &|done| told(comparing.at(done))).await?;
    let run = &history::run(ground, how, roll.journals.len(), approval.as_ref().map(|hold| hold.id.clone()));
    let judging = Judging { ground, sieve: &sieve, moved: &moved, school };
    let ruling = judging.rule(&judged, approval.as_ref(), run).await?;
    let mut brought = Brought { held: ruling.is_held, ..Brought::of(roll, &moved, &judged) };
    let to_do = to_do(&moved, &judged);
    if how.dry_run {
        if ruling.part.is_some() {
            (brought.applied, brought.counts) = (to_do.len(), judged.counts);
        }
        return Ok(Ok(brought));
    }
    if ruling.part.is_some() {
        moved::remember(ground, how.scope, &judged.moved).await?;
    }
    let writing = Course::new("applying", to_do.iter().map(|(listed, _)| *listed), roll.people());
    let writing = |done: usize| told(writing.at(done));
    carry_out((judging, &prints), (how, run), ruling, (&to_do, &mut brought), &writing).await?;
    Ok(Ok(brought))
}

/// Does what may be done, and leaves it in the history.
async fn carry_out(
    (judging, prints): (Judging<'_>, &Prints),
    (how, run): (Bringing<'_>, &RefreshRun),
    mut ruling: Ruling,
    (to_do, brought): (&[ToDo<'_>], &mut Brought),
    told: &(dyn Fn(usize) + Sync),
) -> Result<(), RosterError> {
    let Judging { ground, sieve, school, .. } = judging;
    let mut history = History::begin(ground, run).await?;
    history.add(std::mem::take(&mut ruling.lines)).await?;
    let (actor, name) = (how.actor, run.id.as_str());
    // While it is held, a teacher who is gone loses the journal all the same, and nothing else happens.
    let part = ruling.part.unwrap_or(Part::Absences);
    let applying = Applying { ground, sieve, place: school.place, prints, part, actor, run: name };
    if ruling.part.is_some() {
        apply_all(applying, to_do, (&mut *brought, Some(&mut history)), told).await?;
        record(ground, (how, name), brought).await?;
    } else {
        apply_all(applying, to_do, (&mut Brought::default(), None), told).await?;
    }
    let is_told = school.before.setting.wishes.hold_contact.is_some();
    brought.hold = ruling.conclude(ground, run, is_told).await?;
    Ok(history.end(if brought.held { RunState::Held } else { RunState::Done }).await?)
}

/// The school, what was applied to its journals before, and what a person let pass of a roster that was held.
type Read = (Before, Vec<JournalDigest>, Option<Hold>);

/// Everything as it stands. What a refresh is held for goes first; what a roster was held for, the next one replaces.
async fn read(ground: &Ground, roll: &Roll, how: Bringing<'_>) -> Result<Result<Read, Stop>, RosterError> {
    let (scope, now) = (how.scope, ground.now());
    let read = |tx: Tx| async move {
        if let Some(open) = holds::find_open(&tx, scope.place(), None).await?
            && !is_by_file(&tx, &open).await?
        {
            return Ok(Err(Stop::Waits));
        }
        let Some(before) = Before::read(&tx, scope, now).await? else { return Ok(Err(Stop::SwitchedOff)) };
        let place = before.setting.place(scope, how.roster_subject);
        let (of, by) = ((&roll.upstream, roll.scope.as_str()), rules(place.terms));
        let settled = journals::list_settled(&tx, &scope.platform, of, (&scope.school, &by)).await?;
        let approval = holds::find_approved_file(&tx, scope.place()).await?;
        Ok::<_, RosterError>(Ok((before, settled, approval)))
    };
    ground.db.read(read).await
}

fn to_do<'a>(moved: &[&'a Listed], judged: &'a Judged) -> Vec<ToDo<'a>> {
    let each = moved.iter().copied().zip(&judged.allowed);
    each.filter(|(listed, _)| listed.completeness == Completeness::Complete).collect()
}

impl Brought {
    fn of(roll: &Roll, moved: &[&Listed], judged: &Judged) -> Self {
        let name = |reason: &LimitPassed| judged.names.get(reason.journal.as_ref()?).cloned();
        let reasons = judged.verdict.reasons().iter().map(|reason| (reason.clone(), name(reason)));
        Self {
            journals: roll.journals.len(),
            unchanged: roll.journals.len() - moved.len(),
            partial: moved.iter().filter(|listed| listed.completeness != Completeness::Complete).count(),
            reasons: reasons.collect(),
            ..Self::default()
        }
    }

    /// Counts one journal.
    pub(super) fn note(&mut self, journal: &str, outcome: Result<Applied, RosterError>) {
        let left = match outcome {
            Ok(applied) => {
                self.applied += 1;
                return self.counts.add(&applied.plan);
            }
            Err(RosterError::OtherSchool(_)) => Left::OtherSchool,
            Err(RosterError::Storage(error)) => {
                tracing::error!(%error, "a journal of a roster cannot be written");
                Left::Failed
            }
            Err(_) => Left::Busy,
        };
        self.left.push((journal.to_owned(), left));
    }
}

/// One audit row for the whole run, beside those of its journals.
async fn record(ground: &Ground, (how, run): (Bringing<'_>, &str), brought: &Brought) -> Result<(), RosterError> {
    if brought.counts == Counts::default() {
        return Ok(());
    }
    let detail = &serde_json::json!({
        "run": run, "upstream": how.scope.upstream, "journals": brought.journals, "applied": brought.applied,
        "left": brought.left.len(), "counts": brought.counts,
    });
    let write = |tx: Tx| async move {
        let entry = Entry {
            platform: Some(&how.scope.platform),
            school: Some(&how.scope.school),
            object: Some(format!("run:{run}")),
            detail: detail.clone(),
            ..Entry::new(ground.now(), "roster.applied", how.actor)
        };
        audit::record(&tx, &ground.random, &entry).await.map(drop)
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}
