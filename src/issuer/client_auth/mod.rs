//! Who is calling: a client proves itself in the one way it is registered for.

mod assertion;
mod credentials;
mod keys;

use http::HeaderMap;

use self::credentials::Credentials;
pub(super) use self::keys::ClientKeys;
use super::params::Params;
use super::refusal::Refusal;
use super::service::Issuer;
use crate::domain::{AuthMethod, ClientId};
use crate::storage::clients::Client;
use crate::storage::{Durability, client_assertions, clients};
use crate::vault::{same_secret, sha256};

/// The client behind a call.
///
/// # Errors
/// `invalid_client` with one text for every reason; `invalid_request` when several ways are used at once.
pub(super) async fn authenticate(issuer: &Issuer, headers: &HeaderMap, params: &Params) -> Result<Client, Refusal> {
    let shown = credentials::read(headers, params)?;
    let (method, id) = match &shown {
        Credentials::Basic { id, .. } => (AuthMethod::ClientSecretBasic, id.parse().ok()),
        Credentials::Post { id, .. } => (AuthMethod::ClientSecretPost, id.parse().ok()),
        Credentials::None { id } => (AuthMethod::None, id.parse().ok()),
        Credentials::Assertion { id, jwt } => {
            let claimed = assertion::claimed_issuer(jwt);
            let agreed = id.as_deref().is_none_or(|id| claimed.as_ref().is_some_and(|claimed| claimed.as_str() == id));
            (AuthMethod::PrivateKeyJwt, claimed.filter(|_| agreed))
        }
    };
    let id: ClientId = id.ok_or_else(Refusal::invalid_client)?;
    let ground = issuer.ground();
    let found = clients::find_provable(&ground.db, &id, ground.now()).await?;
    let found = found.filter(|(client, _)| client.auth_method == method);
    let (client, hashes) = found.ok_or_else(Refusal::invalid_client)?;
    let proven = match &shown {
        Credentials::Basic { secret, .. } | Credentials::Post { secret, .. } => is_one_of(secret, &hashes),
        Credentials::Assertion { jwt, .. } => accept(issuer, &client, jwt).await?,
        Credentials::None { .. } => true,
    };
    if proven { Ok(client) } else { Err(Refusal::invalid_client()) }
}

/// A secret has 128 random bits or more, so one SHA-256 is enough; every hash is compared, in constant time.
fn is_one_of(secret: &str, hashes: &[String]) -> bool {
    let hash = sha256(secret);
    hashes.iter().fold(false, |found, known| found | same_secret(known, &hash))
}

async fn accept(issuer: &Issuer, client: &Client, jwt: &str) -> Result<bool, Refusal> {
    let (ground, now) = (issuer.ground(), issuer.ground().now());
    let audiences = issuer.audiences();
    for again in [false, true] {
        let keys = issuer.client_keys().find(client, now, again).await;
        match assertion::check(jwt, &keys, &client.id, audiences, now) {
            Ok(Some(accepted)) => {
                let (client, accepted) = (&client.id, &accepted);
                let write = |tx| async move {
                    client_assertions::insert(&tx, client, &accepted.jti_hash, accepted.forget_at).await
                };
                return Ok(ground.db.write(Durability::Relaxed, write).await?);
            }
            Err(super::keys::JwtError::NoKey) if client.jwks.is_none() => {}
            Ok(None) | Err(_) => return Ok(false),
        }
    }
    Ok(false)
}
