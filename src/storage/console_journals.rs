//! What the console of a school reads of its journals, their refreshes and holds, and what undoing an end writes.

use super::bulk::{Texts, among, json as rows_json, pick};
use super::holds::Hold;
use super::journals::Journal;
use super::{StorageError, Tx};
use crate::domain::{
    JournalId, JournalOutcome, JournalState, MessageId, PlatformId, RunId, SchoolId, Time, UpstreamId,
};
use crate::{args, row};

row! {
    /// A journal in the list.
    pub struct Listed {
        /// Which.
        pub id: JournalId,
        /// Its name.
        pub name: String,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// How it stands.
        pub state: JournalState,
        /// A person has to decide about it.
        pub held: bool,
        /// The last complete read that was applied.
        pub read_at: Option<Time>,
        /// When it was unlinked.
        pub ended_at: Option<Time>,
        /// How many pupils sit there.
        pub pupils: i64,
    }
}

const LIST: &str = "SELECT j.id, j.name, j.upstream_id, j.state, j.held, j.read_at, j.ended_at, (SELECT COUNT(*) FROM seat s \
    WHERE s.journal_id = j.id AND s.role = 'pupil' AND s.ended_at IS NULL) AS pupils FROM journal j \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND (j.name, j.id) > ($3, $4) \
    AND (j.state = $5 OR ($5 = '' AND j.ended_at IS NULL)) ORDER BY j.name, j.id LIMIT $6";

/// Journals of a school from a name and an id on, by both; those in one state, or where none is named the live ones.
///
/// # Errors
/// The engine's.
pub async fn list(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    (name, id): (&str, &str),
    state: &str,
    limit: i64,
) -> Result<Vec<Listed>, StorageError> {
    tx.list_bulk(LIST, args![platform, school, name, id, state, limit]).await
}

const FIND: &str = "SELECT * FROM journal WHERE id = $3 AND platform_id = $1 AND school_id = $2";

/// A journal of a school, ended or not.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    id: &JournalId,
) -> Result<Option<Journal>, StorageError> {
    tx.find(FIND, args![platform, school, id]).await
}

row! {
    /// An upstream of a school's journals.
    pub struct Source {
        /// Which.
        pub upstream_id: UpstreamId,
    }
}

const LIST_SOURCES: &str = "SELECT DISTINCT upstream_id FROM journal WHERE platform_id = $1 AND school_id = $2 \
    AND ended_at IS NULL ORDER BY upstream_id";

/// The upstreams of a school's live journals.
///
/// # Errors
/// The engine's.
pub async fn list_sources(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Source>, StorageError> {
    tx.list(LIST_SOURCES, args![platform, school]).await
}

const LIST_HOLDS: &str = "SELECT * FROM refresh_hold WHERE school_id = $2 AND platform_id = $1 \
    ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, held_at DESC, id LIMIT $3";

/// The holds of a school: first those that wait, the latest first.
///
/// # Errors
/// The engine's.
pub async fn list_holds(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    limit: i64,
) -> Result<Vec<Hold>, StorageError> {
    tx.list(LIST_HOLDS, args![platform, school, limit]).await
}

row! {
    /// How many people a refresh moved.
    pub struct RunSum {
        /// Which refresh.
        pub run_id: RunId,
        /// Seats given.
        pub joined: i64,
        /// Seats ended.
        pub departed: i64,
    }
}

/// How many people these refreshes moved, in no order; nothing of one that came to no journal.
///
/// # Errors
/// The engine's.
pub async fn list_sums(tx: &Tx, runs: &[&RunId]) -> Result<Vec<RunSum>, StorageError> {
    const SQL: Texts = among!(
        "SELECT run_id, CAST(COALESCE(SUM(joined), 0) AS BIGINT) AS joined, \
         CAST(COALESCE(SUM(departed), 0) AS BIGINT) AS departed FROM journal_run WHERE run_id",
        "$1",
        "GROUP BY run_id"
    );
    tx.list_bulk(pick(tx, SQL).await, args![rows_json(runs)?]).await
}

row! {
    /// What a refresh did to a journal.
    pub struct RunJournal {
        /// Which.
        pub id: JournalId,
        /// Its name.
        pub name: String,
        /// What came of it.
        pub outcome: JournalOutcome,
        /// Seats given.
        pub joined: i64,
        /// Seats ended.
        pub departed: i64,
        /// Seats whose clock began.
        pub missing: i64,
        /// People of whom something new was told.
        pub changed: i64,
        /// Whether the journal moved to another school year.
        pub new_year: bool,
    }
}

const LIST_RUN: &str = "SELECT j.id, j.name, r.outcome, r.joined, r.departed, r.missing, r.changed, r.new_year FROM journal_run r \
    JOIN journal j ON j.id = r.journal_id WHERE r.run_id = $1 \
    ORDER BY CASE WHEN r.outcome = 'unchanged' THEN 1 ELSE 0 END, j.name, j.id LIMIT $2";

/// What a refresh did, journal by journal: first those to which something happened.
///
/// # Errors
/// The engine's.
pub async fn list_run(tx: &Tx, run: &RunId, limit: i64) -> Result<Vec<RunJournal>, StorageError> {
    tx.list_bulk(LIST_RUN, args![run, limit]).await
}

const PUT_OFF: &str = "UPDATE outbox SET next_at = $2 WHERE id = $1 AND state = 'queued' AND tries = 0";
const REOPEN: &str = "UPDATE journal SET state = 'linked', ended_at = NULL, ended_by = NULL, applied_digest = NULL, \
    changed_at = $3 WHERE id = $1 AND ended_at = $2";
const REOPEN_SEATS: &str = "UPDATE seat SET ended_at = NULL, end_reason = NULL \
    WHERE journal_id = $1 AND ended_at = $2 AND end_reason = 'journal_ended'";

/// Lets a message that nobody has tried to tell yet wait. Durable.
///
/// # Errors
/// The engine's.
pub async fn put_off(tx: &Tx, message: &MessageId, until: Time) -> Result<(), StorageError> {
    tx.execute(PUT_OFF, args![message, until]).await.map(drop)
}

/// Links a journal again that ended at `ended_at`, with the seats that ended with it. Answers how many those were. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it did not end then; [`StorageError::Taken`] when it is linked anew.
pub async fn reopen(tx: &Tx, id: &JournalId, ended_at: Time, now: Time) -> Result<u64, StorageError> {
    tx.execute_one(REOPEN, args![id, ended_at, now]).await?;
    tx.execute_bulk(REOPEN_SEATS, args![id, ended_at]).await
}
