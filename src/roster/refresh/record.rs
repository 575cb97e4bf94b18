//! What a refresh leaves behind: its own end, and a line in the history of each journal.

use serde_json::json;

use super::super::{Plan, RosterError};
use crate::domain::{Actor, JournalId, JournalOutcome, JournalState, RunCause, RunProblem, RunState, SeatState};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::journal_runs::{self, JournalRun};
use crate::storage::journals::{self, Journal};
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{Durability, StorageError, Tx};

/// In whose name it is done.
pub(super) fn actor(run: &RefreshRun) -> Actor {
    let asked = Actor::read(&run.asked_by).filter(|_| run.cause != RunCause::Daily);
    asked.unwrap_or(Actor::Job("refresh"))
}

/// Ends a refresh, with its audit row. One that was ended meanwhile stays as it is.
pub(super) async fn finish(
    ground: &Ground,
    run: &RefreshRun,
    state: RunState,
    problem: Option<RunProblem>,
) -> Result<(), RosterError> {
    let (now, actor) = (ground.now(), &actor(run));
    let end = |tx: Tx| async move {
        refresh_runs::finish(&tx, &run.id, state, problem, now).await?;
        let done = journal_runs::list_of_run(&tx, &run.id).await?;
        let sum = |count: fn(&JournalRun) -> i64| done.iter().map(count).sum::<i64>();
        let entry = Entry {
            platform: Some(&run.platform_id),
            school: Some(&run.school_id),
            object: Some(format!("run:{}", run.id)),
            detail: json!({
                "upstream": run.upstream_id, "journal": run.journal_id, "cause": run.cause, "state": state,
                "problem": problem, "journals": done.len(), "joined": sum(|row| row.joined),
                "departed": sum(|row| row.departed), "hold": run.hold_id,
            }),
            ..Entry::new(now, "refresh.ended", actor)
        };
        audit::record(&tx, &ground.random, &entry).await.map(drop)
    };
    match ground.db.write(Durability::Durable, end).await {
        Err(StorageError::Changed) => Ok(()),
        other => Ok(other?),
    }
}

/// Remembers what was done to a journal, and that one more is done.
pub(super) async fn journal(
    ground: &Ground,
    run: &RefreshRun,
    journal: &JournalId,
    outcome: JournalOutcome,
    plan: Option<&Plan>,
) -> Result<(), RosterError> {
    done(ground, run, journal, outcome, Done { plan, ..Done::default() }).await
}

/// What was done to a journal.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Done<'a> {
    pub(super) plan: Option<&'a Plan>,
    /// Whether it moved to another school year.
    pub(super) new_year: bool,
    /// How many pupils it has.
    pub(super) pupils: i64,
}

/// The same of a journal that was read.
pub(super) async fn done(
    ground: &Ground,
    run: &RefreshRun,
    journal: &JournalId,
    outcome: JournalOutcome,
    Done { plan, new_year, pupils }: Done<'_>,
) -> Result<(), RosterError> {
    let row = &JournalRun { new_year, ..row(ground, run, journal, outcome, plan) };
    let write = |tx: Tx| async move {
        journal_runs::insert(&tx, row).await?;
        refresh_runs::settle_one(&tx, &run.id, pupils).await
    };
    Ok(ground.db.write(Durability::Relaxed, write).await?)
}

/// The line of one journal.
pub(in crate::roster) fn row(
    ground: &Ground,
    run: &RefreshRun,
    journal: &JournalId,
    outcome: JournalOutcome,
    plan: Option<&Plan>,
) -> JournalRun {
    let count = |count: fn(&Plan) -> usize| plan.map_or(0, |plan| i64::try_from(count(plan)).unwrap_or(i64::MAX));
    JournalRun {
        journal_id: journal.clone(),
        run_id: run.id.clone(),
        at: ground.now(),
        cause: run.cause,
        asked_by: run.asked_by.clone(),
        outcome,
        joined: count(|plan| plan.steps.sit.len()),
        departed: count(|plan| plan.steps.leave.len()),
        missing: count(|plan| plan.steps.miss.len()),
        changed: count(told_anew),
        blocked: count(|plan| plan.count(SeatState::Blocked)),
        waiting: count(|plan| plan.count(SeatState::Waiting)),
        new_year: false,
    }
}

/// People of whom something new is told, without those who come in.
fn told_anew(plan: &Plan) -> usize {
    let joins = |subject: &String| plan.steps.sit.iter().any(|(who, _)| who == subject);
    plan.steps.people.iter().filter(|subject| !joins(subject)).count()
}

/// Writes that a journal cannot be read any more, with its audit and event rows; its people stay. Nothing when it was so
/// before.
pub(super) async fn stand(
    ground: &Ground,
    run: &RefreshRun,
    journal: &Journal,
    state: JournalState,
) -> Result<(), RosterError> {
    let (now, actor) = (ground.now(), &actor(run));
    let write = |tx: Tx| async move {
        if !journals::stand(&tx, &journal.id, state, now).await? {
            return Ok(());
        }
        let entry = Entry {
            platform: Some(&journal.platform_id),
            school: Some(&journal.school_id),
            object: Some(format!("journal:{}", journal.id)),
            detail: json!({ "run": run.id, "state": state }),
            ..Entry::new(now, "journal.unreadable", actor)
        };
        let audit = audit::record(&tx, &ground.random, &entry).await?;
        let said = Announcement {
            at: now,
            platform: &journal.platform_id,
            kind: "journal.unreadable",
            sub: journal.id.as_str(),
            audit: &audit,
            payload: json!({ "journal": journal.id, "state": state }),
        };
        events::announce(&tx, &ground.random, &said).await.map(drop)
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}
