//! What we are and what we can: OpenID Connect Discovery 1.0, RFC 8414, and the JWK set.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::service::Issuer;
use crate::domain::{ApiScope, AuthMethod, Claim, Prompt, ResponseMode, Scope, SigningAlg};

/// How long others may keep the document and the keys, in seconds; shorter than the lead of a new key.
static KEEP: HeaderValue = HeaderValue::from_static("public, max-age=300");
static JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The document. All addresses come from the configured issuer, never from a request.
pub(super) fn document(issuer: &str) -> String {
    let at = |path: &str| format!("{issuer}{path}");
    let words = |all: Vec<&'static str>| Value::from(all);
    let algs = || words(SigningAlg::ALL.iter().map(|alg| alg.as_str()).collect());
    let secret_methods = || {
        words(AuthMethod::ALL.iter().map(|m| m.as_str()).filter(|word| *word != AuthMethod::None.as_str()).collect())
    };
    let claims =
        ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "sid", "acr", "amr", "koppel:former_subs"];
    let claims = claims.into_iter().chain(Claim::ALL.iter().map(|claim| claim.as_str()));
    let scopes = Scope::ALL.iter().map(|scope| scope.as_str()).chain(ApiScope::ALL.iter().map(|scope| scope.as_str()));
    json!({
        "issuer": issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "jwks_uri": at("/jwks"),
        "introspection_endpoint": at("/introspect"),
        "revocation_endpoint": at("/revoke"),
        "end_session_endpoint": at("/logout"),
        "koppel_link_endpoint": at("/link/start"),
        "koppel_link_sessions_endpoint": at("/api/link-sessions"),
        "koppel_oneroster_endpoint": at(super::ONEROSTER),
        "koppel_events_endpoint": at(&format!("{}/poll", super::EVENTS)),
        "koppel_events_replay_endpoint": at(&format!("{}/replay", super::EVENTS)),
        "response_types_supported": ["code"],
        "response_modes_supported": words(ResponseMode::ALL.iter().map(|mode| mode.as_str()).collect()),
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": algs(),
        "scopes_supported": scopes.collect::<Vec<_>>(),
        "claims_supported": claims.collect::<Vec<_>>(),
        "claim_types_supported": ["normal"],
        "prompt_values_supported": words(Prompt::ALL.iter().map(|prompt| prompt.as_str()).collect()),
        "ui_locales_supported": ["et", "nl", "sv", "en"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": words(AuthMethod::ALL.iter().map(|m| m.as_str()).collect()),
        "token_endpoint_auth_signing_alg_values_supported": algs(),
        "introspection_endpoint_auth_methods_supported": secret_methods(),
        "introspection_endpoint_auth_signing_alg_values_supported": algs(),
        "revocation_endpoint_auth_methods_supported": words(AuthMethod::ALL.iter().map(|m| m.as_str()).collect()),
        "revocation_endpoint_auth_signing_alg_values_supported": algs(),
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "require_request_uri_registration": false,
        "authorization_response_iss_parameter_supported": true,
    })
    .to_string()
}

/// `GET /.well-known/openid-configuration`.
pub(super) async fn show(State(issuer): State<Issuer>) -> Response {
    public_json(issuer.discovery())
}

/// `GET /jwks`.
pub(super) async fn jwks(State(issuer): State<Issuer>) -> Result<Response, Refusal> {
    let keys = issuer.keys().current().await?;
    Ok(public_json(keys.jwks()))
}

/// The bytes are shared, not copied.
fn public_json(body: Bytes) -> Response {
    let headers = [(header::CONTENT_TYPE, JSON.clone()), (header::CACHE_CONTROL, KEEP.clone())];
    (headers, Body::from(body)).into_response()
}
