//! What can go wrong with a row.

use crate::files::FileError;
use crate::storage::StorageError;

/// An error of this room. Nothing of the row was written.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// The database's.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file cannot be read, or lacks a column.
    #[error("the file cannot be brought in")]
    File(#[from] FileError),
    /// It cannot be as it is told: which field, and what it is.
    #[error("{0} {1}")]
    Wrong(&'static str, &'static str),
}
