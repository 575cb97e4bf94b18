//! Table `signing_key`: keys of ID tokens, from being published to being forgotten.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{SigningAlg, Time};

crate::row! {
    /// A signing key.
    pub struct SigningKey {
        /// RFC 7638 thumbprint.
        pub kid: String,
        /// What it signs.
        pub alg: SigningAlg,
        /// Its public half: a JWK as JSON.
        pub public_jwk: String,
        /// Its PKCS#8, sealed for `signing_key|<kid>|private_key`.
        pub private_key: String,
        /// Published from here.
        pub created_at: Time,
        /// Signs from here.
        pub active_from: Time,
        /// Signs until here.
        pub retired_at: Option<Time>,
        /// Published until here.
        pub removed_at: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO signing_key (kid, alg, public_jwk, private_key, created_at, active_from, \
                      retired_at, removed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Adds a key.
///
/// # Errors
/// [`StorageError::Taken`] when the `kid` exists.
pub async fn insert(tx: &Tx, key: &SigningKey) -> Result<(), StorageError> {
    let args = args![
        &key.kid,
        key.alg,
        &key.public_jwk,
        &key.private_key,
        key.created_at,
        key.active_from,
        key.retired_at,
        key.removed_at,
    ];
    tx.execute(INSERT, args).await.map(drop)
}

const LIST_PUBLISHED: &str =
    "SELECT * FROM signing_key WHERE removed_at IS NULL OR removed_at > $1 ORDER BY alg, active_from, kid";

/// Every key that is published at `now`, by algorithm and age.
///
/// # Errors
/// The engine's.
pub async fn list_published(tx: &Tx, now: Time) -> Result<Vec<SigningKey>, StorageError> {
    tx.list(LIST_PUBLISHED, args![now]).await
}

const RETIRE: &str = "UPDATE signing_key SET retired_at = $2, removed_at = $3 WHERE kid = $1 AND retired_at IS NULL";

/// Says until when a key signs and until when it is published; both may lie ahead. A retired key stays as it is.
///
/// # Errors
/// The engine's.
pub async fn retire(tx: &Tx, kid: &str, retired_at: Time, removed_at: Time) -> Result<(), StorageError> {
    tx.execute(RETIRE, args![kid, retired_at, removed_at]).await.map(drop)
}

const RESEAL: &str = "UPDATE signing_key SET private_key = $2 WHERE kid = $1";

/// Replaces the sealed private half, after a change of the vault's key.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such key.
pub async fn reseal(tx: &Tx, kid: &str, private_key: &str) -> Result<(), StorageError> {
    tx.execute_one(RESEAL, args![kid, private_key]).await
}
