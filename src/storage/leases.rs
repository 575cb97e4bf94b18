//! Leases: one process at a time does a thing, and another takes over when it falls silent.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::Time;

const TAKE: &str = "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE \
    SET holder = excluded.holder, until = excluded.until WHERE lease.holder = excluded.holder OR lease.until <= $4";

/// Takes or renews the lease `name` until `until`. False when somebody else holds it. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn take(tx: &Tx, name: &str, holder: &str, now: Time, until: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(TAKE, args![name, holder, until, now]).await? == 1)
}

const GIVE_BACK: &str = "DELETE FROM lease WHERE name = $1 AND holder = $2";

/// Gives the lease back before its time; nothing happens when it is somebody else's by now. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn give_back(tx: &Tx, name: &str, holder: &str) -> Result<(), StorageError> {
    tx.execute(GIVE_BACK, args![name, holder]).await.map(|_| ())
}
