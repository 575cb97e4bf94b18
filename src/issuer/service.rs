//! The room's service: keys, addresses, and what a call needs besides the ground.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use http::StatusCode;
use tower_http::timeout::TimeoutLayer;

use super::client_auth::ClientKeys;
use super::form::MAX_FORM;
use super::keys::{KeyRing, ensure};
use super::{IssuerError, authorize, discovery, introspect, logout, revoke, token, userinfo, wire};
use crate::ground::Ground;
use crate::outgoing::Outgoing;

/// Longest time for a call of a program.
pub(super) const CALL_TIME: Duration = Duration::from_secs(30);

/// The OpenID Connect issuer. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Issuer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    ground: Ground,
    keys: Arc<KeyRing>,
    client_keys: ClientKeys,
    audiences: Vec<String>,
    discovery: Bytes,
}

impl Issuer {
    /// Opens the room over the process's one ring; makes the signing keys when there are none yet. `outgoing` fetches keys of
    /// clients.
    ///
    /// # Errors
    /// The database's, the vault's, or no key could be made.
    pub async fn open(ground: Ground, keys: Arc<KeyRing>, outgoing: Outgoing) -> Result<Self, IssuerError> {
        ensure(&ground).await?;
        let issuer = ground.issuer();
        let audiences = ["", "/token", "/introspect", "/revoke"].map(|path| format!("{issuer}{path}")).to_vec();
        let inner = Inner {
            keys,
            client_keys: ClientKeys::new(outgoing),
            discovery: discovery::document(issuer).into(),
            audiences,
            ground,
        };
        inner.keys.current().await?;
        Ok(Self(Arc::new(inner)))
    }

    /// The routes that programs call. They stand outside `web::shell`: no page is among them, no cookie is read, and
    /// nothing is kept by caches unless it says so.
    pub fn protocol_router(&self) -> Router {
        // What waits for nobody and reads no body needs no limits.
        let documents = Router::new()
            .route("/.well-known/openid-configuration", get(discovery::show))
            .route("/.well-known/oauth-authorization-server", get(discovery::show));
        Router::new()
            .route("/jwks", get(discovery::jwks))
            .route("/token", post(token::exchange))
            .route("/userinfo", get(userinfo::show).post(userinfo::show_posted))
            .route("/introspect", post(introspect::introspect))
            .route("/revoke", post(revoke::revoke))
            .layer(DefaultBodyLimit::max(MAX_FORM))
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, CALL_TIME))
            .merge(documents)
            .layer(from_fn(wire::around))
            .with_state(self.clone())
    }

    /// The routes that browsers are sent to. They stand inside `web::shell`.
    pub fn browser_router(&self) -> Router {
        Router::new()
            .route("/authorize", get(authorize::ask).post(authorize::ask_posted))
            .route("/logout", get(logout::ask).post(logout::answer))
            .layer(DefaultBodyLimit::max(MAX_FORM))
            .with_state(self.clone())
    }

    /// The signing keys.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    pub(super) fn ground(&self) -> &Ground {
        &self.0.ground
    }

    pub(super) fn client_keys(&self) -> &ClientKeys {
        &self.0.client_keys
    }

    /// Who may be named as the audience of a client's assertion.
    pub(super) fn audiences(&self) -> &[String] {
        &self.0.audiences
    }

    pub(super) fn discovery(&self) -> Bytes {
        self.0.discovery.clone()
    }
}
