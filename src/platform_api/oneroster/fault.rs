//! A refused read, as OneRoster 1.2 writes it: `imsx_StatusInfo`, beside the headers of RFC 6750.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use crate::issuer::Refusal;
use crate::storage::StorageError;

/// Why a read was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// By what stands before every read.
    Call(Box<Refusal>),
    /// The same for what is not there and for what is another platform's, byte for byte.
    Unknown,
    /// The request cannot be answered: the minor code, and what to do.
    Request(Minor, String),
}

/// Minor codes of OneRoster 1.2 (Rostering Service, `imsx_CodeMinor`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Minor {
    /// There is no such object.
    UnknownObject,
    /// A parameter makes no sense.
    InvalidData,
    /// The filter names what cannot be filtered by.
    InvalidFilterField,
    /// `fields` names what is not there.
    InvalidSelectionField,
    /// `sort` names what the list is not in the order of.
    InvalidSortField,
    /// No token, or none that is good.
    Unauthorised,
    /// The token does not cover this.
    Forbidden,
    /// Try again.
    ServerBusy,
    /// Something of ours broke.
    ServerError,
}

impl Minor {
    fn as_str(self) -> &'static str {
        match self {
            Self::UnknownObject => "unknownobject",
            Self::InvalidData => "invaliddata",
            Self::InvalidFilterField => "invalid_filter_field",
            Self::InvalidSelectionField => "invalid_selection_field",
            Self::InvalidSortField => "invalid_sort_field",
            Self::Unauthorised => "unauthorisedrequest",
            Self::Forbidden => "forbidden",
            Self::ServerBusy => "server_busy",
            Self::ServerError => "internal_server_error",
        }
    }
}

impl Fault {
    pub(super) fn data(why: impl Into<String>) -> Self {
        Self::Request(Minor::InvalidData, why.into())
    }

    /// The list has an order of its own.
    pub(super) fn unsorted() -> Self {
        let why = "this list has an order of its own, the same on every page: leave sort out";
        Self::Request(Minor::InvalidSortField, why.to_owned())
    }

    pub(super) fn filter(why: impl Into<String>) -> Self {
        Self::Request(Minor::InvalidFilterField, why.into())
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Call(Box::new(refusal))
    }
}

impl From<StorageError> for Fault {
    fn from(error: StorageError) -> Self {
        Refusal::from(error).into()
    }
}

fn body(minor: Minor, why: &str) -> Json<Value> {
    Json(json!({
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": why,
        "imsx_CodeMinor": {
            "imsx_codeMinorField": [{
                "imsx_codeMinorFieldName": "TargetEndSystem",
                "imsx_codeMinorFieldValue": minor.as_str(),
            }],
        },
    }))
}

/// Status and headers of the standards of the token, with the body of this one.
fn refused(refusal: Refusal) -> Response {
    let why = refusal.why.clone();
    let (parts, _) = refusal.into_response().into_parts();
    let minor = match parts.status {
        StatusCode::UNAUTHORIZED => Minor::Unauthorised,
        StatusCode::FORBIDDEN => Minor::Forbidden,
        StatusCode::SERVICE_UNAVAILABLE => Minor::ServerBusy,
        StatusCode::INTERNAL_SERVER_ERROR => Minor::ServerError,
        _ => Minor::InvalidData,
    };
    let kept = [header::WWW_AUTHENTICATE, header::RETRY_AFTER, header::CACHE_CONTROL];
    let kept = kept.into_iter().filter_map(|name| parts.headers.get(&name).cloned().map(|value| (name, value)));
    (parts.status, kept.collect::<HeaderMap>(), body(minor, &why)).into_response()
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let (status, minor, why) = match self {
            Self::Call(refusal) => return refused(*refusal),
            Self::Unknown => (StatusCode::NOT_FOUND, Minor::UnknownObject, "there is no such object".to_owned()),
            Self::Request(minor, why) => (StatusCode::BAD_REQUEST, minor, why),
        };
        let headers = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        (status, headers, body(minor, &why)).into_response()
    }
}
