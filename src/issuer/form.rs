//! The body of a program's POST: a form, of modest size.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use http::{HeaderMap, header};

use super::params::Params;
use super::refusal::Refusal;

/// Largest form that is read, in bytes.
pub(super) const MAX_FORM: usize = 32 * 1024;

/// Reads a form; anything else is refused as the standards say, not as the framework would.
pub(super) fn read(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Params, Refusal> {
    if !is_form(headers) {
        return Err(Refusal::invalid_request("send application/x-www-form-urlencoded"));
    }
    let body = body.map_err(|_| Refusal::invalid_request("the body cannot be read or is too long"))?;
    Ok(Params::parse(&body))
}

/// True when the body says that it is a form.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
