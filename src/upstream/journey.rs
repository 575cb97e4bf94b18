//! One sign-in at an upstream: out with [`DepartRequest`], back with [`Return`].

use serde::{Deserialize, Serialize};
use url::Url;

use super::UpstreamError;
use crate::domain::Time;

/// What a login wants from an upstream.
#[derive(Debug, Clone)]
pub struct DepartRequest {
    /// Our callback for this upstream: `{issuer}/upstream/{id}/callback`.
    pub redirect_uri: Url,
    /// The value that finds the login again; the caller checks it on return.
    pub state: String,
    /// Ask for a fresh sign-in, as far as the system can be asked.
    pub fresh: bool,
    /// Oldest sign-in that will do, in seconds (OIDC `max_age`).
    pub max_age: Option<i64>,
    /// Whom the platform expects (OIDC `login_hint`).
    pub login_hint: Option<String>,
    /// Languages, best first, space separated (OIDC `ui_locales`).
    pub ui_locales: Option<String>,
}

/// Where to send the browser, and what to keep until it returns.
#[derive(Debug, Clone)]
pub struct Departure {
    /// The upstream's sign-in page with our parameters.
    pub url: Url,
    /// To be sealed with the login attempt.
    pub secrets: Secrets,
}

/// What binds the way back to the way out. Sealed by the caller, never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    /// Must stand in the ID token.
    pub nonce: String,
    /// Proves to the token endpoint that we started this (RFC 7636); none where the system has no PKCE.
    pub pkce_verifier: Option<String>,
    /// The issuer the browser was sent to (RFC 9207).
    pub issuer: Option<String>,
    /// When a fresh sign-in was asked for; none when it was not.
    pub fresh_requested_at: Option<Time>,
    /// The `max_age` that was sent, in seconds.
    #[serde(default)]
    pub max_age: Option<i64>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

/// The browser is back.
#[derive(Clone)]
pub struct Return {
    /// Every parameter of the callback, decoded, in order, repeated ones too.
    pub params: Vec<(String, String)>,
    /// The same callback address as at the departure.
    pub redirect_uri: Url,
    /// What was kept.
    pub secrets: Secrets,
    /// The time now.
    pub now: Time,
}

impl std::fmt::Debug for Return {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Return(…)")
    }
}

impl Return {
    /// The one value of a parameter.
    ///
    /// # Errors
    /// The parameter stands there twice: somebody smuggled a second one in.
    pub fn one(&self, name: &str) -> Result<Option<&str>, UpstreamError> {
        let mut values = self.params.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            return Err(UpstreamError::Misbehaved("a parameter of the callback is repeated"));
        }
        Ok(first)
    }
}
