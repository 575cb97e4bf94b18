//! Table `refresh_run`: refreshes that were asked for, are under way, and are over.

use chrono::NaiveDate;

use super::{StorageError, Tx};
use crate::domain::{HoldId, JournalId, PlatformId, RunCause, RunId, RunProblem, RunState, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A refresh of a school's journals at an upstream, or of one of them.
    pub struct RefreshRun {
        /// Its id.
        pub id: RunId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which school.
        pub school_id: SchoolId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// The one journal it is about; none: all of them.
        pub journal_id: Option<JournalId>,
        /// Why.
        pub cause: RunCause,
        /// Who asked; see [`Actor`](crate::domain::Actor).
        pub asked_by: String,
        /// Of a daily one: the local date it stands for. There is one per date.
        pub day: Option<NaiveDate>,
        /// The approved hold that it may go as far as.
        pub hold_id: Option<HoldId>,
        /// Hash of the plan that a person saw and agreed to.
        pub agreed: Option<String>,
        /// How it stands.
        pub state: RunState,
        /// Why it came to nothing.
        pub problem: Option<RunProblem>,
        /// How often it was begun.
        pub tries: i64,
        /// When it was asked for.
        pub asked_at: Time,
        /// Not before.
        pub due_at: Time,
        /// When it was first begun.
        pub started_at: Option<Time>,
        /// When it was over.
        pub ended_at: Option<Time>,
        /// How many journals there are to do.
        pub journals: i64,
        /// How many of them were asked for at the upstream.
        pub heard: i64,
        /// How many of them are done.
        pub settled: i64,
        /// How many pupils were told of so far; once all journals are heard, how many are written.
        pub pupils: i64,
        /// Of how many; none where nobody has told how many there are.
        pub pupils_of: Option<i64>,
    }
}

/// How far the reading of a refresh is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many journals there are to do.
    pub journals: i64,
    /// How many of them were asked for at the upstream.
    pub heard: i64,
    /// How many of them are done.
    pub settled: i64,
    /// How many pupils were told of so far.
    pub pupils: i64,
    /// Of how many.
    pub pupils_of: Option<i64>,
}

const ASK: &str = "INSERT INTO refresh_run (id, platform_id, school_id, upstream_id, journal_id, cause, asked_by, day, \
    hold_id, agreed, state, problem, tries, asked_at, due_at, started_at, ended_at, journals, heard, settled, \
    pupils, pupils_of) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, 0, $12, $13, NULL, NULL, 0, 0, 0, 0, NULL) \
    ON CONFLICT DO NOTHING";

/// Queues a refresh; what comes later in the row is not read. False when the same is queued already, or was asked for
/// that local date. Durable.
///
/// # Errors
/// The engine's.
pub async fn ask(tx: &Tx, row: &RefreshRun) -> Result<bool, StorageError> {
    let args = args![
        &row.id,
        &row.platform_id,
        &row.school_id,
        &row.upstream_id,
        &row.journal_id,
        row.cause,
        &row.asked_by,
        row.day,
        &row.hold_id,
        &row.agreed,
        RunState::Queued,
        row.asked_at,
        row.due_at,
    ];
    Ok(tx.execute(ASK, args).await? == 1)
}

const FIND: &str = "SELECT * FROM refresh_run WHERE id = $1";
const FIND_OPEN: &str = "SELECT * FROM refresh_run WHERE platform_id = $1 AND school_id = $2 AND upstream_id = $3 \
    AND journal_id IS NOT DISTINCT FROM $4 AND ended_at IS NULL \
    ORDER BY CASE WHEN state = 'queued' THEN 0 ELSE 1 END, asked_at DESC, id LIMIT 1";
const LIST_DUE: &str = "SELECT * FROM refresh_run AS run WHERE ended_at IS NULL AND due_at <= $1 AND NOT EXISTS \
    (SELECT 1 FROM lease WHERE name = 'refresh|' || run.school_id || '|' || run.upstream_id AND until > $1) \
    ORDER BY CASE WHEN cause IN ('teacher', 'school') THEN 0 WHEN journal_id IS NULL THEN 2 ELSE 1 END, \
    due_at, id LIMIT $2";
