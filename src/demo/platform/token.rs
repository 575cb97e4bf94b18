//! Reading what the broker signed: ID tokens, logout tokens and security event tokens.

use std::collections::BTreeMap;

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
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

/// The claims of a security event token (RFC 8417).
#[derive(Debug, Clone, Deserialize)]
pub(super) struct EventClaims {
    pub jti: String,
    pub iat: i64,
    /// When it happened.
    pub toe: Option<i64>,
    /// What happened, and what belongs to it.
    pub events: BTreeMap<String, Value>,
}

/// Seconds that two clocks may differ.
const LEEWAY: i64 = 60;

/// The claims of a token whose signature, issuer, audience and time are right (OIDC Core 3.1.3.7, 2–11).
pub(super) fn read(token: &str, keys: &JwkSet, issuer: &str, client: &str, now: i64) -> Result<Claims, TokenError> {
    let claims: Claims = signed(token, keys, &decode_header(token)?, (issuer, client), &["iss", "aud", "exp"])?;
    if claims.exp + LEEWAY < now || claims.iat - LEEWAY > now {
        return Err(TokenError::Time);
    }
    if claims.azp.as_deref().is_some_and(|party| party != client) {
        return Err(TokenError::Foreign("azp"));
    }
    Ok(claims)
}

/// The claims of a security event token whose type, signature, issuer and audience are right. It never runs out.
pub(super) fn read_event(token: &str, keys: &JwkSet, issuer: &str, client: &str) -> Result<EventClaims, TokenError> {
    let header = decode_header(token)?;
    if header.typ.as_deref() != Some("secevent+jwt") {
        return Err(TokenError::Foreign("typ"));
    }
    signed(token, keys, &header, (issuer, client), &["iss", "aud"])
}

fn signed<T: DeserializeOwned>(
    token: &str,
    keys: &JwkSet,
    header: &Header,
    (issuer, client): (&str, &str),
    required: &[&str],
) -> Result<T, TokenError> {
    // RS256 is what a client gets that asked for nothing else; the header alone decides nothing.
    if header.alg != Algorithm::RS256 {
        return Err(TokenError::Key);
    }
    let key = header.kid.as_deref().and_then(|kid| keys.find(kid)).ok_or(TokenError::Key)?;
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[client]);
    rules.set_required_spec_claims(required);
    rules.validate_exp = false; // by our own clock, where there is a time
    Ok(decode::<T>(token, &DecodingKey::from_jwk(key)?, &rules)?.claims)
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
