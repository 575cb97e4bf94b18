//! Table `second_factor`: what somebody shows besides their sign-in before they administer a school. Ended, never deleted.

use super::{StorageError, Tx};
use crate::domain::{AccountId, FactorId, Time};
use crate::{args, row};

row! {
    /// A second factor of an account, set up or being set up.
    pub struct SecondFactor {
        /// Its id.
        pub id: FactorId,
        /// Whose.
        pub account_id: AccountId,
        /// `totp`.
        pub kind: String,
        /// Sealed for [`secret_place`]; empty once it ended.
        pub secret: String,
        /// The last time step that was used; no step counts twice.
        pub last_step: i64,
        /// When it was begun.
        pub created_at: Time,
        /// When the first right code was shown; good from then on.
        pub confirmed_at: Option<Time>,
        /// When it was taken away.
        pub ended_at: Option<Time>,
        /// By whom; see [`Actor`](crate::domain::Actor).
        pub ended_by: Option<String>,
    }
}

/// What the secret of a second factor is sealed for.
#[must_use]
pub fn secret_place(id: &FactorId) -> String {
    format!("second_factor|{id}|secret")
}

const INSERT: &str = "INSERT INTO second_factor (id, account_id, kind, secret, last_step, created_at) \
    VALUES ($1, $2, 'totp', $3, 0, $4)";
const END_BEGUN: &str = "UPDATE second_factor SET ended_at = $2, ended_by = $3, secret = '' \
    WHERE account_id = $1 AND ended_at IS NULL AND confirmed_at IS NULL";
const END_ALL: &str = "UPDATE second_factor SET ended_at = $2, ended_by = $3, secret = '' \
    WHERE account_id = $1 AND ended_at IS NULL";

/// Begins one, in place of others that were begun and never confirmed. `secret` is sealed.
///
/// # Errors
/// The engine's.
pub async fn begin(
    tx: &Tx,
    id: &FactorId,
    account: &AccountId,
    secret: &str,
    now: Time,
    by: &str,
) -> Result<(), StorageError> {
    tx.execute(END_BEGUN, args![account, now, by]).await?;
    tx.execute(INSERT, args![id, account, secret, now]).await.map(drop)
}

/// Takes every second factor of an account away, also one that was begun only. Answers how many there were. Durable.
///
/// # Errors
/// The engine's.
pub async fn end_all(tx: &Tx, account: &AccountId, now: Time, by: &str) -> Result<u64, StorageError> {
    tx.execute(END_ALL, args![account, now, by]).await
}

const FIND_LIVE: &str =
    "SELECT * FROM second_factor WHERE account_id = $1 AND ended_at IS NULL AND confirmed_at IS NOT NULL";
const FIND_BEGUN: &str = "SELECT * FROM second_factor \
    WHERE id = $1 AND account_id = $2 AND ended_at IS NULL AND confirmed_at IS NULL AND created_at > $3";

/// The one that is good for an account.
///
/// # Errors
/// The engine's.
pub async fn find_live(tx: &Tx, account: &AccountId) -> Result<Option<SecondFactor>, StorageError> {
    tx.find(FIND_LIVE, args![account]).await
}

/// One of an account that was begun after `since` and waits for its first code.
///
/// # Errors
/// The engine's.
pub async fn find_begun(
    tx: &Tx,
    id: &FactorId,
    account: &AccountId,
    since: Time,
) -> Result<Option<SecondFactor>, StorageError> {
    tx.find(FIND_BEGUN, args![id, account, since]).await
}

const CONFIRM: &str = "UPDATE second_factor SET confirmed_at = $3, last_step = $2 \
    WHERE id = $1 AND ended_at IS NULL AND confirmed_at IS NULL";
const USE_STEP: &str = "UPDATE second_factor SET last_step = $2 \
    WHERE id = $1 AND last_step < $2 AND ended_at IS NULL AND confirmed_at IS NOT NULL";

/// It is good from now on; the code of this time step was shown. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was ended or confirmed meanwhile, [`StorageError::Taken`] when another one is good.
pub async fn confirm(tx: &Tx, id: &FactorId, step: i64, now: Time) -> Result<(), StorageError> {
    tx.execute_one(CONFIRM, args![id, step, now]).await
}

/// Uses a time step up. False when it, or a later one, was used before.
///
/// # Errors
/// The engine's.
pub async fn use_step(tx: &Tx, id: &FactorId, step: i64) -> Result<bool, StorageError> {
    Ok(tx.execute(USE_STEP, args![id, step]).await? == 1)
}
