//! Table `client_secret`: hashes of the secrets of clients; two may live at a time, so that one can be exchanged.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{ClientId, SecretId, Time};

crate::row! {
    /// A secret of a client, as its hash.
    pub struct ClientSecret {
        /// Its id, for operators.
        pub id: SecretId,
        /// Whose it is.
        pub client_id: ClientId,
        /// SHA-256 of the secret, base64url, which has at least 128 random bits.
        pub hash: String,
        /// When it was made.
        pub created_at: Time,
        /// When it ends by itself.
        pub expires_at: Option<Time>,
        /// When it was ended.
        pub ended_at: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO client_secret (id, client_id, hash, created_at, expires_at, ended_at) \
                      VALUES ($1, $2, $3, $4, $5, $6)";

/// Adds a secret.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, secret: &ClientSecret) -> Result<(), StorageError> {
    let args =
        args![&secret.id, &secret.client_id, &secret.hash, secret.created_at, secret.expires_at, secret.ended_at];
    tx.execute(INSERT, args).await.map(drop)
}

const LIST_LIVE: &str = "SELECT * FROM client_secret WHERE client_id = $1 AND ended_at IS NULL \
                         AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at, id";

/// The secrets that open something now.
///
/// # Errors
/// The engine's.
pub async fn list_live(tx: &Tx, client: &ClientId, now: Time) -> Result<Vec<ClientSecret>, StorageError> {
    tx.list(LIST_LIVE, args![client, now]).await
}

const EXPIRE: &str = "UPDATE client_secret SET expires_at = $2 \
                      WHERE id = $1 AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";

/// Lets a secret work until `at` and no longer; one that ends earlier stays as it is.
///
/// # Errors
/// The engine's.
pub async fn expire(tx: &Tx, id: &SecretId, at: Time) -> Result<(), StorageError> {
    tx.execute(EXPIRE, args![id, at]).await.map(drop)
}

const END: &str = "UPDATE client_secret SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";

/// Ends a secret.
///
/// # Errors
/// [`StorageError::Changed`] when there is no live secret with this id.
pub async fn end(tx: &Tx, id: &SecretId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(END, args![id, now]).await
}
