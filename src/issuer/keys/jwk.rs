//! Public keys as JWKs: ours, and those that clients give us.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::SigningAlg;
use crate::issuer::IssuerError;
use crate::vault::sha256;

/// A JWK as far as we read it. Private members are not read; a private key in a client's set stays unused.
#[derive(Debug, Clone, Deserialize)]
struct Jwk {
    kty: String,
    #[serde(rename = "use")]
    public_use: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    kid: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// A public key that we trust for one algorithm, which its type decides and nothing in a token can change.
#[derive(Debug, Clone)]
pub struct Trusted {
    /// Its name, if it has one.
    pub kid: Option<String>,
    /// The one algorithm it verifies.
    pub alg: SigningAlg,
    pub(super) key: ParsedPublicKey,
}

/// A set of trusted public keys.
#[derive(Debug, Clone, Default)]
pub struct PublicKeys(pub Vec<Trusted>);

/// Most keys that are read of one set.
const MAX_KEYS: usize = 20;

impl PublicKeys {
    /// Reads a JWK set (RFC 7517). Keys of other types and uses are left out; `None` when it is not a set at all.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let set: Set = serde_json::from_str(text).ok()?;
        let keys = set.keys.into_iter().take(MAX_KEYS).filter_map(|key| trusted(serde_json::from_value(key).ok()?));
        Some(Self(keys.collect()))
    }
}

/// RSA below 2048 bits, curves other than P-256 and Ed25519, and symmetric keys are nothing to us.
fn trusted(jwk: Jwk) -> Option<Trusted> {
    let encrypts = jwk.public_use.as_deref().is_some_and(|word| word != "sig");
    let unfit = jwk.key_ops.as_ref().is_some_and(|words| !words.iter().any(|word| word == "verify"));
    if encrypts || unfit {
        return None;
    }
    let bytes = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref()?).ok();
    let (alg, key) = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("RSA", None) => {
            let n = bytes(&jwk.n).filter(|n| (256..=1_024).contains(&n.len()))?;
            let parts = RsaPublicKeyComponents { n, e: bytes(&jwk.e)? };
            (SigningAlg::Rs256, parts.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).ok()?)
        }
        ("EC", Some("P-256")) => {
            let point = [vec![4], bytes(&jwk.x)?, bytes(&jwk.y)?].concat();
            (SigningAlg::Es256, ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).ok()?)
        }
        ("OKP", Some("Ed25519")) => (SigningAlg::EdDsa, ParsedPublicKey::new(&ED25519, bytes(&jwk.x)?).ok()?),
        _ => return None,
    };
    let fits = jwk.alg.as_deref().is_none_or(|word| word == alg.as_str());
    fits.then_some(Trusted { kid: jwk.kid, alg, key })
}

/// The published form of a key and its `kid`: the thumbprint of RFC 7638.
pub(super) fn published(alg: SigningAlg, members: &Value) -> Result<(String, String), IssuerError> {
    let kid = sha256(&canonical(members));
    let mut jwk = members.clone();
    let object = jwk.as_object_mut().ok_or(IssuerError::Key("its public half is not an object"))?;
    object.extend([
        ("kid".to_owned(), json!(kid)),
        ("use".to_owned(), json!("sig")),
        ("alg".to_owned(), json!(alg.as_str())),
    ]);
    Ok((kid, jwk.to_string()))
}

/// RFC 7638, 3: the required members alone, in the order of their names, without spaces.
fn canonical(members: &Value) -> String {
    let names = ["crv", "e", "kty", "n", "x", "y"];
    let parts: Vec<String> = names
        .iter()
        .filter_map(|name| members.get(name).map(|value| format!("{}:{value}", Value::from(*name))))
        .collect();
    format!("{{{}}}", parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumbprint_is_that_of_the_standards_example() {
        // RFC 7638, 3.1
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRX\
                 jBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs\
                 8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqb\
                 w0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let (kid, _) = published(SigningAlg::Rs256, &json!({"kty": "RSA", "n": n, "e": "AQAB"})).unwrap();
        assert_eq!(kid, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn unfit_keys_of_a_client_are_left_out() {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        let set = json!({"keys": [
            {"kty": "oct", "k": "c2VjcmV0"},
            {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
            {"kty": "OKP", "crv": "X25519", "x": x},
            {"kty": "OKP", "crv": "Ed25519", "x": x, "use": "enc"},
            {"kty": "OKP", "crv": "Ed25519", "x": x, "alg": "HS256"},
            {"kty": "OKP", "crv": "Ed25519", "x": 5},
            "not a key",
            {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "good"},
        ]});
        let keys = PublicKeys::parse(&set.to_string()).unwrap();
        let kids: Vec<_> = keys.0.iter().map(|key| key.kid.as_deref()).collect();
        assert_eq!(kids, [Some("good")]);
    }
}