const LIST_FIRST: &str = "SELECT * FROM refresh_run AS run WHERE ended_at IS NULL AND due_at <= $1 AND NOT EXISTS \
    (SELECT 1 FROM lease WHERE name = 'refresh|' || run.school_id || '|' || run.upstream_id AND until > $1) \
    AND (cause IN ('teacher', 'school') OR (state = 'running' AND EXISTS \
    (SELECT 1 FROM lease WHERE name = 'refresh|' || run.school_id || '|' || run.upstream_id))) \
    ORDER BY CASE WHEN cause IN ('teacher', 'school') THEN 0 ELSE 1 END, due_at, id LIMIT $2";
const FIND_LATEST: &str = "SELECT * FROM refresh_run WHERE journal_id = $1 AND cause = $2 \
    ORDER BY asked_at DESC, id LIMIT 1";
const LIST_OF_SCHOOL: &str = "SELECT * FROM refresh_run WHERE platform_id = $1 AND school_id = $2 \
    ORDER BY asked_at DESC, id LIMIT $3";

/// A refresh by its id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &RunId) -> Result<Option<RefreshRun>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The one of these journals that is queued or under way; where one is queued behind another, that one.
///
/// # Errors
/// The engine's.
pub async fn find_open(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    journal: Option<&JournalId>,
) -> Result<Option<RefreshRun>, StorageError> {
    tx.find(FIND_OPEN, args![platform, school, upstream, journal]).await
}

/// The one of one journal that was asked for last for this reason, however it stands.
///
/// # Errors
/// The engine's.
pub async fn find_latest(tx: &Tx, journal: &JournalId, cause: RunCause) -> Result<Option<RefreshRun>, StorageError> {
    tx.find(FIND_LATEST, args![journal, cause]).await
}

/// What is to be done now and lies in nobody's hands (see [`lease_name`]): first what a person waits for, last the whole
/// schools of the night.
///
/// # Errors
/// The engine's.
pub async fn list_due(tx: &Tx, now: Time, limit: i64) -> Result<Vec<RefreshRun>, StorageError> {
    tx.list(LIST_DUE, args![now, limit]).await
}

/// That part of [`list_due`] that may not wait behind the night: what a person waits for, and what was begun by a process
/// that fell silent with the lease in its hands.
///
/// # Errors
/// The engine's.
pub async fn list_first(tx: &Tx, now: Time, limit: i64) -> Result<Vec<RefreshRun>, StorageError> {
    tx.list(LIST_FIRST, args![now, limit]).await
}

/// The last refreshes of a school at a platform, the latest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_school(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    limit: i64,
) -> Result<Vec<RefreshRun>, StorageError> {
    tx.list(LIST_OF_SCHOOL, args![platform, school, limit]).await
}

/// The lease under which the journals of a school at an upstream are read: never two at once, at whichever platform.
#[must_use]
pub fn lease_name(school: &SchoolId, upstream: &UpstreamId) -> String {
    format!("refresh|{school}|{upstream}")
}

const START: &str = "UPDATE refresh_run SET state = 'running', started_at = COALESCE(started_at, $2), \
    tries = tries + 1 WHERE id = $1 AND ended_at IS NULL AND due_at <= $2 RETURNING *";
const PROGRESS: &str = "UPDATE refresh_run SET journals = $2, heard = $3, settled = $4, \
    pupils = $5, pupils_of = $6 WHERE id = $1 AND ended_at IS NULL";
const EXPECT: &str = "UPDATE refresh_run SET pupils = 0, pupils_of = $2 WHERE id = $1 AND ended_at IS NULL";
const SETTLE_ONE: &str = "UPDATE refresh_run SET settled = settled + 1, pupils = pupils + $2 \
    WHERE id = $1 AND ended_at IS NULL";
const ENTRUST: &str = "UPDATE refresh_run SET hold_id = $2, agreed = NULL WHERE id = $1 AND state = 'queued'";
const HASTEN: &str = "UPDATE refresh_run SET due_at = $2 WHERE id = $1 AND state = 'queued' AND due_at > $2";
const POSTPONE: &str = "UPDATE refresh_run SET due_at = $2, heard = settled, pupils = 0, pupils_of = NULL \
    WHERE id = $1 AND ended_at IS NULL";
