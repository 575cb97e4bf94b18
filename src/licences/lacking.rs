//! Who goes without.

use std::collections::BTreeSet;

use crate::domain::{AccountId, JournalId};
use crate::storage::{StorageError, Tx, licences};

/// The accounts of a journal that should hold a licence of one of its kits' products and hold none, for whatever reason: each
/// as the one that stands for it.
///
/// # Errors
/// The database's.
pub async fn lacking(tx: &Tx, journal: &JournalId) -> Result<BTreeSet<AccountId>, StorageError> {
    let rows = licences::list_lacking(tx, &[journal]).await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}
