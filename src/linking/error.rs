//! What can go wrong when people are linked, by what the caller can do about it.

use crate::storage::StorageError;

use super::decide::Decision;
use super::pairing::Unfit;

/// An error of this room. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum LinkingError {
    /// The database's.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The identity has a live link to another account. Say nothing about whose.
    #[error("the identity is linked to another account")]
    IdentityTaken,
    /// The account has a live link of this upstream.
    #[error("the account has a link of this upstream")]
    AccountTaken,
    /// The one-time value is unknown, used, expired, or was made for something else.
    #[error("the one-time value is not good for this")]
    NotOffered,
    /// What was true on the page is true no longer; this is what holds now.
    #[error("the decision is another one now")]
    Changed(Box<Decision>),
    /// It would leave the account without a way in.
    #[error("it is the last way in to the account")]
    LastWayIn,
    /// A pupil and an account that an adult named are not brought together.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// There is no such thing, or not any more.
    #[error("it is not there")]
    Gone,
}
