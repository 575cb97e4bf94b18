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

/// What a row is about stands in the address; in the body it may stand once more.
pub(super) fn named(row: &mut Map<String, Value>, external_id: &str) -> Result<(), Refused> {
    if row.get("external_id").is_some_and(|told| told.as_str() != Some(external_id)) {
        return Err(Refused::bad_request("external_id in the body is another one than in the address"));
    }
    row.insert("external_id".to_owned(), Value::String(external_id.to_owned()));
    Ok(())
}
