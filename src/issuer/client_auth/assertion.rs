//! `private_key_jwt`: a client proves itself with a JWT signed by its own key (RFC 7523, OIDC Core 9).

use chrono::{DateTime, TimeDelta};
use serde::Deserialize;

use crate::domain::{ClientId, Time};
use crate::issuer::keys::{JwtError, PublicKeys, verify};
use crate::vault::sha256;

/// Clocks may differ by this much.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// An assertion may not live longer than this: its `jti` has to be remembered that long.
const MAX_LIFE: TimeDelta = TimeDelta::minutes(10);

/// The claims. A claim of another type is an error, not an absent claim.
#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    #[serde(default, deserialize_with = "present")]
    iat: Option<i64>,
    #[serde(default, deserialize_with = "present")]
    nbf: Option<i64>,
    jti: String,
}

/// A claim may be left out; `null` and other types are errors, not absent claims.
fn present<'de, D: serde::Deserializer<'de>>(found: D) -> Result<Option<i64>, D::Error> {
    i64::deserialize(found).map(Some)
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// An assertion that is good once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// SHA-256 of its `jti`.
    pub(super) jti_hash: String,
    /// When nobody can bring it again.
    pub(super) forget_at: Time,
}

/// Who is named in an assertion, before anything is believed: to find the keys to check it with.
pub(super) fn claimed_issuer(jwt: &str) -> Option<ClientId> {
    use base64::Engine as _;
    #[derive(Deserialize)]
    struct Issuer {
        iss: String,
    }
    let claims = jwt.split('.').nth(1)?;
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).ok()?;
    serde_json::from_slice::<Issuer>(&claims).ok()?.iss.parse().ok()
}

/// Checks everything but whether it was used before. `audiences` are our issuer and our endpoints.
pub(super) fn check(
    jwt: &str,
    keys: &PublicKeys,
    client: &ClientId,
    audiences: &[String],
    now: Time,
) -> Result<Option<Accepted>, JwtError> {
    let (header, claims) = verify::<Claims>(jwt, keys)?;
    let typed = header.typ.as_deref().is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
    let time = |seconds: i64| DateTime::from_timestamp(seconds, 0);
    let Some(expires_at) = time(claims.exp) else { return Ok(None) };
    let ours = match &claims.aud {
        Audience::One(audience) => audiences.contains(audience),
        Audience::Many(all) => !all.is_empty() && all.iter().all(|audience| audiences.contains(audience)),
    };
    let begun = [claims.iat, claims.nbf].into_iter().flatten().all(|at| time(at).is_some_and(|at| at <= now + LEEWAY));
    let in_time = expires_at > now - LEEWAY && expires_at <= now + MAX_LIFE + LEEWAY;
    let named = claims.iss == client.as_str() && claims.sub == client.as_str();
    let single = !claims.jti.is_empty() && claims.jti.len() <= 256;
    let good = typed && ours && begun && in_time && named && single;
    Ok(good.then(|| Accepted { jti_hash: sha256(&claims.jti), forget_at: expires_at + LEEWAY }))
}
