//! A refused call: `{"error", "error_description"}` as RFC 6749 writes it, with statuses that say more.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde_json::json;

use crate::issuer::Refusal;
use crate::login::{LinkSessionRefused, LoginError};
use crate::storage::StorageError;

/// Why a call was refused.
#[derive(Debug)]
pub(super) enum Refused {
    /// By what stands around every call.
    Call(Box<Refusal>),
    /// By this one.
    Own { status: StatusCode, error: &'static str, why: String },
}

impl Refused {
    pub(super) fn new(status: StatusCode, error: &'static str, why: impl Into<String>) -> Self {
        Self::Own { status, error, why: why.into() }
    }

    pub(super) fn bad_request(why: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", why)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Call(Box::new(refusal))
    }
}

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<LoginError> for Refused {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Storage(error) => error.into(),
            error => {
                tracing::error!(%error, "a platform's call could not be answered");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "something is wrong at our side")
            }
        }
    }
}

impl From<LinkSessionRefused> for Refused {
    fn from(refused: LinkSessionRefused) -> Self {
        let (status, error) = match refused {
            LinkSessionRefused::Request => (StatusCode::BAD_REQUEST, "invalid_grant"),
            LinkSessionRefused::NoAccount => (StatusCode::NOT_FOUND, "unknown_account"),
            LinkSessionRefused::AccountOff => (StatusCode::CONFLICT, "account_disabled"),
            LinkSessionRefused::NotFresh => (StatusCode::FORBIDDEN, "login_required"),
            LinkSessionRefused::Future => (StatusCode::BAD_REQUEST, "invalid_request"),
        };
        Self::new(status, error, refused.to_string())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Call(refusal) => refusal.into_response(),
            Self::Own { status, error, why } => {
                let body = Json(json!({ "error": error, "error_description": why }));
                (status, [(header::CACHE_CONTROL, "no-store")], body).into_response()
            }
        }
    }
}
