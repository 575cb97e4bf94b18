//! Table `journal_run`: what refreshes did to a journal. The last [`KEPT`] of each are kept.

use serde_json::{Value, json};

use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::{StorageError, Tx};
use crate::domain::{JournalId, JournalOutcome, PlatformId, RunCause, RunId, SchoolId, Time, UpstreamId};
use crate::{args, row};

/// How many of one journal are kept.
pub const KEPT: i64 = 30;

row! {
    /// What a refresh did to one journal.
    pub struct JournalRun {
        /// Which journal.
        pub journal_id: JournalId,
        /// Which refresh.
        pub run_id: RunId,
        /// When.
        pub at: Time,
        /// Why it was refreshed.
        pub cause: RunCause,
        /// Who asked.
        pub asked_by: String,
        /// What came of it.
        pub outcome: JournalOutcome,
        /// How many seats were given.
        pub joined: i64,
        /// How many seats were ended.
        pub departed: i64,
        /// Of how many seats the clock began.
        pub missing: i64,
        /// Of how many people something new was told.
        pub changed: i64,
        /// How many people were blocked then.
        pub blocked: i64,
        /// How many people waited then.
        pub waiting: i64,
        /// Whether the journal moved to the school year that begins, or would have: then whom it loses and gains is measured
        /// otherwise.
        pub new_year: bool,
    }
}

const INSERT: &str = "INSERT INTO journal_run (journal_id, run_id, at, cause, asked_by, outcome, joined, departed, \
    missing, changed, blocked, waiting, new_year) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
    ON CONFLICT (journal_id, run_id) DO NOTHING";
const TRIM: &str = "DELETE FROM journal_run WHERE journal_id = $1 AND (at, run_id) < \
    (SELECT at, run_id FROM journal_run WHERE journal_id = $1 ORDER BY at DESC, run_id DESC LIMIT 1 OFFSET $2)";

/// Remembers what a refresh did to a journal, once, and forgets what is too old. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, row: &JournalRun) -> Result<(), StorageError> {
    let args = args![
        &row.journal_id,
        &row.run_id,
        row.at,
        row.cause,
        &row.asked_by,
        row.outcome,
        row.joined,
        row.departed,
        row.missing,
        row.changed,
        row.blocked,
        row.waiting,
        row.new_year,
    ];
    tx.execute(INSERT, args).await?;
    tx.execute(TRIM, args![&row.journal_id, KEPT - 1]).await.map(drop)
}

/// The same of several journals of one run. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn insert_many(tx: &Tx, rows: &[JournalRun]) -> Result<(), StorageError> {
    const INSERT: (&str, &str) = over_rows!(
        "INSERT INTO journal_run (journal_id, run_id, at, cause, asked_by, outcome, joined, departed, missing, changed, \
         blocked, waiting, new_year) SELECT journal_id, run_id, at, cause, asked_by, outcome, joined, departed, missing, \
         changed, blocked, waiting, new_year FROM",
        ["journal_id" "TEXT", "run_id" "TEXT", "at" "TIMESTAMPTZ", "cause" "TEXT", "asked_by" "TEXT", "outcome" "TEXT",
         "joined" "BIGINT", "departed" "BIGINT", "missing" "BIGINT", "changed" "BIGINT", "blocked" "BIGINT",
         "waiting" "BIGINT", "new_year" "BOOLEAN"],
        "WHERE TRUE ON CONFLICT (journal_id, run_id) DO NOTHING"
    );
    const TRIM: (&str, &str) = among!(
        "DELETE FROM journal_run WHERE (journal_id, run_id) IN (SELECT journal_id, run_id FROM (SELECT journal_id, run_id, \
         ROW_NUMBER() OVER (PARTITION BY journal_id ORDER BY at DESC, run_id DESC) AS place FROM journal_run \
         WHERE journal_id",
        "$1",
        ") AS ranked WHERE place > $2)"
    );
    if rows.is_empty() {
        return Ok(());
    }
    let told = rows.iter().map(|row| {
        json!({
            "journal_id": row.journal_id, "run_id": row.run_id, "at": time(row.at), "cause": row.cause,
            "asked_by": row.asked_by, "outcome": row.outcome, "joined": row.joined, "departed": row.departed,
            "missing": row.missing, "changed": row.changed, "blocked": row.blocked, "waiting": row.waiting,
            "new_year": row.new_year,
        })
    });
    tx.execute_bulk(pick(tx, INSERT).await, args![rows_json(&told.collect::<Vec<Value>>())?]).await?;
    let journals: Vec<&JournalId> = rows.iter().map(|row| &row.journal_id).collect();
    tx.execute_bulk(pick(tx, TRIM).await, args![rows_json(&journals)?, KEPT]).await.map(drop)
}

const LIST_OF_JOURNAL: &str = "SELECT * FROM journal_run WHERE journal_id = $1 ORDER BY at DESC, run_id DESC LIMIT $2";
const LIST_OF_RUN: &str = "SELECT * FROM journal_run WHERE run_id = $1 ORDER BY journal_id";

/// What was done to a journal, the latest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_journal(tx: &Tx, journal: &JournalId) -> Result<Vec<JournalRun>, StorageError> {
    tx.list(LIST_OF_JOURNAL, args![journal, KEPT]).await
}

/// What a refresh did so far, journal by journal.
///
/// # Errors
/// The engine's.
pub async fn list_of_run(tx: &Tx, run: &RunId) -> Result<Vec<JournalRun>, StorageError> {
    tx.list_bulk(LIST_OF_RUN, args![run]).await
}

row! {
    /// A journal that moved to the school year that begins.
    pub struct Turned {
        /// Which.
        pub journal_id: JournalId,
    }
}

const LIST_TURNED: &str = "SELECT DISTINCT r.journal_id FROM journal_run r JOIN journal j ON j.id = r.journal_id \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND j.upstream_id = $3 AND r.new_year = TRUE \
    AND r.outcome = 'applied' AND r.at > $4 \
    ORDER BY r.journal_id";

/// The journals that moved to the school year that begins after `since`: those that were applied.
///
/// # Errors
/// The engine's.
pub async fn list_turned(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    since: Time,
) -> Result<Vec<Turned>, StorageError> {
    tx.list_bulk(LIST_TURNED, args![platform, school, upstream, since]).await
}
