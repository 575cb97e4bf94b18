//! What a browser brings back from an authorization endpoint (RFC 6749, 4.1.2).

use super::{Return, UpstreamError};

/// Longest code or token we take from a callback, in bytes.
const LONGEST: usize = 4096;
/// The person's or the system's no; anything else in `error` is a fault.
const REFUSALS: [&str; 4] = ["access_denied", "login_required", "interaction_required", "consent_required"];

/// The code.
///
/// # Errors
/// [`UpstreamError::Denied`] when the person said no; [`UpstreamError::Misbehaved`] when there is no single code.
pub(super) fn code(back: &Return) -> Result<&str, UpstreamError> {
    value(back, "code")
}

/// The one value that a sign-in ends with, `code` or `token`.
pub(super) fn value<'b>(back: &'b Return, name: &str) -> Result<&'b str, UpstreamError> {
    back.one("state")?;
    if let Some(error) = back.one("error")? {
        return Err(match error {
            error if REFUSALS.contains(&error) => UpstreamError::Denied,
            "temporarily_unavailable" | "server_error" => UpstreamError::Unreachable { retry_after_seconds: None },
            _ => UpstreamError::Misbehaved("the upstream refused our request"),
        });
    }
    match back.one(name)? {
        Some(value) if !value.is_empty() && value.len() <= LONGEST => Ok(value),
        Some(_) => Err(UpstreamError::Misbehaved("an empty or endless value in the callback")),
        None => Err(UpstreamError::Misbehaved("the callback carries neither an answer nor an error")),
    }
}
