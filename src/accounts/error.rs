//! What can go wrong with accounts, by what the caller can do about it.

use crate::storage::StorageError;
use crate::vault::VaultError;

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// The database's.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A password could not be hashed: memory is short, or the process is stopping.
    #[error("hashing a password: {0}")]
    Hashing(String),
    /// A secret cannot be sealed or opened.
    #[error(transparent)]
    Secret(#[from] VaultError),
}
