//! What can go wrong with a journal, by what the caller can do about it.

use super::Plan;
use crate::domain::SchoolId;
use crate::linking::LinkingError;
use crate::storage::StorageError;

/// An error of this room. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// The database's.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Linking's.
    #[error(transparent)]
    Linking(#[from] LinkingError),
    /// What was agreed on holds no longer; this is the plan now. Show it and ask again.
    #[error("the plan is another one now")]
    Changed(Box<Plan>),
    /// Only a part of the truth was read: nothing of it is applied.
    #[error("the journal was not read to its end")]
    Partial,
    /// A later read was applied already.
    #[error("a later read of this journal was applied already")]
    Stale,
    /// The upstream says that the journal is of another school than the one it is linked at.
    #[error("the journal is of another school than {0}")]
    OtherSchool(SchoolId),
    /// This person may not do this, or not any more.
    #[error("not allowed")]
    Refused,
    /// What the upstream is to be told cannot be sealed.
    #[error("a message to an upstream cannot be kept")]
    Sealing,
    /// The journal is not linked here, and nobody asked to link it.
    #[error("the journal is not linked")]
    NotLinked,
    /// Somebody has used what a word made: it is not taken back by one.
    #[error("the account was used already")]
    Used,
    /// There is nothing for a person's word to decide about somebody.
    #[error("there is nothing to decide")]
    Decided,
}
