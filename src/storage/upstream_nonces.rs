//! Table `upstream_nonce`: nonces of calls of upstreams that were accepted, so that none is accepted twice.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{Time, UpstreamId};

const INSERT: &str = "INSERT INTO upstream_nonce (upstream_id, nonce_hash, expires_at) VALUES ($1, $2, $3) \
                      ON CONFLICT (upstream_id, nonce_hash) DO NOTHING";

/// Remembers the SHA-256 of a nonce until no call can carry it any more. False when it was there: a replay.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, upstream: &UpstreamId, nonce_hash: &str, expires_at: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(INSERT, args![upstream, nonce_hash, expires_at]).await? == 1)
}
