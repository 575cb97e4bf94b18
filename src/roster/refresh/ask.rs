//! Asking for a refresh.

use chrono::NaiveDate;

use crate::domain::{Actor, HoldId, JournalId, PlatformId, RunCause, RunId, RunState, SchoolId, Time, UpstreamId};
use crate::ground::Ground;
use crate::storage::journals::{self, Journal};
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{Durability, StorageError, Tx};

/// Which journals a refresh is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// At which platform.
    pub platform: PlatformId,
    /// Of which school.
    pub school: SchoolId,
    /// Of which upstream.
    pub upstream: UpstreamId,
    /// The one journal; none: all of them.
    pub journal: Option<JournalId>,
}

impl Scope {
    /// Of a refresh that was asked for.
    #[must_use]
    pub fn of(run: &RefreshRun) -> Self {
        Self {
            platform: run.platform_id.clone(),
            school: run.school_id.clone(),
            upstream: run.upstream_id.clone(),
            journal: run.journal_id.clone(),
        }
    }

    /// One journal.
    #[must_use]
    pub fn of_journal(journal: &Journal) -> Self {
        Self {
            platform: journal.platform_id.clone(),
            school: journal.school_id.clone(),
            upstream: journal.upstream_id.clone(),
            journal: Some(journal.id.clone()),
        }
    }

    /// Platform, school and upstream, as the storage takes them.
    pub(in crate::roster) fn place(&self) -> (&PlatformId, &SchoolId, &UpstreamId) {
        (&self.platform, &self.school, &self.upstream)
    }

    /// Its live journals.
    pub(super) async fn journals(&self, tx: &Tx) -> Result<Vec<Journal>, StorageError> {
        let all = journals::list_of_school(tx, &self.platform, &self.school, &self.upstream).await?;
        Ok(match &self.journal {
            Some(one) => all.into_iter().filter(|journal| journal.id == *one).collect(),
            None => all,
        })
    }
}

/// Who wants a refresh, and what for.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// Why.
    pub cause: RunCause,
    /// Who.
    pub actor: &'a Actor,
    /// Of a daily one: the local date it stands for.
    pub day: Option<NaiveDate>,
    /// Hash of the plan that a person saw: if it is another one by then, nothing is applied.
    pub agreed: Option<&'a str>,
    /// An approved hold.
    pub hold: Option<&'a HoldId>,
    /// When it is to be begun at the earliest; none: now.
    pub not_before: Option<Time>,
}

impl<'a> Wish<'a> {
    /// A wish for whatever there is to do.
    #[must_use]
    pub fn plain(cause: RunCause, actor: &'a Actor) -> Self {
        Self { cause, actor, day: None, agreed: None, hold: None, not_before: None }
    }
}

/// Queues a refresh, or answers the one of the same journals that is queued already or, for a person who waits, under way.
/// An upstream that says "something changed" may have said so after it was read, so it gets one of its own. Of a local date
/// that was asked for before there is no other, and nothing is answered. Durable.
///
/// # Errors
/// The database's.
pub async fn ask(ground: &Ground, scope: &Scope, wish: Wish<'_>) -> Result<Option<RefreshRun>, StorageError> {
    ground.db.write(Durability::Durable, |tx| async move { ask_in(&tx, ground, scope, wish).await }).await
}

/// As [`ask`], in the caller's transaction.
pub(super) async fn ask_in(
    tx: &Tx,
    ground: &Ground,
    scope: &Scope,
    wish: Wish<'_>,
) -> Result<Option<RefreshRun>, StorageError> {
    let is_waited_for = matches!(wish.cause, RunCause::Teacher | RunCause::School);
    if is_waited_for && wish.hold.is_none() {
        let open = refresh_runs::find_open(tx, scope.place(), scope.journal.as_ref()).await?;
        // Who agreed to one plan is not served by a refresh that applies another.
        if let Some(open) = open.filter(|open| wish.agreed.is_none() || open.agreed.as_deref() == wish.agreed) {
            refresh_runs::hasten(tx, &open.id, ground.now()).await?;
            return Ok(Some(open));
        }
    }
    let row = row(ground, scope, wish);
    if refresh_runs::ask(tx, &row).await? {
        return Ok(Some(row));
    }
    let queued = refresh_runs::find_open(tx, scope.place(), scope.journal.as_ref()).await?;
    if wish.day.is_some() {
        // One that was queued by a clock that was ahead would be in the way until its time comes.
        if let Some(queued) = &queued {
            refresh_runs::hasten(tx, &queued.id, ground.now()).await?;
        }
        return Ok(None);
    }
    if let (Some(queued), Some(hold)) = (&queued, wish.hold) {
        refresh_runs::entrust(tx, &queued.id, hold).await?;
    }
    if let Some(queued) = queued.as_ref().filter(|_| is_waited_for) {
        refresh_runs::hasten(tx, &queued.id, ground.now()).await?;
    }
    Ok(queued)
}

fn row(ground: &Ground, scope: &Scope, wish: Wish<'_>) -> RefreshRun {
    let now: Time = ground.now();
    RefreshRun {
        id: RunId::random(&ground.random),
        platform_id: scope.platform.clone(),
        school_id: scope.school.clone(),
        upstream_id: scope.upstream.clone(),
        journal_id: scope.journal.clone(),
        cause: wish.cause,
        asked_by: wish.actor.to_string(),
        day: wish.day,
        hold_id: wish.hold.cloned(),
        agreed: wish.agreed.map(str::to_owned),
        state: RunState::Queued,
        problem: None,
        tries: 0,
        asked_at: now,
        due_at: wish.not_before.unwrap_or(now),
        started_at: None,
        ended_at: None,
        journals: 0,
        heard: 0,
        settled: 0,
        pupils: 0,
        pupils_of: None,
    }
}
