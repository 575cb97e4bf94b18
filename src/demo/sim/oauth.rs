//! What the simulators share of OAuth 2: codes, tokens, client authentication.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::control::Mode;
use super::store::{Grant, Login, Session};
use super::{Inner, Sim, SimClient, site};

/// A code lives so long.
const CODE_SECONDS: i64 = 60;
/// An access token lives so long.
const ACCESS_SECONDS: i64 = 3600;

/// The address the browser goes back to, with a code.
pub(super) fn finish(sim: &Sim, login: Login, session: &Session) -> String {
    let code = sim.secret();
    let url = site::back(sim, &login, &[("code", &code)]);
    let grant = Grant { login, person: session.person.clone(), auth_time: session.signed_in_at, made_at: sim.now() };
    sim.store().codes.insert(code, grant);
    url
}

/// An authorization request that may be shown to a person: the client is known and so is where it goes back to.
pub(super) fn read_request(sim: &Inner, query: AuthorizeQuery) -> Option<Login> {
    let ignores = sim.control.heed("authorize", &[Mode::IgnorePromptLogin]) == Mode::IgnorePromptLogin;
    let client = query.client_id.as_deref().and_then(|id| sim.client(id))?;
    let redirect_uri = query.redirect_uri.filter(|uri| client.redirect_uris.contains(uri))?;
    let fresh = query.prompt.as_deref() == Some("login") || query.max_age == Some(0);
    Some(Login {
        client_id: client.id.clone(),
        redirect_uri,
        state: query.state,
        scope: query.scope.unwrap_or_default(),
        nonce: query.nonce,
        challenge: query.code_challenge.filter(|_| query.code_challenge_method.as_deref() == Some("S256")),
        max_age: query.max_age.filter(|_| !ignores),
        fresh: fresh && !ignores,
        ..Login::default()
    })
}

/// Shows the pages of an authorization request, or what is wrong with it.
pub(super) async fn authorize(State(sim): State<Sim>, jar: CookieJar, Query(query): Query<AuthorizeQuery>) -> Response {
    let is_code = query.response_type.as_deref() == Some("code");
    let Some(login) = read_request(&sim, query) else {
        return site::problem(&sim, StatusCode::BAD_REQUEST, "Unknown client_id, or redirect_uri is not registered.");
    };
    if !is_code {
        let url = site::back(&sim, &login, &[("error", "unsupported_response_type")]);
        return Redirect::to(&url).into_response();
    }
    site::begin(&sim, &jar, login)
}

/// The parameters of an authorization request.
#[derive(Debug, Deserialize)]
pub(super) struct AuthorizeQuery {
    client_id: Option<String>,
    redirect_uri: Option<String>,
    response_type: Option<String>,
    scope: Option<String>,
    state: Option<String>,
    nonce: Option<String>,
    prompt: Option<String>,
    max_age: Option<i64>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

/// The form of a token request.
#[derive(Debug, Deserialize)]
pub(super) struct TokenForm {
    pub grant_type: Option<String>,
    pub code: Option<String>,
    pub redirect_uri: Option<String>,
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
    pub refresh_token: Option<String>,
    pub code_verifier: Option<String>,
}

/// The grant that a token request proves, used up.
pub(super) fn granted(sim: &Inner, headers: &HeaderMap, form: &TokenForm) -> Result<Grant, Refusal> {
    let client = authenticated(sim, headers, form).ok_or(Refusal::Client)?;
    let grant = match form.grant_type.as_deref() {
        Some("authorization_code") => {
            let grant = form.code.as_deref().and_then(|code| sim.store().codes.remove(code));
            grant.filter(|grant| {
                let age = (sim.now() - grant.made_at).num_seconds();
                age < CODE_SECONDS
                    && form.redirect_uri.as_deref() == Some(grant.login.redirect_uri.as_str())
                    && challenge_met(grant, form)
            })
        }
        Some("refresh_token") => form.refresh_token.as_deref().and_then(|token| sim.store().refresh.remove(token)),
        _ => return Err(Refusal::GrantType),
    };
    let grant = grant.filter(|grant| grant.login.client_id == client.id);
    grant.ok_or(Refusal::Grant)
}

/// PKCE S256 (RFC 7636), where the authorization request had a challenge.
fn challenge_met(grant: &Grant, form: &TokenForm) -> bool {
    let Some(challenge) = &grant.login.challenge else { return true };
    let made = form.code_verifier.as_ref().map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    made.as_ref() == Some(challenge)
}

/// Why there is no token (RFC 6749, 5.2).
#[derive(Debug, Clone, Copy)]
pub(super) enum Refusal {
    Client,
    Grant,
    GrantType,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::Client => (StatusCode::UNAUTHORIZED, "invalid_client"),
            Self::Grant => (StatusCode::BAD_REQUEST, "invalid_grant"),
            Self::GrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type"),
        };
        (status, Json(json!({"error": error}))).into_response()
    }
}

/// New access and refresh tokens.
pub(super) fn tokens(sim: &Inner, mut grant: Grant) -> Value {
    let (access, refresh) = (sim.secret(), sim.secret());
    grant.made_at = sim.now();
    let scope = grant.login.scope.clone();
    sim.store().access.insert(access.clone(), grant.clone());
    sim.store().refresh.insert(refresh.clone(), grant);
    json!({"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": ACCESS_SECONDS,
        "scope": scope})
}

/// The client that a request authenticates, by HTTP Basic or in the form.
fn authenticated<'a>(sim: &'a Inner, headers: &HeaderMap, form: &TokenForm) -> Option<&'a SimClient> {
    let (id, secret) = basic(headers).or_else(|| Some((form.client_id.clone()?, form.client_secret.clone()?)))?;
    sim.client(&id).filter(|client| client.secret == secret)
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let coded = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(coded).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let plain = |part: &str| percent_encoding::percent_decode_str(part).decode_utf8().ok().map(Into::into);
    Some((plain(id)?, plain(secret)?))
}

/// The grant behind a Bearer token that has not run out.
pub(super) fn bearer(sim: &Inner, headers: &HeaderMap) -> Option<Grant> {
    let token = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    let grant = sim.store().access.get(token).cloned()?;
    Some(grant).filter(|grant| (sim.now() - grant.made_at).num_seconds() < ACCESS_SECONDS)
}
