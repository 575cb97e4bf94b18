//! The issuer's public keys: bounded, and chosen by our own configuration, never by what a token asks for.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;
use url::Url;

use super::super::UpstreamError;
use super::super::line::{Line, get};

/// Largest key set we read, in bytes (S14).
const KEYS_CAP: usize = 256 * 1024;
/// The most keys we read of a set.
const MOST_KEYS: usize = 50;
/// The most keys one token is tried with.
const MOST_TRIES: usize = 4;
/// Longest modulus of an RSA key, base64url characters of 8192 bits; longer ones only cost time.
const LONGEST_MODULUS: usize = 1_366;

/// The keys of one issuer that can verify the configured algorithm.
#[derive(Debug, Clone, Default)]
pub(in crate::upstream) struct Keys(Vec<Jwk>);

impl Keys {
    /// Asks the issuer for its keys.
    pub(in crate::upstream) async fn fetch(line: &Line, url: &Url, alg: Algorithm) -> Result<Self, UpstreamError> {
        let answer = line.ask(get(url, None)?, KEYS_CAP).await?;
        if !answer.status.is_success() {
            return Err(UpstreamError::Misbehaved("the key set is refused"));
        }
        Self::read(&answer.body, alg)
    }

    /// Keeps what can verify `alg`. A key of an unknown kind is left out and breaks nothing.
    ///
    /// # Errors
    /// [`UpstreamError::Misbehaved`] when this is no key set, or one of more than 50 keys.
    pub(in crate::upstream) fn read(body: &[u8], alg: Algorithm) -> Result<Self, UpstreamError> {
        let document: Value =
            serde_json::from_slice(body).map_err(|_| UpstreamError::Misbehaved("the key set is not JSON"))?;
        let listed = document.get("keys").and_then(Value::as_array);
        let listed = listed.ok_or(UpstreamError::Misbehaved("the key set has no keys"))?;
        if listed.len() > MOST_KEYS {
            return Err(UpstreamError::Misbehaved("the key set has too many keys"));
        }
        let known = listed.iter().filter_map(|key| serde_json::from_value(key.clone()).ok());
        let set = JwkSet { keys: known.collect() };
        Ok(Self(set.keys.into_iter().filter(|key| serves(key, alg)).collect()))
    }

    /// The keys to try: those named `kid`, or the only one there is when the token names none.
    pub(in crate::upstream) fn candidates(&self, kid: Option<&str>) -> Vec<DecodingKey> {
        let named: Vec<&Jwk> = match kid {
            Some(kid) => self.0.iter().filter(|key| key.common.key_id.as_deref() == Some(kid)).collect(),
            None if self.0.len() == 1 => self.0.iter().collect(),
            None => Vec::new(),
        };
        named.into_iter().take(MOST_TRIES).filter_map(|key| DecodingKey::from_jwk(key).ok()).collect()
    }
}

/// True for a public signature key of the right kind. A symmetric key never serves: whoever can read it can sign.
fn serves(key: &Jwk, alg: Algorithm) -> bool {
    let common = &key.common;
    let signs = common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
    let named = common.key_algorithm.is_none_or(|own| own == KeyAlgorithm::from(alg));
    let fits = match (&key.algorithm, alg) {
        (AlgorithmParameters::RSA(rsa), _) => is_rsa(alg) && rsa.n.len() <= LONGEST_MODULUS && rsa.e.len() <= 8,
        (AlgorithmParameters::EllipticCurve(ec), Algorithm::ES256) => ec.curve == EllipticCurve::P256,
        (AlgorithmParameters::EllipticCurve(ec), Algorithm::ES384) => ec.curve == EllipticCurve::P384,
        (AlgorithmParameters::OctetKeyPair(pair), Algorithm::EdDSA) => pair.curve == EllipticCurve::Ed25519,
        _ => false,
    };
    signs && named && fits
}

fn is_rsa(alg: Algorithm) -> bool {
    use Algorithm::{PS256, PS384, PS512, RS256, RS384, RS512};
    matches!(alg, RS256 | RS384 | RS512 | PS256 | PS384 | PS512)
}