const FINISH: &str = "UPDATE refresh_run SET state = $2, problem = $3, ended_at = $4 \
    WHERE id = $1 AND ended_at IS NULL";

/// Begins it, or begins it again; nothing when it is over meanwhile. The caller holds its lease. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn start(tx: &Tx, id: &RunId, now: Time) -> Result<Option<RefreshRun>, StorageError> {
    tx.find(START, args![id, now]).await
}

/// How far it is with reading. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn progress(tx: &Tx, id: &RunId, at: Progress) -> Result<(), StorageError> {
    let Progress { journals, heard, settled, pupils, pupils_of } = at;
    tx.execute(PROGRESS, args![id, journals, heard, settled, pupils, pupils_of]).await.map(drop)
}

/// Everything was read: so many pupils are to be written now. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn expect(tx: &Tx, id: &RunId, pupils: i64) -> Result<(), StorageError> {
    tx.execute(EXPECT, args![id, pupils]).await.map(drop)
}

/// One more journal is done, with so many pupils. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn settle_one(tx: &Tx, id: &RunId, pupils: i64) -> Result<(), StorageError> {
    tx.execute(SETTLE_ONE, args![id, pupils]).await.map(drop)
}

/// Lets one that is still queued go as far as an approved hold. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was begun meanwhile.
pub async fn entrust(tx: &Tx, id: &RunId, hold: &HoldId) -> Result<(), StorageError> {
    tx.execute_one(ENTRUST, args![id, hold]).await
}

/// Somebody waits for one that is still queued: it need not wait for its time. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn hasten(tx: &Tx, id: &RunId, now: Time) -> Result<(), StorageError> {
    tx.execute(HASTEN, args![id, now]).await.map(drop)
}

/// Puts it off. Relaxed.
///
/// # Errors
/// [`StorageError::Changed`] when it is over.
pub async fn postpone(tx: &Tx, id: &RunId, due_at: Time) -> Result<(), StorageError> {
    tx.execute_one(POSTPONE, args![id, due_at]).await
}

/// Ends it. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it is over already.
pub async fn finish(
    tx: &Tx,
    id: &RunId,
    state: RunState,
    problem: Option<RunProblem>,
    now: Time,
) -> Result<(), StorageError> {
    tx.execute_one(FINISH, args![id, state, problem, now]).await
}

const INSERT_APART: &str = "INSERT INTO refresh_run (id, platform_id, school_id, upstream_id, journal_id, cause, asked_by, \
    day, hold_id, agreed, state, problem, tries, asked_at, due_at, started_at, ended_at, journals, heard, settled, \
    pupils, pupils_of) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, NULL, 'failed', 'interrupted', 1, $9, $9, $9, $9, $10, $10, 0, 0, NULL)";
const CONCLUDE: &str = "UPDATE refresh_run SET state = $2, problem = NULL, ended_at = $3, settled = $4 \
    WHERE id = $1 AND problem = 'interrupted'";

/// Stores a run that nobody is asked for: whoever stores it does it, and nobody goes on with it. Until it is concluded it
/// stands as one that was interrupted. What comes later in the row is not read. Durable.
///
/// # Errors
/// The engine's.
pub async fn insert_apart(tx: &Tx, row: &RefreshRun) -> Result<(), StorageError> {
    let args = args![
        &row.id,
        &row.platform_id,
        &row.school_id,
        &row.upstream_id,
        &row.journal_id,
        row.cause,
        &row.asked_by,
        &row.hold_id,
        row.asked_at,
        row.journals,
    ];
    tx.execute(INSERT_APART, args).await.map(drop)
}

/// Brings such a run to its end. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was concluded before.
pub async fn conclude(tx: &Tx, id: &RunId, state: RunState, settled: i64, now: Time) -> Result<(), StorageError> {
    tx.execute_one(CONCLUDE, args![id, state, now, settled]).await
}
