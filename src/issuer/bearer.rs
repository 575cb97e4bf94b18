//! The access token of a call, from the header or the form (RFC 6750); never from an address.

use http::{HeaderMap, header};

use super::OAuthError;
use super::params::Params;
use super::refusal::Refusal;

/// The token that came with a call.
///
/// # Errors
/// `invalid_token` when there is none or the header is odd; `invalid_request` when there are two.
pub(super) fn read(headers: &HeaderMap, form: Option<&Params>) -> Result<String, Refusal> {
    let in_form = form.map(|form| form.text("access_token", 512)).transpose()?.flatten();
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    match (all.next(), all.next(), in_form) {
        (Some(value), None, None) => from_header(value.as_bytes()).ok_or_else(invalid_token),
        (None, _, Some(token)) => Ok(token),
        (None, _, None) => Err(invalid_token()),
        _ => Err(Refusal::invalid_request("the access token is there more than once")),
    }
}

fn from_header(value: &[u8]) -> Option<String> {
    let (scheme, token) = std::str::from_utf8(value).ok()?.split_once(' ')?;
    let token = token.trim();
    let good = scheme.eq_ignore_ascii_case("bearer") && (1..=512).contains(&token.len());
    good.then(|| token.to_owned())
}

/// One answer for missing, unknown, expired, ended and blocked.
pub(super) fn invalid_token() -> Refusal {
    Refusal::new(OAuthError::InvalidToken, "the access token is not good (any more)")
}
