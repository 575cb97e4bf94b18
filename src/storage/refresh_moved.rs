//! Table `refresh_moved`: whom refreshes of the last hours told of as somebody else, or in another role. A guard counts them
//! along; nobody is named.

use serde_json::{Value, json};

use super::bulk::{json as rows_json, over_rows, pick, time};
use super::{StorageError, Tx};
use crate::domain::{JournalId, PlatformId, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// Somebody who was told of otherwise than before.
    pub struct Moved {
        /// In which journal.
        pub journal_id: JournalId,
        /// Keyed hash of their id at the upstream.
        pub person_hash: String,
    }
}

/// Remembers people; who is remembered already counts from now on. Answers how many rows that were.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    rows: &[(JournalId, String)],
    now: Time,
) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO refresh_moved (platform_id, school_id, upstream_id, journal_id, person_hash, at) \
         SELECT platform_id, school_id, upstream_id, journal_id, person_hash, at FROM",
        ["platform_id" "TEXT", "school_id" "TEXT", "upstream_id" "TEXT", "journal_id" "TEXT", "person_hash" "TEXT",
         "at" "TIMESTAMPTZ"],
        "WHERE TRUE ON CONFLICT (platform_id, school_id, upstream_id, journal_id, person_hash) DO UPDATE SET at = excluded.at"
    );
    if rows.is_empty() {
        return Ok(0);
    }
    let told = rows.iter().map(|(journal, person)| {
        json!({
            "platform_id": platform, "school_id": school, "upstream_id": upstream, "journal_id": journal,
            "person_hash": person, "at": time(now),
        })
    });
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told.collect::<Vec<Value>>())?]).await
}

const LIST: &str = "SELECT journal_id, person_hash FROM refresh_moved \
    WHERE platform_id = $1 AND school_id = $2 AND upstream_id = $3 AND at > $4 ORDER BY journal_id, person_hash";

/// Who was told of otherwise after `since`, in a school's journals of an upstream.
///
/// # Errors
/// The engine's.
pub async fn list(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    since: Time,
) -> Result<Vec<Moved>, StorageError> {
    tx.list_bulk(LIST, args![platform, school, upstream, since]).await
}
