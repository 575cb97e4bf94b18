//! Verifying compact JWS that others hand us: `id_token_hint` and `private_key_jwt`.
//!
//! The algorithm comes from our stored key; the header may only agree. Anything that could bring a key along, change
//! how the token is read or switch the signature off is refused, not skipped.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::jwk::{PublicKeys, Trusted};

/// Why a token is not taken. Never told to the sender in detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// Longer than we read, or not three parts of base64url with JSON in them.
    #[error("it is not a compact JWS with a header and claims we read")]
    Malformed,
    /// No trusted key of that name and algorithm.
    #[error("no trusted key fits its header")]
    NoKey,
    /// The signature is not by that key.
    #[error("its signature is wrong")]
    BadSignature,
}

/// The header of a JWS. Unknown members are refused: `crit`, `jwk`, `jku`, `x5u`, `x5c`, `b64`, `zip` …
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Must be the algorithm of the key.
    pub alg: String,
    /// Which key; when absent, exactly one key of that algorithm must be there.
    pub kid: Option<String>,
    /// What kind of token it is.
    pub typ: Option<String>,
}

/// Longest token that is read.
const MAX_LEN: usize = 8_192;

/// The header and claims of a token signed by one of `keys`.
///
/// # Errors
/// [`JwtError`], by the first thing that is wrong.
pub fn verify<T: DeserializeOwned>(token: &str, keys: &PublicKeys) -> Result<(Header, T), JwtError> {
    if token.len() > MAX_LEN {
        return Err(JwtError::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
    let header: Header = json(header)?;
    let signature = decode(signature)?;
    let key = choose(&header, keys)?;
    key.key.verify_sig(signed.as_bytes(), &signature).map_err(|_| JwtError::BadSignature)?;
    Ok((header, json(claims)?))
}

fn choose<'k>(header: &Header, keys: &'k PublicKeys) -> Result<&'k Trusted, JwtError> {
    let mut fitting = keys.0.iter().filter(|key| {
        let named = header.kid.is_none() || header.kid == key.kid;
        named && key.alg.as_str() == header.alg
    });
    match (fitting.next(), fitting.next()) {
        (Some(key), None) => Ok(key),
        _ => Err(JwtError::NoKey),
    }
}

fn decode(part: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed)
}

fn json<T: DeserializeOwned>(part: &str) -> Result<T, JwtError> {
    serde_json::from_slice(&decode(part)?).map_err(|_| JwtError::Malformed)
}
