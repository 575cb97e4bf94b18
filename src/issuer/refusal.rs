//! Protocol errors as programs read them: RFC 6749 JSON, never a page, never kept by anybody.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use super::params::ParamError;
use super::{IssuerError, OAuthError};
use crate::storage::StorageError;

/// A refused call of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which error of RFC 6749.
    pub error: OAuthError,
    /// For the developer at the other side. Never quotes what was sent.
    pub why: String,
}

impl Refusal {
    /// A refusal with its reason, for the developer at the other side.
    pub fn new(error: OAuthError, why: impl Into<String>) -> Self {
        Self { error, why: why.into() }
    }

    /// A refused request.
    pub fn invalid_request(why: impl Into<String>) -> Self {
        Self::new(OAuthError::InvalidRequest, why)
    }

    /// One text for every reason, so that nobody learns which client or secret exists.
    pub(super) fn invalid_client() -> Self {
        Self::new(OAuthError::InvalidClient, "the client did not prove who it is in the way it is registered for")
    }

    fn status(&self) -> StatusCode {
        match self.error {
            OAuthError::InvalidClient | OAuthError::InvalidToken => StatusCode::UNAUTHORIZED,
            OAuthError::InsufficientScope => StatusCode::FORBIDDEN,
            OAuthError::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            OAuthError::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<ParamError> for Refusal {
    fn from(error: ParamError) -> Self {
        Self::invalid_request(error.to_string())
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "a call could not be answered");
        Self::new(OAuthError::TemporarilyUnavailable, "try again in a moment")
    }
}

impl From<IssuerError> for Refusal {
    fn from(error: IssuerError) -> Self {
        match error {
            IssuerError::Storage(error) => error.into(),
            error => {
                tracing::error!(%error, "a call could not be answered");
                Self::new(OAuthError::ServerError, "something is wrong at our side")
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = Json(json!({"error": self.error.as_str(), "error_description": self.why}));
        let mut response = (self.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let challenge = match self.error {
            OAuthError::InvalidClient => Some("Basic realm=\"koppel\", charset=\"UTF-8\""),
            OAuthError::InvalidToken => Some("Bearer realm=\"koppel\", error=\"invalid_token\""),
            OAuthError::InsufficientScope => Some("Bearer realm=\"koppel\", error=\"insufficient_scope\""),
            _ => None,
        };
        if let Some(challenge) = challenge {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if self.error == OAuthError::TemporarilyUnavailable {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
