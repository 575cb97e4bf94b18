//! Table `client`: the OIDC clients of platforms.

use super::client_uris::{self, joined};
use super::platforms::{Platform, beside, read_beside};
use super::{Database, FromRow, Row, StorageError, Tx};
use crate::args;
use crate::domain::{AuthMethod, ClientId, Pkce, PlatformId, SigningAlg, Time};

crate::row! {
    /// An OIDC client of a platform.
    pub struct Client {
        /// `client_id` on the wire.
        pub id: ClientId,
        /// Whose client it is.
        pub platform_id: PlatformId,
        /// For operators.
        pub name: String,
        /// The one way it proves itself at the token endpoint.
        pub auth_method: AuthMethod,
        /// Whether it must use PKCE.
        pub pkce: Pkce,
        /// How its ID tokens are signed.
        pub id_token_alg: SigningAlg,
        /// Allow list of scopes, space separated.
        pub scopes: String,
        /// Allow list of claims, space separated.
        pub claims: String,
        /// Its own public keys: a JWK set as JSON.
        pub jwks: Option<String>,
        /// Where its public keys are.
        pub jwks_uri: Option<String>,
        /// Where it is told that a session ended.
        pub backchannel_logout_uri: Option<String>,
        /// When it was made.
        pub created_at: Time,
        /// Since when it may do nothing.
        pub disabled_at: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO client (id, platform_id, name, auth_method, pkce, id_token_alg, scopes, claims, jwks, \
                      jwks_uri, backchannel_logout_uri, created_at, disabled_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// Adds a client.
///
/// # Errors
/// [`StorageError::Taken`] when the `client_id` exists.
pub async fn insert(tx: &Tx, client: &Client) -> Result<(), StorageError> {
    let args = args![
        &client.id,
        &client.platform_id,
        &client.name,
        client.auth_method,
        client.pkce,
        client.id_token_alg,
        &client.scopes,
        &client.claims,
        &client.jwks,
        &client.jwks_uri,
        &client.backchannel_logout_uri,
        client.created_at,
        client.disabled_at,
    ];
    tx.execute(INSERT, args).await.map(drop)
}

const FIND: &str = "SELECT * FROM client WHERE id = $1";

/// The client with this `client_id`, disabled or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &ClientId) -> Result<Option<Client>, StorageError> {
    tx.find(FIND, args![id]).await
}

const FIND_LIVE: &str = "SELECT c.* FROM client c JOIN platform p ON p.id = c.platform_id \
                         WHERE c.id = $1 AND c.disabled_at IS NULL AND p.disabled_at IS NULL";

/// The client with this `client_id`, if neither it nor its platform is disabled.
///
/// # Errors
/// The engine's.
pub async fn find_live(tx: &Tx, id: &ClientId) -> Result<Option<Client>, StorageError> {
    tx.find(FIND_LIVE, args![id]).await
}

/// A client that may ask for somebody, with its platform and where it may have answers sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// The client.
    pub client: Client,
    /// Its platform.
    pub platform: Platform,
    /// Its redirect URIs, byte by byte, in order.
    pub redirect_uris: Vec<String>,
}

impl FromRow for Asking {
    fn from_row(row: &Row<'_>) -> Result<Self, StorageError> {
        let client = Client::from_row(row)?;
        let platform = read_beside(row, client.platform_id.clone())?;
        let uris: Option<String> = row.take("uris")?;
        Ok(Self { client, platform, redirect_uris: client_uris::apart(uris.as_deref()) })
    }
}

const FIND_ASKING: &str = concat!(
    "SELECT c.*, ",
    beside!(),
    ", ",
    joined!("c.id", "'redirect'"),
    " FROM client c JOIN platform p ON p.id = c.platform_id ",
    "WHERE c.id = $1 AND c.disabled_at IS NULL AND p.disabled_at IS NULL"
);

/// The client with this `client_id`, if neither it nor its platform is disabled, and what an authorization request of it is
/// checked against: one statement, alone.
///
/// # Errors
/// The engine's.
pub async fn find_asking(db: &Database, id: &ClientId) -> Result<Option<Asking>, StorageError> {
    db.find(FIND_ASKING, args![id]).await
}

/// A client beside one of its secrets.
struct Shown {
    client: Client,
    secret_hash: Option<String>,
}

impl FromRow for Shown {
    fn from_row(row: &Row<'_>) -> Result<Self, StorageError> {
        Ok(Self { client: Client::from_row(row)?, secret_hash: row.take("secret_hash")? })
    }
}

const FIND_PROVABLE: &str = "SELECT c.*, s.hash AS secret_hash FROM client c JOIN platform p ON p.id = c.platform_id \
                             LEFT JOIN client_secret s ON s.client_id = c.id AND s.ended_at IS NULL \
                             AND (s.expires_at IS NULL OR s.expires_at > $2) \
                             WHERE c.id = $1 AND c.disabled_at IS NULL AND p.disabled_at IS NULL";

/// A client that may be served and the hashes of its secrets that are good now, in one statement: every call of a
/// platform's server begins with it.
///
/// # Errors
/// The engine's.
pub async fn find_provable(
    db: &Database,
    id: &ClientId,
    now: Time,
) -> Result<Option<(Client, Vec<String>)>, StorageError> {
    let rows: Vec<Shown> = db.list(FIND_PROVABLE, args![id, now]).await?;
    let hashes = rows.iter().filter_map(|row| row.secret_hash.clone()).collect();
    Ok(rows.into_iter().next().map(|row| (row.client, hashes)))
}

const LIST: &str = "SELECT * FROM client ORDER BY id";

/// Every client.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx) -> Result<Vec<Client>, StorageError> {
    tx.list(LIST, args![]).await
}

const LIST_OF_PLATFORM: &str = "SELECT * FROM client WHERE platform_id = $1 ORDER BY id";

/// Every client of one platform.
///
/// # Errors
/// The engine's.
pub async fn list_of_platform(tx: &Tx, platform: &PlatformId) -> Result<Vec<Client>, StorageError> {
    tx.list(LIST_OF_PLATFORM, args![platform]).await
}

const UPDATE: &str = "UPDATE client SET name = $2, auth_method = $3, pkce = $4, id_token_alg = $5, scopes = $6, \
                      claims = $7, jwks = $8, jwks_uri = $9, backchannel_logout_uri = $10 WHERE id = $1";

/// Changes a client: everything but its id, platform and state.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such client.
pub async fn update(tx: &Tx, client: &Client) -> Result<(), StorageError> {
    let args = args![
        &client.id,
        &client.name,
        client.auth_method,
        client.pkce,
        client.id_token_alg,
        &client.scopes,
        &client.claims,
        &client.jwks,
        &client.jwks_uri,
        &client.backchannel_logout_uri,
    ];
    tx.execute_one(UPDATE, args).await
}

const SET_DISABLED: &str = "UPDATE client SET disabled_at = $2 WHERE id = $1";

/// Disables a client from `at`, or enables it again with `None`.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such client.
pub async fn set_disabled(tx: &Tx, id: &ClientId, at: Option<Time>) -> Result<(), StorageError> {
    tx.execute_one(SET_DISABLED, args![id, at]).await
}
