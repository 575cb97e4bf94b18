//! Accounts that went into another one: which of the two stands for the person, and what belongs to whom.
//!
//! Rows stay with the account that they were written to, their home. Sessions, tokens and everything that is shown or counted
//! are the account's that stands for it. One account goes into another at most, so nothing here goes round.

use super::accounts::{self, Account};
use super::{StorageError, Tx};
use crate::domain::{AccountId, MergeCause};
use crate::{args, row};

/// The ids of an account and of all that went into it.
macro_rules! together {
    ($place:literal) => {
        concat!("(SELECT id FROM account WHERE id = ", $place, " OR merged_into = ", $place, ")")
    };
}
pub(super) use together;

row! {
    /// An account, and what stands for it.
    pub struct Standing {
        /// Which.
        pub id: AccountId,
        /// The one it went into, else itself.
        pub stands_for: AccountId,
        /// Why it went, if it did.
        pub cause: Option<MergeCause>,
    }
}

const FIND: &str = "SELECT a.id, COALESCE(a.merged_into, a.id) AS stands_for, m.cause FROM account a \
    LEFT JOIN account_merge m ON m.account_id = a.id AND m.undone_at IS NULL WHERE a.id = $1";

/// What stands for an account.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &AccountId) -> Result<Option<Standing>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The account that stands for this one: the one it went into, else itself.
///
/// # Errors
/// The engine's.
pub async fn stands_for(tx: &Tx, id: &AccountId) -> Result<AccountId, StorageError> {
    Ok(find(tx, id).await?.map_or_else(|| id.clone(), |standing| standing.stands_for))
}

row! {
    /// One of several accounts of a person.
    pub struct Member {
        /// Which.
        pub id: AccountId,
    }
}

const LIST: &str = "SELECT id FROM account WHERE id = $1 OR merged_into = $1 ORDER BY id <> $1, id";

/// An account, and then those that went into it.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, into: &AccountId) -> Result<Vec<AccountId>, StorageError> {
    let rows = tx.list::<Member>(LIST, args![into]).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

const COUNT_ONE: &str = "SELECT COUNT(*) AS n FROM account a \
    JOIN account b ON COALESCE(b.merged_into, b.id) = COALESCE(a.merged_into, a.id) WHERE a.id = $1 AND b.id = $2";

/// Whether the same account stands for both.
///
/// # Errors
/// The engine's.
pub async fn are_one(tx: &Tx, one: &AccountId, other: &AccountId) -> Result<bool, StorageError> {
    Ok(one == other || tx.count(COUNT_ONE, args![one, other]).await? > 0)
}

/// The account that this one went into, if it did. One that points to itself went nowhere, and opens to nobody.
///
/// # Errors
/// The engine's.
pub async fn find_into(tx: &Tx, account: &Account) -> Result<Option<Account>, StorageError> {
    match other(account) {
        Some(into) => accounts::find(tx, into).await,
        None => Ok(None),
    }
}

/// As [`find_into`], while other writers about that one wait.
///
/// # Errors
/// The engine's.
pub async fn lock_into(tx: &Tx, account: &Account) -> Result<Option<Account>, StorageError> {
    match other(account) {
        Some(into) => accounts::lock(tx, into).await.map(Some),
        None => Ok(None),
    }
}

fn other(account: &Account) -> Option<&AccountId> {
    account.merged_into.as_ref().filter(|into| **into != account.id)
}

/// Whether an account was provisional and went into the older one. Nothing is written to it any more: what is said of it is
/// said of the older one. What a person joined keeps what is its own.
///
/// # Errors
/// The engine's.
pub async fn is_absorbed(tx: &Tx, id: &AccountId) -> Result<bool, StorageError> {
    Ok(find(tx, id).await?.is_some_and(|standing| standing.cause == Some(MergeCause::Provisional)))
}
