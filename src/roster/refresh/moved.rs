//! Whom a refresh tells of as somebody else, or in another role: remembered for as long as it counts along. What seats tell
//! by themselves, who joined and who left, is not among it.

use super::Scope;
use crate::domain::JournalId;
use crate::ground::Ground;
use crate::storage::{Durability, StorageError, refresh_moved};
use crate::vault::Vault;

/// Keyed-hash purpose of somebody's id.
const MOVED: &str = "refresh_moved";

/// Somebody, without a name.
pub(super) fn hash(vault: &Vault, subject: &str) -> String {
    vault.keyed_hash(MOVED, subject).hash
}

/// Remembers people of journals before anything is written about them: whoever begins again after a crash counts them all
/// the same. Durable.
pub(in crate::roster) async fn remember(
    ground: &Ground,
    scope: &Scope,
    people: &[(JournalId, String)],
) -> Result<(), StorageError> {
    if people.is_empty() {
        return Ok(());
    }
    let now = ground.now();
    let write = |tx| async move { refresh_moved::put(&tx, scope.place(), people, now).await };
    ground.db.write(Durability::Durable, write).await.map(drop)
}
