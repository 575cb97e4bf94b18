//! Table `provisional_account`: accounts on which pupils work who could not prove their older one yet.

use super::{StorageError, Tx};
use crate::domain::{AccountId, IdentityId, PlatformId, Time};
use crate::{args, row};

row! {
    /// An account that waits to go into an older one.
    pub struct ProvisionalAccount {
        /// Which account.
        pub account_id: AccountId,
        /// Whose: only this identity brings it anywhere.
        pub identity_id: IdentityId,
        /// Since when.
        pub since: Time,
        /// When its pupil was last asked for the older one.
        pub asked_at: Time,
        /// When it went into the older one.
        pub ended_at: Option<Time>,
    }
}

const BEGIN: &str =
    "INSERT INTO provisional_account (account_id, identity_id, since, asked_at) VALUES ($1, $2, $3, $3)";

/// Makes an account provisional. Durable.
///
/// # Errors
/// [`StorageError::Taken`] when it was so before.
pub async fn begin(tx: &Tx, account: &AccountId, identity: &IdentityId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(BEGIN, args![account, identity, now]).await
}

const FIND: &str = "SELECT * FROM provisional_account WHERE account_id = $1";

/// What stands of an account that is or was provisional.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, account: &AccountId) -> Result<Option<ProvisionalAccount>, StorageError> {
    tx.find(FIND, args![account]).await
}

/// Whether an account waits to go into an older one.
///
/// # Errors
/// The engine's.
pub async fn is_live(tx: &Tx, account: &AccountId) -> Result<bool, StorageError> {
    Ok(find(tx, account).await?.is_some_and(|found| found.ended_at.is_none()))
}

const LIST_LIVE: &str = "SELECT v.* FROM provisional_account v JOIN account a ON a.id = v.account_id AND a.platform_id = $1 \
    WHERE v.ended_at IS NULL ORDER BY v.since, v.account_id";

/// The accounts of a platform that wait to go into an older one, the longest waiting first.
///
/// # Errors
/// The engine's.
pub async fn list_live(tx: &Tx, platform: &PlatformId) -> Result<Vec<ProvisionalAccount>, StorageError> {
    tx.list_bulk(LIST_LIVE, args![platform]).await
}

const ASK: &str = "UPDATE provisional_account SET asked_at = $2 WHERE account_id = $1 AND ended_at IS NULL";

/// Remembers that its pupil was asked for the older one. Relaxed.
///
/// # Errors
/// [`StorageError::Changed`] when it is provisional no longer.
pub async fn mark_asked(tx: &Tx, account: &AccountId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(ASK, args![account, now]).await
}

const END: &str = "UPDATE provisional_account SET ended_at = $3 \
    WHERE account_id = $1 AND identity_id = $2 AND ended_at IS NULL";

/// It went into the older one, brought by its own identity. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it is not provisional, or another identity's.
pub async fn end(tx: &Tx, account: &AccountId, identity: &IdentityId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(END, args![account, identity, now]).await
}

const REOPEN: &str =
    "UPDATE provisional_account SET ended_at = NULL, asked_at = $2 WHERE account_id = $1 AND ended_at IS NOT NULL";

/// It came back from the older one and waits again. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was not gone.
pub async fn reopen(tx: &Tx, account: &AccountId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(REOPEN, args![account, now]).await
}
