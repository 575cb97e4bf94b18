//! The ID token (OpenID Connect Core 3.1.3.7), signature by `jsonwebtoken`, claims by our own rules: strict where
//! security hangs on them, lenient elsewhere, because HarID sends `amr` as a string and the strict library type
//! then refuses the whole token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Header, crypto, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::super::UpstreamError;
use super::keys::Keys;
use crate::domain::Time;
use crate::vault::same_secret;

/// Longest token we look at, in bytes.
const LONGEST_TOKEN: usize = 64 * 1024;
/// How far the issuer's clock may be behind ours when a token ends, in seconds.
const END_LEEWAY: i64 = 60;
/// How far the issuer's clock may be ahead of ours, in seconds.
const AHEAD_LEEWAY: i64 = 300;

/// What the token must match.
#[derive(Debug)]
pub(in crate::upstream) struct Expected<'a> {
    pub(in crate::upstream) alg: Algorithm,
    pub(in crate::upstream) issuer: &'a str,
    pub(in crate::upstream) client_id: &'a str,
    pub(in crate::upstream) nonce: &'a str,
    /// The access token of the same answer, for `at_hash`.
    pub(in crate::upstream) access_token: &'a str,
    pub(in crate::upstream) now: Time,
}

/// A verified ID token.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::upstream) struct IdToken {
    pub(in crate::upstream) subject: String,
    /// Seconds since 1970 on the issuer's clock.
    pub(in crate::upstream) issued_at: i64,
    /// Seconds since 1970 on the issuer's clock, where it is a number or its decimal text.
    pub(in crate::upstream) auth_time: Option<i64>,
    pub(in crate::upstream) sid: Option<String>,
    /// Every claim.
    pub(in crate::upstream) claims: Map<String, Value>,
}

/// Claims that security hangs on. A wrong type is an error, not an absence (CVE-2026-25537).
#[derive(Debug, Deserialize)]
struct Guarded {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    #[serde(default, deserialize_with = "present")]
    nbf: Option<i64>,
    #[serde(default, deserialize_with = "present")]
    azp: Option<String>,
    #[serde(default, deserialize_with = "present")]
    at_hash: Option<String>,
    nonce: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Reads an optional claim that must have its type when it is there: null is a wrong type too.
fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Why a token was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::upstream) enum Refusal {
    /// No key of that name: the issuer may have changed its keys.
    UnknownKey,
    /// Anything else.
    Because(&'static str),
}

impl From<Refusal> for UpstreamError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownKey => Self::Misbehaved("the ID token names a key the issuer does not publish"),
            Refusal::Because(reason) => Self::Misbehaved(reason),
        }
    }
}

/// Verifies a token against the issuer's keys and everything expected of it.
///
/// # Errors
/// [`Refusal`]; the caller may fetch the keys again after [`Refusal::UnknownKey`], and only then.
pub(in crate::upstream) fn verify(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<IdToken, Refusal> {
    let (message, payload, signature) = parts(token)?;
    let header = header(token, expected.alg)?;
    let candidates = keys.candidates(header.kid.as_deref());
    if candidates.is_empty() {
        return Err(Refusal::UnknownKey);
    }
    let signs = |key| crypto::verify(signature, message.as_bytes(), key, expected.alg).unwrap_or(false);
    if !candidates.iter().any(signs) {
        return Err(Refusal::Because("the ID token is not signed by the issuer"));
    }
    let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| Refusal::Because("the ID token is none"))?;
    let guarded: Guarded = serde_json::from_slice(&payload)
        .map_err(|_| Refusal::Because("the ID token's claims are incomplete or odd"))?;
    check(&guarded, expected)?;
    let claims: Map<String, Value> = serde_json::from_slice(&payload).map_err(|_| Refusal::Because("odd claims"))?;
    Ok(IdToken {
        subject: guarded.sub,
        issued_at: guarded.iat,
        auth_time: claims.get("auth_time").and_then(whole_number),
        sid: claims.get("sid").and_then(Value::as_str).filter(|sid| sid.len() <= 255).map(str::to_owned),
        claims,
    })
}

