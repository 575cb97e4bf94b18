//! Table `client_token`: access tokens that clients have for themselves. Nobody signed in for one.

use super::{Database, StorageError, Tx};
use crate::args;
use crate::domain::{ClientId, PlatformId, SubMode, Time};

crate::row! {
    /// An access token of a client, as its hash.
    pub struct ClientToken {
        /// SHA-256 of the token.
        pub hash: String,
        /// Whose token.
        pub client_id: ClientId,
        /// Whose client.
        pub platform_id: PlatformId,
        /// What it opens, space separated.
        pub scope: String,
        /// When it was made.
        pub created_at: Time,
        /// When it ends by itself.
        pub expires_at: Time,
        /// When it was ended.
        pub ended_at: Option<Time>,
    }
}

crate::row! {
    /// A client that bears a token of its own, and what it may see.
    pub struct ClientBearer {
        /// Which client.
        pub client_id: ClientId,
        /// Whose client: it sees this platform and no other.
        pub platform_id: PlatformId,
        /// Which `sub` that platform sees.
        pub sub_mode: SubMode,
        /// What the token opens, space separated.
        pub scope: String,
        /// The client's allow list of scopes, space separated.
        pub allowed_scopes: String,
        /// The client's allow list of claims, space separated.
        pub allowed_claims: String,
        /// When the token was made.
        pub created_at: Time,
        /// When it ends.
        pub expires_at: Time,
    }
}

const INSERT: &str = "INSERT INTO client_token (hash, client_id, platform_id, scope, created_at, expires_at, ended_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Adds a token.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, token: &ClientToken) -> Result<(), StorageError> {
    let args = args![
        &token.hash,
        &token.client_id,
        &token.platform_id,
        &token.scope,
        token.created_at,
        token.expires_at,
        token.ended_at,
    ];
    tx.execute(INSERT, args).await.map(drop)
}

const FIND_BEARER: &str = "SELECT t.client_id, t.platform_id, p.sub_mode, t.scope, c.scopes AS allowed_scopes, \
    c.claims AS allowed_claims, t.created_at, t.expires_at FROM client_token t \
    JOIN client c ON c.id = t.client_id AND c.platform_id = t.platform_id AND c.disabled_at IS NULL \
    JOIN platform p ON p.id = t.platform_id AND p.disabled_at IS NULL \
    WHERE t.hash = $1 AND t.ended_at IS NULL AND t.expires_at > $2";

/// Who bears this token, if it, its client and its platform may still be used.
///
/// # Errors
/// The engine's.
pub async fn find_bearer(db: &Database, hash: &str, now: Time) -> Result<Option<ClientBearer>, StorageError> {
    db.find(FIND_BEARER, args![hash, now]).await
}

const END: &str = "UPDATE client_token SET ended_at = $3 WHERE hash = $1 AND client_id = $2 AND ended_at IS NULL";

/// Ends a token of this client. False when it has no such live token.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, hash: &str, client: &ClientId, now: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(END, args![hash, client, now]).await? == 1)
}
