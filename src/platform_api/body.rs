//! The body of a call: one JSON object, of modest size.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::refused::Refused;

/// Reads a JSON object.
pub(super) fn object(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Map<String, Value>, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Refused::bad_request("send application/json"));
    }
    let body = body.map_err(|_| Refused::bad_request("the body cannot be read or is too long"))?;
    serde_json::from_slice(&body).map_err(|_| Refused::bad_request("the body is not a JSON object"))
}
