//! Our access token for the names and roles service: client credentials with a signed assertion (RFC 7523, 2.2; security
//! framework 1.0, 4.1).

use chrono::TimeDelta;
use http::Request;
use serde::Deserialize;
use serde_json::json;

use super::Lti;
use crate::domain::Time;
use crate::upstream::UpstreamError;

/// Largest token answer we read, in bytes.
const TOKEN_CAP: usize = 64 * 1024;
/// What we ask for.
const SCOPE: &str = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";
/// How long our assertion is good, in seconds.
const ASSERTION_SECONDS: i64 = 60;
/// How long a token is used that does not say how long it lasts, in seconds.
const UNSAID_SECONDS: i64 = 300;
/// The longest that one is used, in seconds.
const LONGEST_SECONDS: i64 = 86_400;
/// So long before its end a token is used no more, in seconds.
const MARGIN_SECONDS: i64 = 30;

/// A token until its end. Never stored.
pub(super) struct Access {
    token: String,
    until: Time,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Access(…)")
    }
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    token_type: String,
    #[serde(default)]
    expires_in: Option<i64>,
}

impl Lti {
    /// The `Authorization` header of a read. One caller fetches a token, the others wait for what it brings.
    pub(super) async fn bearer(&self) -> Result<String, UpstreamError> {
        let mut held = self.access.lock().await;
        let now = self.line.now();
        if let Some(access) = held.as_ref().filter(|access| now < access.until) {
            return Ok(format!("Bearer {}", access.token));
        }
        let access = self.fetch_access(now).await?;
        let bearer = format!("Bearer {}", access.token);
        *held = Some(access);
        Ok(bearer)
    }

    /// The token was refused: it is used no more.
    pub(super) async fn forget_access(&self) {
        *self.access.lock().await = None;
    }

    async fn fetch_access(&self, now: Time) -> Result<Access, UpstreamError> {
        let assertion = self.assertion_of_ours(now).await?;
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .append_pair("client_assertion", &assertion)
            .append_pair("scope", SCOPE)
            .finish();
        let request = Request::post(self.settings.token.as_str())
            .header(http::header::ACCEPT, "application/json")
            .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.into_bytes())
            .map_err(|_| UpstreamError::Misbehaved("an assertion that fits no request"))?;
        let answer = self.line.ask(request, TOKEN_CAP).await?;
        if !answer.status.is_success() {
            let what = "client_id, token_url or our keys: the upstream gives us no access token";
            return Err(UpstreamError::Misconfigured(what.to_owned()));
        }
        let tokens: Tokens = answer.json().ok_or(UpstreamError::Misbehaved("the token answer makes no sense"))?;
        if !tokens.token_type.eq_ignore_ascii_case("bearer") {
            return Err(UpstreamError::Misbehaved("the token is not of type Bearer"));
        }
        let lasts = tokens.expires_in.unwrap_or(UNSAID_SECONDS).clamp(0, LONGEST_SECONDS) - MARGIN_SECONDS;
        Ok(Access { token: tokens.access_token, until: now + TimeDelta::seconds(lasts) })
    }

    async fn assertion_of_ours(&self, now: Time) -> Result<String, UpstreamError> {
        let seconds = now.timestamp();
        let claims = json!({
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.settings.token_audience,
            "iat": seconds,
            "exp": seconds + ASSERTION_SECONDS,
            "jti": self.random.id_text(),
        });
        self.sign(&claims, now).await
    }
}
