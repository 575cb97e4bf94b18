//! Table `merge_item`: what a merge by a person found at the account that went. Written once, never changed: the rows it names
//! stay where they are.

use serde_json::json;

use super::bulk::{json as rows_json, over_rows, pick};
use super::{StorageError, Tx};
use crate::domain::{ItemKind, MergeFate, MergeId};
use crate::{args, row};

row! {
    /// Something that was at the account that went.
    pub struct MergeItem {
        /// Of which merge.
        pub merge_id: MergeId,
        /// What kind of thing.
        pub kind: ItemKind,
        /// Which.
        pub object_id: String,
        /// What became of it.
        pub fate: MergeFate,
        /// Keyed hash of the row as it was; tells nothing to whoever has the database alone.
        pub digest: String,
    }
}

/// Remembers what a merge found. Answers how many rows that were. Durable.
///
/// # Errors
/// [`StorageError::Taken`] when one of them was remembered before.
pub async fn insert(tx: &Tx, rows: &[MergeItem]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO merge_item (merge_id, kind, object_id, fate, digest) SELECT merge_id, kind, object_id, fate, digest FROM",
        ["merge_id" "TEXT", "kind" "TEXT", "object_id" "TEXT", "fate" "TEXT", "digest" "TEXT"],
        "WHERE TRUE"
    );
    let told = rows.iter().map(|row| {
        json!({
            "merge_id": row.merge_id, "kind": row.kind, "object_id": row.object_id, "fate": row.fate, "digest": row.digest,
        })
    });
    let told: Vec<_> = told.collect();
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told)?]).await
}

const LIST: &str = "SELECT * FROM merge_item WHERE merge_id = $1 ORDER BY kind, object_id";

/// What a merge found.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, merge: &MergeId) -> Result<Vec<MergeItem>, StorageError> {
    tx.list(LIST, args![merge]).await
}
