//! What bringing a roster leaves behind: its own row, and a line in the history of each journal that was looked into.

use super::super::Plan;
use super::super::refresh::record;
use super::bring::Bringing;
use crate::domain::{HoldId, JournalId, JournalOutcome, RunCause, RunId, RunProblem, RunState};
use crate::ground::Ground;
use crate::storage::journal_runs::{self, JournalRun};
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{Durability, StorageError};

/// Lines of one statement.
const AT_ONCE: usize = 500;

/// The row of a run: nobody is asked for it, so nobody else takes it in hand.
pub(super) fn run(ground: &Ground, how: Bringing<'_>, journals: usize, hold: Option<HoldId>) -> RefreshRun {
    let (scope, now) = (how.scope, ground.now());
    let journals = i64::try_from(journals).unwrap_or(i64::MAX);
    RefreshRun {
        id: RunId::random(&ground.random),
        platform_id: scope.platform.clone(),
        school_id: scope.school.clone(),
        upstream_id: scope.upstream.clone(),
        journal_id: None,
        cause: RunCause::File,
        asked_by: how.actor.to_string(),
        day: None,
        hold_id: hold,
        agreed: None,
        state: RunState::Failed,
        problem: Some(RunProblem::Interrupted),
        tries: 1,
        asked_at: now,
        due_at: now,
        started_at: Some(now),
        ended_at: Some(now),
        journals,
        heard: journals,
        settled: 0,
        pupils: 0,
        pupils_of: None,
    }
}

/// A run under way, and the lines that are not written yet.
pub(super) struct History<'a> {
    ground: &'a Ground,
    run: &'a RefreshRun,
    lines: Vec<JournalRun>,
    settled: i64,
}

impl<'a> History<'a> {
    pub(super) async fn begin(ground: &'a Ground, run: &'a RefreshRun) -> Result<Self, StorageError> {
        let write = |tx| async move { refresh_runs::insert_apart(&tx, run).await };
        ground.db.write(Durability::Durable, write).await?;
        Ok(Self { ground, run, lines: Vec::new(), settled: 0 })
    }

    /// Remembers what was done to a journal.
    pub(super) async fn note(
        &mut self,
        journal: &JournalId,
        outcome: JournalOutcome,
        plan: &Plan,
    ) -> Result<(), StorageError> {
        let line = record::row(self.ground, self.run, journal, outcome, Some(plan));
        self.add([line]).await
    }

    /// The same of lines that are made already.
    pub(super) async fn add(&mut self, lines: impl IntoIterator<Item = JournalRun>) -> Result<(), StorageError> {
        self.lines.extend(lines);
        if self.lines.len() >= AT_ONCE { self.write().await } else { Ok(()) }
    }

    async fn write(&mut self) -> Result<(), StorageError> {
        let lines = std::mem::take(&mut self.lines);
        for some in lines.chunks(AT_ONCE) {
            let write = |tx| async move { journal_runs::insert_many(&tx, some).await };
            self.ground.db.write(Durability::Relaxed, write).await?;
        }
        self.settled += i64::try_from(lines.len()).unwrap_or_default();
        Ok(())
    }

    /// The run has come to its end.
    pub(super) async fn end(mut self, state: RunState) -> Result<(), StorageError> {
        self.write().await?;
        let (run, settled, now) = (self.run, self.settled, self.ground.now());
        let write = |tx| async move { refresh_runs::conclude(&tx, &run.id, state, settled, now).await };
        self.ground.db.write(Durability::Durable, write).await
    }
}
