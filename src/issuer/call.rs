//! What other calls of platforms' servers stand on: the same proof of the client as at the token endpoint, the same kind
//! of answer.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};
use tower_http::timeout::TimeoutLayer;

use super::form::MAX_FORM;
use super::params::Params;
use super::refusal::Refusal;
use super::service::{CALL_TIME, Issuer};
use super::{OAuthError, bearer, client_auth, wire};
use crate::domain::{ApiScope, AuthMethod};
use crate::storage::client_tokens::{self, ClientBearer};
use crate::storage::clients::Client;
use crate::vault::sha256;

/// Members of a JSON body that prove a client (RFC 6749, 2.3.1; RFC 7523, 2.2), as they are named in forms.
const CREDENTIALS: [&str; 4] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

impl Issuer {
    /// The client behind a call with a JSON body: proven by HTTP Basic, or by members of the body, which are taken out of
    /// it. A public client proves nothing and is refused.
    ///
    /// # Errors
    /// As at the token endpoint.
    pub async fn authenticate_call(
        &self,
        headers: &HeaderMap,
        body: &mut Map<String, Value>,
    ) -> Result<Client, Refusal> {
        let mut credentials = Vec::new();
        for name in CREDENTIALS {
            match body.remove(name) {
                None => {}
                Some(Value::String(value)) => credentials.push((name, value)),
                Some(_) => return Err(Refusal::invalid_request(format!("{name} is not a text"))),
            }
        }
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(credentials).finish();
        let client = client_auth::authenticate(self, headers, &Params::parse(form.as_bytes())).await?;
        if client.auth_method == AuthMethod::None { Err(Refusal::invalid_client()) } else { Ok(client) }
    }

    /// The client behind a call that bears a token of its own (RFC 6750), good for reading journals. A token of somebody who
    /// signed in is nobody here.
    ///
    /// # Errors
    /// `invalid_token`; `insufficient_scope` when the client is not allowed it any more.
    pub async fn authenticate_reader(&self, headers: &HeaderMap) -> Result<ClientBearer, Refusal> {
        let scopes = [ApiScope::RosterCore, ApiScope::Roster];
        self.bearing(headers, &scopes, "the client may not read journals any more").await
    }

    /// The same, good for being told of events.
    ///
    /// # Errors
    /// As [`Issuer::authenticate_reader`].
    pub async fn authenticate_listener(&self, headers: &HeaderMap) -> Result<ClientBearer, Refusal> {
        let why = format!("the token or the client lacks the scope {}", ApiScope::Events);
        self.bearing(headers, &[ApiScope::Events], &why).await
    }

    /// The token must have one of the scopes, and the client be allowed it still.
    async fn bearing(&self, headers: &HeaderMap, scopes: &[ApiScope], why: &str) -> Result<ClientBearer, Refusal> {
        let token = bearer::read(headers, None)?;
        let (ground, hash) = (self.ground(), sha256(&token));
        let found = client_tokens::find_bearer(&ground.db, &hash, ground.now()).await?;
        let bearer = found.ok_or_else(bearer::invalid_token)?;
        let opens = |scope: &ApiScope| [&bearer.scope, &bearer.allowed_scopes].iter().all(|list| has(list, *scope));
        if scopes.iter().any(opens) { Ok(bearer) } else { Err(Refusal::new(OAuthError::InsufficientScope, why)) }
    }
}

/// Whether a space separated list has this scope.
pub(super) fn has(list: &str, scope: ApiScope) -> bool {
    list.split(' ').any(|word| word == scope.as_str())
}

/// Puts around other calls of programs what stands around the token endpoint: limits of size and time, headers, a count.
pub fn around_calls(routes: Router) -> Router {
    routes
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, CALL_TIME))
        .layer(from_fn(wire::around))
}
