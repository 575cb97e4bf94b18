//! Table `authorization_code`: what a platform exchanges for tokens, once.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{ClientId, FamilyId, Time};

crate::row! {
    /// An authorization code, as its hash.
    pub struct AuthorizationCode {
        /// SHA-256 of the code.
        pub hash: String,
        /// What it opens.
        pub family_id: FamilyId,
        /// Whom it was made for.
        pub client_id: ClientId,
        /// Where it was sent.
        pub redirect_uri: String,
        /// PKCE, S256.
        pub code_challenge: Option<String>,
        /// For the ID token.
        pub nonce: Option<String>,
        /// When it was made.
        pub created_at: Time,
        /// When it ends by itself.
        pub expires_at: Time,
        /// When it was offered to us, rightly or wrongly.
        pub used_at: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO authorization_code (hash, family_id, client_id, redirect_uri, code_challenge, \
                      nonce, created_at, expires_at, used_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Adds a code.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, code: &AuthorizationCode) -> Result<(), StorageError> {
    let args = args![
        &code.hash,
        &code.family_id,
        &code.client_id,
        &code.redirect_uri,
        &code.code_challenge,
        &code.nonce,
        code.created_at,
        code.expires_at,
        code.used_at,
    ];
    tx.execute(INSERT, args).await.map(drop)
}

const FIND: &str = "SELECT * FROM authorization_code WHERE hash = $1";

/// The code with this hash, used and expired ones too.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, hash: &str) -> Result<Option<AuthorizationCode>, StorageError> {
    tx.find(FIND, args![hash]).await
}

const CONSUME: &str = "UPDATE authorization_code SET used_at = $2 WHERE hash = $1 AND used_at IS NULL RETURNING *";

/// Uses a code up, expired or not, and answers what it was. Nothing when it is unknown or was used before: one caller ever
/// sees it.
///
/// # Errors
/// The engine's.
pub async fn consume(tx: &Tx, hash: &str, now: Time) -> Result<Option<AuthorizationCode>, StorageError> {
    tx.find(CONSUME, args![hash, now]).await
}
