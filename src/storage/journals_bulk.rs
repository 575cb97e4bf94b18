//! Many journals at once: what whoever applies a whole roster asks and writes, one statement for a batch of them.

use serde_json::{Value, json};

use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::journals::Journal;
use super::{StorageError, Tx};
use crate::domain::{JournalId, PlatformId, Time, UpstreamId};
use crate::{args, row};

/// The live journals with these ids of an upstream at a platform, in no order.
///
/// # Errors
/// The engine's.
pub async fn list_live_among(
    tx: &Tx,
    platform: &PlatformId,
    (upstream, scope): (&UpstreamId, &str),
    ids: &[&str],
) -> Result<Vec<Journal>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT * FROM journal WHERE platform_id = $1 AND upstream_id = $2 AND scope = $3 AND ended_at IS NULL \
         AND external_id",
        "$4",
        ""
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, upstream, scope, rows_json(ids)?]).await
}

/// The same, while other writers about them wait. The first statement of whoever applies plans.
///
/// # Errors
/// The engine's.
pub async fn lock_among(
    tx: &Tx,
    platform: &PlatformId,
    (upstream, scope): (&UpstreamId, &str),
    ids: &[&str],
) -> Result<Vec<Journal>, StorageError> {
    const SQL: (&str, &str) = among!(
        "UPDATE journal SET held = held WHERE platform_id = $1 AND upstream_id = $2 AND scope = $3 \
         AND ended_at IS NULL AND external_id",
        "$4",
        "RETURNING *"
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, upstream, scope, rows_json(ids)?]).await
}

/// Links journals that nothing was applied to yet; answers how many. One that is linked already is not counted. Durable.
///
/// # Errors
/// The engine's, also when the school is not at the platform.
pub async fn insert(tx: &Tx, rows: &[&Journal]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO journal (id, platform_id, upstream_id, scope, external_id, school_id, name, school_year, \
         landing_url, group_id, state, linked_at, linked_by, has_absences, held, changed_at) \
         SELECT id, platform_id, upstream_id, scope, external_id, school_id, name, school_year, landing_url, group_id, \
         state, linked_at, linked_by, FALSE, FALSE, linked_at FROM",
        ["id" "TEXT", "platform_id" "TEXT", "upstream_id" "TEXT", "scope" "TEXT", "external_id" "TEXT",
         "school_id" "TEXT", "name" "TEXT", "school_year" "TEXT", "landing_url" "TEXT", "group_id" "TEXT",
         "state" "TEXT", "linked_at" "TIMESTAMPTZ", "linked_by" "TEXT"],
        "WHERE TRUE ON CONFLICT (platform_id, upstream_id, scope, external_id) WHERE ended_at IS NULL DO NOTHING"
    );
    let told = rows.iter().map(|row| {
        json!({
            "id": row.id, "platform_id": row.platform_id, "upstream_id": row.upstream_id, "scope": row.scope,
            "external_id": row.external_id, "school_id": row.school_id, "name": row.name,
            "school_year": row.school_year, "landing_url": row.landing_url, "group_id": row.group_id,
            "state": row.state, "linked_at": time(row.linked_at), "linked_by": row.linked_by,
        })
    });
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told.collect::<Vec<Value>>())?]).await
}

/// A journal as it stands after a run.
#[derive(Debug)]
pub struct Reached {
    /// What the upstream says of it, and how far it was applied.
    pub row: Journal,
    /// When something changed that its platform is told; see [`touch`](super::journals::touch).
    pub touched_at: Option<Time>,
}

/// Writes what a run changes about journals. The last statement of whoever applies plans. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when one of them was unlinked meanwhile.
pub async fn update(tx: &Tx, rows: &[Reached]) -> Result<(), StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "UPDATE journal SET name = x.name, school_year = x.school_year, landing_url = x.landing_url, state = x.state, \
         applied_digest = x.applied_digest, applied_rules = x.applied_rules, read_at = x.read_at, \
         has_absences = x.has_absences, held = x.held, cursor = x.cursor, \
         changed_at = COALESCE(x.touched_at, changed_at) FROM",
        ["id" "TEXT", "name" "TEXT", "school_year" "TEXT", "landing_url" "TEXT", "state" "TEXT",
         "applied_digest" "TEXT", "applied_rules" "TEXT", "read_at" "TIMESTAMPTZ", "has_absences" "BOOLEAN",
         "held" "BOOLEAN", "cursor" "TEXT", "touched_at" "TIMESTAMPTZ"],
        "WHERE journal.id = x.id AND journal.ended_at IS NULL"
    );
    if rows.is_empty() {
        return Ok(());
    }
    let told = rows.iter().map(|Reached { row, touched_at }| {
        json!({
            "id": row.id, "name": row.name, "school_year": row.school_year, "landing_url": row.landing_url,
            "state": row.state, "applied_digest": row.applied_digest, "applied_rules": row.applied_rules,
            "read_at": row.read_at.map(time), "has_absences": row.has_absences, "held": row.held,
            "cursor": row.cursor, "touched_at": touched_at.map(time),
        })
    });
    let told = rows_json(&told.collect::<Vec<Value>>())?;
    let changed = tx.execute_bulk(pick(tx, SQL).await, args![told]).await?;
    if changed == rows.len() as u64 { Ok(()) } else { Err(StorageError::Changed) }
}

row! {
    /// Who sat in a journal when it was last applied.
    pub struct Applied {
        /// Which journal.
        pub journal_id: JournalId,
        /// A line for each seat.
        pub seats: String,
    }
}

/// What was remembered of these journals, in no order.
///
/// # Errors
/// The engine's.
pub async fn list_applied(tx: &Tx, journals: &[&JournalId]) -> Result<Vec<Applied>, StorageError> {
    const SQL: (&str, &str) = among!("SELECT * FROM journal_applied WHERE journal_id", "$1", "");
    tx.list_bulk(pick(tx, SQL).await, args![rows_json(journals)?]).await
}

/// Remembers who sits in journals that were applied.
///
/// # Errors
/// The engine's.
pub async fn put_applied(tx: &Tx, rows: &[Applied]) -> Result<(), StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO journal_applied (journal_id, seats) SELECT journal_id, seats FROM",
        ["journal_id" "TEXT", "seats" "TEXT"],
        "WHERE TRUE ON CONFLICT (journal_id) DO UPDATE SET seats = excluded.seats"
    );
    if rows.is_empty() {
        return Ok(());
    }
    let told = rows.iter().map(|row| json!({ "journal_id": row.journal_id, "seats": row.seats }));
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told.collect::<Vec<Value>>())?]).await.map(drop)
}
