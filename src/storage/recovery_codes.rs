//! Table `recovery_code`: what stands in for a second factor that is not at hand, once each.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{AccountId, Time};

const DELETE: &str = "DELETE FROM recovery_code WHERE account_id = $1";
const INSERT: &str = "INSERT INTO recovery_code (account_id, hash, made_at) VALUES ($1, $2, $3)";
const USE: &str = "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND hash = $2 AND used_at IS NULL";

/// Puts new codes, as keyed hashes, in place of whatever codes an account had.
///
/// # Errors
/// The engine's.
pub async fn replace(tx: &Tx, account: &AccountId, hashes: &[String], now: Time) -> Result<(), StorageError> {
    delete(tx, account).await?;
    for hash in hashes {
        tx.execute(INSERT, args![account, hash, now]).await?;
    }
    Ok(())
}

/// Takes the codes of an account away.
///
/// # Errors
/// The engine's.
pub async fn delete(tx: &Tx, account: &AccountId) -> Result<(), StorageError> {
    tx.execute(DELETE, args![account]).await.map(drop)
}

/// Uses a code of an account up. False when it is none of theirs or was used before. Durable.
///
/// # Errors
/// The engine's.
pub async fn use_up(tx: &Tx, account: &AccountId, hash: &str, now: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(USE, args![account, hash, now]).await? == 1)
}
