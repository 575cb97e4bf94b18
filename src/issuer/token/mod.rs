//! `POST /token`: codes and refresh tokens become tokens, and a client gets one for itself.

mod client_grant;
mod code_grant;
mod id_token;
mod pkce;
mod refresh_grant;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use http::{HeaderMap, header};
use serde::Serialize;

use super::client_auth::authenticate;
use super::form;
use super::refusal::Refusal;
use super::service::Issuer;
use super::subject::subject;
use super::{IssuerError, OAuthError};
use crate::domain::{FamilyId, Scope, Time};
use crate::ground::Ground;
use crate::storage::access_tokens::{self, AccessToken};
use crate::storage::clients::Client;
use crate::storage::refresh_tokens::{self, RefreshToken};
use crate::storage::token_families::{self, AliveFamily};
use crate::storage::{Durability, StorageError, Tx, account_merges};
use crate::vault::sha256;

/// RFC 6749, 5.1 and OIDC Core 3.1.3.3.
#[derive(Debug, Serialize)]
struct TokenAnswer {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

impl TokenAnswer {
    fn access_only(access_token: String, expires_in: i64, scope: String) -> Self {
        Self { access_token, token_type: "Bearer", expires_in, scope, refresh_token: None, id_token: None }
    }

    fn respond(self) -> Response {
        let headers = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];
        (headers, Json(self)).into_response()
    }
}

/// How a grant came out. A refusal is an outcome, not an error: what was used up stays used up.
enum Outcome {
    Granted(Box<Grant>),
    /// Not good; the reason for the developer.
    Refused(&'static str),
    /// Used a second time: somebody has a copy. Everything that grew from it ends.
    Reused(FamilyId),
    /// The refresh token asked for more than it has; nothing was used up.
    TooWide,
}

/// Fresh tokens, in clear, and what they stand for.
struct Grant {
    family: AliveFamily,
    scope: String,
    nonce: Option<String>,
    access_token: String,
    expires_in: i64,
    refresh_token: Option<String>,
    /// The `sub` of each account that went into this one, as the platform knew it.
    former_subs: Vec<String>,
}

/// `POST /token`.
pub(super) async fn exchange(
    State(issuer): State<Issuer>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let params = form::read(&headers, body)?;
    let client = authenticate(&issuer, &headers, &params).await?;
    let outcome = match params.find("grant_type", 100)? {
        Some("authorization_code") => code_grant::redeem(&issuer, &client, &params).await?,
        Some("refresh_token") => refresh_grant::renew(&issuer, &client, &params).await?,
        Some("client_credentials") => return Ok(client_grant::issue(&issuer, &client, &params).await?.respond()),
        Some(_) => {
            let known = "use authorization_code, refresh_token or client_credentials";
            return Err(Refusal::new(OAuthError::UnsupportedGrantType, known));
        }
        None => return Err(Refusal::invalid_request("grant_type is missing")),
    };
    let refused = |why: &'static str| Err(Refusal::new(OAuthError::InvalidGrant, why));
    match outcome {
        Outcome::Granted(grant) => answer(&issuer, &client, *grant).await,
        Outcome::Refused(why) => refused(why),
        Outcome::TooWide => Err(Refusal::new(OAuthError::InvalidScope, "scope asks for more than was granted")),
        Outcome::Reused(family) => {
            end_family(issuer.ground(), &client, &family).await?;
            refused("it was used before")
        }
    }
}

async fn end_family(ground: &Ground, client: &Client, family: &FamilyId) -> Result<(), StorageError> {
    let now = ground.now();
    let write = |tx: Tx| async move { token_families::end(&tx, family, now, "reused").await };
    ground.db.write(Durability::Durable, write).await?;
    tracing::warn!(client.id = %client.id, family.id = %family, "a code or refresh token was used twice; its tokens are ended");
    Ok(())
}

async fn answer(issuer: &Issuer, client: &Client, grant: Grant) -> Result<Response, Refusal> {
    let id_token = id_token::sign(issuer, client, &grant).await?;
    let answer = TokenAnswer {
        refresh_token: grant.refresh_token,
        id_token: Some(id_token),
        ..TokenAnswer::access_only(grant.access_token, grant.expires_in, grant.scope)
    };
    Ok(answer.respond())
}

/// Makes an access token, and a refresh token where that scope was granted, in the transaction that used up what they
/// were exchanged for.
async fn mint(
    tx: &Tx,
    ground: &Ground,
    family: AliveFamily,
    scope: String,
    nonce: Option<String>,
) -> Result<Outcome, IssuerError> {
    let now = ground.now();
    let tokens = &ground.config.tokens;
    let until = |seconds: i64| (now + TimeDelta::seconds(seconds)).min(family.expires_at);
    let access_token = ground.random.secret();
    let expires_at = until(tokens.access_seconds);
    let row = AccessToken {
        hash: sha256(&access_token),
        family_id: family.id.clone(),
        scope: scope.clone(),
        created_at: now,
        expires_at,
        ended_at: None,
    };
    access_tokens::insert(tx, &row).await?;
    let refreshes = has_scope(&family.scope, Scope::OfflineAccess);
    let refresh_token = if refreshes {
        Some(mint_refresh(tx, ground, &family.id, until(tokens.refresh_idle_seconds), now).await?)
    } else {
        None
    };
    let expires_in = (expires_at - now).num_seconds();
    let former_subs = former_subs(tx, &family).await?;
    Ok(Outcome::Granted(Box::new(Grant { family, scope, nonce, access_token, expires_in, refresh_token, former_subs })))
}

/// Read only where there is something to be read: hardly ever.
async fn former_subs(tx: &Tx, family: &AliveFamily) -> Result<Vec<String>, StorageError> {
    if family.former == 0 {
        return Ok(Vec::new());
    }
    let former = account_merges::list_former(tx, &family.account_id).await?;
    Ok(former.iter().map(|one| subject(family.sub_mode, &one.sub, &family.platform_id, &one.account_id)).collect())
}

async fn mint_refresh(
    tx: &Tx,
    ground: &Ground,
    family: &FamilyId,
    expires_at: Time,
    now: Time,
) -> Result<String, StorageError> {
    let token = ground.random.secret();
    let row =
        RefreshToken { hash: sha256(&token), family_id: family.clone(), created_at: now, expires_at, used_at: None };
    refresh_tokens::insert(tx, &row).await?;
    Ok(token)
}

/// True when a stored list of scopes has this one.
pub(super) fn has_scope(list: &str, scope: Scope) -> bool {
    list.split(' ').any(|word| word == scope.as_str())
}
