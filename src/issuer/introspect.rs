//! `POST /introspect` (RFC 7662): a platform's server asks whether a token of its own is still good.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde_json::{Value, json};

use super::call::has;
use super::client_auth::authenticate;
use super::form;
use super::refusal::Refusal;
use super::service::Issuer;
use super::subject::subject;
use super::{EVENTS, ONEROSTER};
use crate::domain::{ApiScope, AuthMethod, Time};
use crate::storage::access_tokens::Bearer;
use crate::storage::client_tokens::{self, ClientBearer};
use crate::storage::clients::Client;
use crate::storage::{StorageError, Tx, access_tokens, refresh_tokens, token_families};
use crate::vault::sha256;

/// `POST /introspect`. Public clients cannot prove themselves and get no answer.
pub(super) async fn introspect(
    State(issuer): State<Issuer>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let params = form::read(&headers, body)?;
    let client = authenticate(&issuer, &headers, &params).await?;
    if client.auth_method == AuthMethod::None {
        return Err(Refusal::invalid_client());
    }
    let token = params.find("token", 512)?.ok_or_else(|| Refusal::invalid_request("token is missing"))?;
    let (ground, hash) = (issuer.ground(), sha256(token));
    let bearer = access_tokens::find_bearer(&ground.db, &hash, ground.now()).await?;
    let answer = if let Some(bearer) = bearer {
        of_access(&bearer, &client, ground.issuer())
    } else if let Some(bearer) = client_tokens::find_bearer(&ground.db, &hash, ground.now()).await? {
        of_client(&bearer, &client, ground.issuer())
    } else {
        let read = async |tx| of_refresh(&tx, &client, &hash, ground.issuer(), ground.now()).await;
        ground.db.read(read).await?
    };
    let answer = answer.unwrap_or_else(|| json!({"active": false}));
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

/// Nothing for somebody else's.
fn of_access(bearer: &Bearer, client: &Client, issuer: &str) -> Option<Value> {
    let sub = subject(bearer.sub_mode, &bearer.sub, &bearer.platform_id, &bearer.account_id);
    let answer = json!({
        "active": true, "iss": issuer, "sub": sub, "aud": client.id.as_str(), "client_id": client.id.as_str(),
        "scope": bearer.scope, "token_type": "Bearer",
        "iat": bearer.created_at.timestamp(), "exp": bearer.expires_at.timestamp(),
    });
    (bearer.client_id == client.id).then_some(answer)
}

/// Nothing for somebody else's. Without `sub`: there is nobody who could be taken for a person.
fn of_client(bearer: &ClientBearer, client: &Client, issuer: &str) -> Option<Value> {
    let answer = json!({
        "active": true, "iss": issuer, "aud": audience(&bearer.scope, issuer), "client_id": client.id.as_str(),
        "scope": bearer.scope, "token_type": "Bearer",
        "iat": bearer.created_at.timestamp(), "exp": bearer.expires_at.timestamp(),
    });
    (bearer.client_id == client.id).then_some(answer)
}

/// Where a token of these scopes is good.
fn audience(scope: &str, issuer: &str) -> Value {
    let (journals, events) = (format!("{issuer}{ONEROSTER}"), format!("{issuer}{EVENTS}"));
    let reads = [ApiScope::RosterCore, ApiScope::Roster].iter().any(|word| has(scope, *word));
    match (reads, has(scope, ApiScope::Events)) {
        (true, true) => json!([journals, events]),
        (false, true) => json!(events),
        _ => json!(journals),
    }
}

/// Nothing for a token that is unknown, over, blocked or somebody else's.
async fn of_refresh(
    tx: &Tx,
    client: &Client,
    hash: &str,
    issuer: &str,
    now: Time,
) -> Result<Option<Value>, StorageError> {
    let token = refresh_tokens::find(tx, hash).await?;
    let token = token.filter(|t| t.client_id == client.id && t.used_at.is_none() && t.expires_at > now);
    let Some(token) = token else { return Ok(None) };
    let Some(family) = token_families::find_alive(tx, &token.family_id, now).await? else { return Ok(None) };
    let sub = subject(family.sub_mode, &family.sub, &family.platform_id, &family.account_id);
    Ok(Some(json!({
        "active": true, "iss": issuer, "sub": sub, "client_id": client.id.as_str(), "scope": family.scope,
        "iat": token.created_at.timestamp(), "exp": token.expires_at.timestamp(),
    })))
}