/// The header, when it asks for nothing that we do not do. Keys that come with the token are never used.
fn header(token: &str, alg: Algorithm) -> Result<Header, Refusal> {
    let header = decode_header(token).map_err(|_| Refusal::Because("the ID token is none"))?;
    let brings_keys = header.jku.is_some() || header.jwk.is_some() || header.x5u.is_some();
    if brings_keys || header.crit.is_some() || header.enc.is_some() || header.zip.is_some() {
        return Err(Refusal::Because("the ID token's header asks for what we do not do"));
    }
    if header.alg != alg {
        return Err(Refusal::Because("the ID token is signed another way than configured"));
    }
    Ok(header)
}

/// What is signed, the claims within it, and the signature.
fn parts(token: &str) -> Result<(&str, &str, &str), Refusal> {
    let none = Refusal::Because("the ID token is none");
    if token.len() > LONGEST_TOKEN {
        return Err(Refusal::Because("the ID token is too large"));
    }
    let (message, signature) = token.rsplit_once('.').ok_or(none)?;
    let (header, payload) = message.split_once('.').ok_or(none)?;
    if header.is_empty() || payload.contains('.') { Err(none) } else { Ok((message, payload, signature)) }
}

fn check(token: &Guarded, expected: &Expected<'_>) -> Result<(), Refusal> {
    let now = expected.now.timestamp();
    let audience = match &token.aud {
        Audience::One(one) => std::slice::from_ref(one),
        Audience::Many(many) => many.as_slice(),
    };
    let for_us = audience.iter().any(|audience| audience == expected.client_id);
    let alone = audience.len() == 1;
    let to_us = token.azp.as_deref().map_or(alone, |azp| azp == expected.client_id);
    let rules = [
        (token.iss == expected.issuer, "the ID token is of another issuer"),
        (for_us && to_us, "the ID token is for somebody else"),
        (same_secret(&token.nonce, expected.nonce), "the ID token belongs to another sign-in"),
        (now < token.exp.saturating_add(END_LEEWAY), "the ID token has ended"),
        (token.iat <= now.saturating_add(AHEAD_LEEWAY), "the ID token is from the future"),
        (token.nbf.is_none_or(|nbf| nbf <= now.saturating_add(AHEAD_LEEWAY)), "the ID token is not valid yet"),
        (is_subject(&token.sub), "the ID token has no usable subject"),
        (goes_with(token.at_hash.as_deref(), expected), "the ID token came with another access token"),
    ];
    rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, reason)| Err(Refusal::Because(reason)))
}

/// OpenID Connect Core 3.1.3.8: with a code `at_hash` may be left out; where it stands, it is the left half of the access
/// token's hash, by the hash of the signature's algorithm.
fn goes_with(at_hash: Option<&str>, expected: &Expected<'_>) -> bool {
    at_hash.is_none_or(|sent| left_half(expected.alg, expected.access_token).is_some_and(|made| made == sent))
}

/// None for algorithms that no public key signs with.
fn left_half(alg: Algorithm, text: &str) -> Option<String> {
    let whole = match alg {
        Algorithm::RS256 | Algorithm::PS256 | Algorithm::ES256 => Sha256::digest(text).to_vec(),
        Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 => Sha384::digest(text).to_vec(),
        // Ed25519 hashes with SHA-512 (RFC 8032, 5.1).
        Algorithm::RS512 | Algorithm::PS512 | Algorithm::EdDSA => Sha512::digest(text).to_vec(),
        _ => return None,
    };
    Some(URL_SAFE_NO_PAD.encode(whole.get(..whole.len() / 2)?))
}

/// OpenID Connect Core 2: at most 255 ASCII characters. Longer or blank ones are no key of anything.
fn is_subject(subject: &str) -> bool {
    !subject.is_empty() && subject.len() <= 255 && !subject.chars().any(|c| c.is_control() || c.is_whitespace())
}

fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests;
