//! Table `journal_kit`: the kits that a journal is tied to, with their past.

use super::kits::Kit;
use super::{StorageError, Tx, journals};
use crate::args;
use crate::domain::{JournalId, KitId, Time};

const CHOOSE: &str = "INSERT INTO journal_kit (journal_id, kit_id, since, chosen_by, ended_at) \
    VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (journal_id, kit_id) WHERE ended_at IS NULL DO NOTHING";
const END: &str = "UPDATE journal_kit SET ended_at = $3 WHERE journal_id = $1 AND kit_id = $2 AND ended_at IS NULL";
const LIST: &str = "SELECT k.* FROM journal_kit j JOIN kit k ON k.id = j.kit_id \
    WHERE j.journal_id = $1 AND j.ended_at IS NULL ORDER BY k.external_id";

/// Ties a journal to a kit; false when it is already. Durable.
///
/// # Errors
/// The engine's.
pub async fn choose(tx: &Tx, journal: &JournalId, kit: &KitId, at: Time, by: &str) -> Result<bool, StorageError> {
    let is_new = tx.execute(CHOOSE, args![journal, kit, at, by]).await? == 1;
    journals::touch(tx, journal, at).await?;
    Ok(is_new)
}

/// Takes a kit away from a journal; false when it was not tied to it. Durable.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, journal: &JournalId, kit: &KitId, at: Time) -> Result<bool, StorageError> {
    let was_there = tx.execute(END, args![journal, kit, at]).await? == 1;
    journals::touch(tx, journal, at).await?;
    Ok(was_there)
}

/// The kits a journal is tied to.
///
/// # Errors
/// The engine's.
pub async fn list_live(tx: &Tx, journal: &JournalId) -> Result<Vec<Kit>, StorageError> {
    tx.list(LIST, args![journal]).await
}
