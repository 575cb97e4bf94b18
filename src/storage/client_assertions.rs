//! Table `client_assertion`: signed client assertions that were accepted, so that none is accepted twice.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{ClientId, Time};

const INSERT: &str = "INSERT INTO client_assertion (client_id, jti_hash, expires_at) VALUES ($1, $2, $3) \
                      ON CONFLICT (client_id, jti_hash) DO NOTHING";

/// Remembers the SHA-256 of a `jti` until its assertion has expired. False when it was there: a replay.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, client: &ClientId, jti_hash: &str, expires_at: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(INSERT, args![client, jti_hash, expires_at]).await? == 1)
}
