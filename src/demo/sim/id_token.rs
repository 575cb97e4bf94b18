//! The simulated issuer's keys and ID tokens, right ones and wrong ones.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::Inner;
use super::control::Mode;
use super::store::Grant;

const KID: &str = "harid-1";

/// The published key and one that is not published.
pub(super) struct Keys {
    /// As in the key set.
    pub public: Jwk,
    signing: EncodingKey,
    foreign: EncodingKey,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// The simulator's keys, made at the first call.
pub(super) fn keys(sim: &Inner) -> Option<&Keys> {
    sim.keys.get_or_init(make_keys).as_ref()
}

fn make_keys() -> Option<Keys> {
    let (signing, foreign) = (rsa_key()?, rsa_key()?);
    let mut public = Jwk::from_encoding_key(&signing, Algorithm::RS256).ok()?;
    public.common.key_id = Some(KID.to_owned());
    public.common.public_key_use = Some(PublicKeyUse::Signature);
    Some(Keys { public, signing, foreign })
}

fn rsa_key() -> Option<EncodingKey> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let body = STANDARD.encode(pair.as_der().ok()?.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
    EncodingKey::from_rsa_pem(pem.as_bytes()).ok()
}

/// The ID token of a grant; none under [`Mode::MissingIdToken`].
pub(super) fn make(sim: &Inner, grant: &Grant, subject: &str, mode: Mode) -> Option<String> {
    let claims = claims(sim, grant, subject, mode);
    let keys = keys(sim)?;
    let header = Header { kid: Some(KID.to_owned()), ..Header::new(Algorithm::RS256) };
    let signed = match mode {
        Mode::MissingIdToken => return None,
        Mode::AlgNone => return Some(unsigned(&claims)),
        Mode::WrongKey => jsonwebtoken::encode(&header, &claims, &keys.foreign),
        Mode::AlgHs256 => {
            let secret = &sim.client(&grant.login.client_id)?.secret;
            let header = Header { alg: Algorithm::HS256, ..header };
            jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret.as_bytes()))
        }
        _ => jsonwebtoken::encode(&header, &claims, &keys.signing),
    };
    signed.ok()
}

fn unsigned(claims: &Value) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    format!("{header}.{}.", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

fn claims(sim: &Inner, grant: &Grant, subject: &str, mode: Mode) -> Value {
    let late = if mode == Mode::ExpiredIdToken { TimeDelta::hours(1) } else { TimeDelta::zero() };
    let old = if mode == Mode::StaleAuthTime { TimeDelta::days(1) } else { TimeDelta::zero() };
    let issued = sim.now() - late;
    let nonce = match mode {
        Mode::WrongNonce => Some("another-nonce"),
        Mode::MissingNonce => None,
        _ => grant.login.nonce.as_deref(),
    };
    let mut claims = json!({
        "iss": if mode == Mode::WrongIssuer { "https://harid.example" } else { sim.base() },
        "aud": if mode == Mode::WrongAudience { "another-client" } else { &grant.login.client_id },
        "sub": subject,
        "iat": issued.timestamp(),
        "exp": (issued + TimeDelta::minutes(5)).timestamp(),
        "amr": "[\"pop\"]",
    });
    if let Some(fields) = claims.as_object_mut() {
        fields.extend(nonce.map(|nonce| ("nonce".to_owned(), nonce.into())));
        if mode != Mode::MissingAuthTime {
            fields.insert("auth_time".to_owned(), (grant.auth_time - old).timestamp().into());
        }
    }
    claims
}
