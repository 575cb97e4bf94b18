//! A merge or its undoing tried out: everything is done as it would be, and then rolled back, so that whoever decides sees what
//! would come of it.

use crate::domain::{Actor, MergeId};
use crate::ground::Ground;
use crate::storage::account_merges::AccountMerge;
use crate::storage::{Durability, StorageError};

use super::{MergeError, Merging, Unmerged, merge, unmerge};

/// How a try ends: never with a commit.
enum Tried<T> {
    Done(Box<T>),
    Failed(MergeError),
}

impl<T> From<StorageError> for Tried<T> {
    fn from(error: StorageError) -> Self {
        Self::Failed(error.into())
    }
}

/// The error that takes everything back carries what was done.
fn tried<T>(done: Result<T, MergeError>) -> Result<(), Tried<T>> {
    match done {
        Ok(done) => Err(Tried::Done(Box::new(done))),
        Err(error) => Err(Tried::Failed(error)),
    }
}

fn told<T>(ended: Result<(), Tried<T>>) -> Result<T, MergeError> {
    match ended {
        Err(Tried::Done(done)) => Ok(*done),
        Err(Tried::Failed(error)) => Err(error),
        Ok(()) => Err(MergeError::Missing),
    }
}

/// What a merge would write. Nothing is written.
///
/// # Errors
/// Those of [`merge`].
pub async fn rehearse_merge(ground: &Ground, merging: &Merging<'_>) -> Result<AccountMerge, MergeError> {
    let work = |tx| async move { tried(merge(&tx, ground, merging).await) };
    told(ground.db.write(Durability::Relaxed, work).await)
}

/// What would come of taking a merge back: above all the licences that were given away meanwhile. Nothing is written.
///
/// # Errors
/// Those of [`unmerge`].
pub async fn rehearse_unmerge(ground: &Ground, id: &MergeId, actor: &Actor) -> Result<Unmerged, MergeError> {
    let work = |tx| async move { tried(unmerge(&tx, ground, id, "tried", actor).await) };
    told(ground.db.write(Durability::Relaxed, work).await)
}
