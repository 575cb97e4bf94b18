//! Table `code_try`: claim codes that an identity typed and that were not its own. Kept for a day.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{IdentityId, PlatformId, Time};

const PUT: &str = "INSERT INTO code_try (identity_id, platform_id, code_hash, tried_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (identity_id, platform_id, code_hash) DO UPDATE SET tried_at = excluded.tried_at";

/// Remembers a code that did not fit, or its new time; what was typed is not kept. `hash` is a keyed hash.
///
/// # Errors
/// The engine's.
pub async fn put(
    tx: &Tx,
    (identity, platform): (&IdentityId, &PlatformId),
    hash: &str,
    at: Time,
) -> Result<(), StorageError> {
    tx.execute(PUT, args![identity, platform, hash, at]).await.map(drop)
}

const COUNT: &str = "SELECT COUNT(*) AS n FROM code_try WHERE identity_id = $1 AND platform_id = $2 AND tried_at > $3";

/// How many different codes an identity tried after `since`.
///
/// # Errors
/// The engine's.
pub async fn count(tx: &Tx, identity: &IdentityId, platform: &PlatformId, since: Time) -> Result<i64, StorageError> {
    tx.count(COUNT, args![identity, platform, since]).await
}
