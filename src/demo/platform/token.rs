//! Reading what the broker signed: ID tokens and logout tokens.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

/// Why a token is not believed.
#[derive(Debug, thiserror::Error)]
pub(super) enum TokenError {
    /// Its header names no key of the issuer, or another algorithm than the client asked for.
    #[error("the token is signed with a key or algorithm that we do not accept")]
    Key,
    /// Signature, issuer or audience.
    #[error("the token is not for us: {0}")]
    NotForUs(#[from] jsonwebtoken::errors::Error),
    /// It ran out, or was issued in the future.
    #[error("the token is not valid at this time")]
    Time,
    /// The claim that binds it to this login is missing or different.
    #[error("the token does not belong to this login ({0})")]
    Foreign(&'static str),
}

/// The claims that matter to us.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Claims {
    pub sub: Option<String>,
    pub iat: i64,
    pub exp: i64,
    pub nonce: Option<String>,
    pub azp: Option<String>,
    pub sid: Option<String>,
    pub jti: Option<String>,
    pub events: Option<Value>,
    pub auth_time: Option<i64>,
    pub koppel_link: Option<Value>,
    #[serde(rename = "koppel:former_subs", default)]
    pub former_subs: Vec<String>,
}

/// Seconds that two clocks may differ.
const LEEWAY: i64 = 60;

/// The claims of a token whose signature, issuer, audience and time are right (OIDC Core 3.1.3.7, 2–11).
pub(super) fn read(token: &str, keys: &JwkSet, issuer: &str, client: &str, now: i64) -> Result<Claims, TokenError> {
    let header = decode_header(token)?;
    // RS256 is what a client gets that asked for nothing else; the header alone decides nothing.
    if header.alg != Algorithm::RS256 {
        return Err(TokenError::Key);
    }
    let key = header.kid.as_deref().and_then(|kid| keys.find(kid)).ok_or(TokenError::Key)?;
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[client]);
    rules.set_required_spec_claims(&["iss", "aud", "exp"]);
    rules.validate_exp = false; // by our own clock, below
    let claims = decode::<Claims>(token, &DecodingKey::from_jwk(key)?, &rules)?.claims;
    if claims.exp + LEEWAY < now || claims.iat - LEEWAY > now {
        return Err(TokenError::Time);
    }
    if claims.azp.as_deref().is_some_and(|party| party != client) {
        return Err(TokenError::Foreign("azp"));
    }
    Ok(claims)
}

/// Checks what makes a logout token one (OIDC Back-Channel Logout 2.6).
pub(super) fn is_logout(claims: &Claims) -> Result<(), TokenError> {
    const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
    let event = claims.events.as_ref().and_then(|events| events.get(EVENT));
    if !event.is_some_and(Value::is_object) {
        return Err(TokenError::Foreign("events"));
    }
    if claims.nonce.is_some() {
        return Err(TokenError::Foreign("nonce"));
    }
    if claims.sub.is_none() && claims.sid.is_none() {
        return Err(TokenError::Foreign("sid"));
    }
    Ok(())
}
