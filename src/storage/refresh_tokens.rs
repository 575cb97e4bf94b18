//! Table `refresh_token`: each is used once and replaced by the next of its family.

use super::token_families::{AliveFamily, alive_from, alive_where, select_alive};
use super::{StorageError, Tx};
use crate::args;
use crate::domain::{ClientId, FamilyId, Time};

crate::row! {
    /// A refresh token, as its hash.
    pub struct RefreshToken {
        /// SHA-256 of the token.
        pub hash: String,
        /// Its family.
        pub family_id: FamilyId,
        /// When it was made.
        pub created_at: Time,
        /// When it ends without use.
        pub expires_at: Time,
        /// When it was used.
        pub used_at: Option<Time>,
    }
}

crate::row! {
    /// A refresh token and whom it was made for.
    pub struct OwnedRefreshToken {
        /// SHA-256 of the token.
        pub hash: String,
        /// Its family.
        pub family_id: FamilyId,
        /// Whom it was made for.
        pub client_id: ClientId,
        /// When it was made.
        pub created_at: Time,
        /// When it ends without use.
        pub expires_at: Time,
        /// When it was used.
        pub used_at: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO refresh_token (hash, family_id, created_at, expires_at, used_at) \
                      VALUES ($1, $2, $3, $4, $5)";

/// Adds a token.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, token: &RefreshToken) -> Result<(), StorageError> {
    let args = args![&token.hash, &token.family_id, token.created_at, token.expires_at, token.used_at];
    tx.execute(INSERT, args).await.map(drop)
}

const FIND: &str = "SELECT r.hash, r.family_id, f.client_id, r.created_at, r.expires_at, r.used_at \
                    FROM refresh_token r JOIN token_family f ON f.id = r.family_id WHERE r.hash = $1";

/// The token with this hash, used and expired ones too.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, hash: &str) -> Result<Option<OwnedRefreshToken>, StorageError> {
    tx.find(FIND, args![hash]).await
}

const FIND_ALIVE: &str = concat!(
    select_alive!(),
    "FROM refresh_token r JOIN token_family f ON f.id = r.family_id AND f.client_id = $3 ",
    alive_from!(),
    "WHERE r.hash = $1 AND r.used_at IS NULL AND r.expires_at > $2 AND ",
    alive_where!()
);

/// What a token of this client opens, if it is good and everything it stands on may still be used, in one statement.
///
/// # Errors
/// The engine's.
pub async fn find_alive(
    tx: &Tx,
    hash: &str,
    client: &ClientId,
    now: Time,
) -> Result<Option<AliveFamily>, StorageError> {
    tx.find(FIND_ALIVE, args![hash, now, client]).await
}

const CONSUME: &str = "UPDATE refresh_token SET used_at = $2 WHERE hash = $1 AND used_at IS NULL";

/// Uses a token up. False when it was used before: one caller ever sees true.
///
/// # Errors
/// The engine's.
pub async fn consume(tx: &Tx, hash: &str, now: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(CONSUME, args![hash, now]).await? == 1)
}
