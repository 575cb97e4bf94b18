//! JWTs as an attacker or an honest client makes them.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

/// The claims of a token, unchecked.
pub fn claims_of(token: &str) -> Value {
    part(token, 1)
}

/// The header of a token.
pub fn header_of(token: &str) -> Value {
    part(token, 0)
}

fn part(token: &str, at: usize) -> Value {
    serde_json::from_slice(&B64.decode(token.split('.').nth(at).unwrap()).unwrap()).unwrap()
}

/// A key of a client, or of somebody who would like to be one.
pub struct Key {
    pair: EcdsaKeyPair,
    kid: &'static str,
}

impl Key {
    pub fn new(kid: &'static str) -> Self {
        Self { pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(), kid }
    }

    pub fn jwk(&self) -> Value {
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        json!({"kty": "EC", "crv": "P-256", "x": B64.encode(x), "y": B64.encode(y), "kid": self.kid, "use": "sig"})
    }

    pub fn jwks(&self) -> String {
        json!({"keys": [self.jwk()]}).to_string()
    }

    pub fn header(&self) -> Value {
        json!({"alg": "ES256", "kid": self.kid, "typ": "JWT"})
    }

    /// Signs raw JSON texts, well-formed or not.
    pub fn sign(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", B64.encode(header), B64.encode(claims));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", B64.encode(signature.as_ref()))
    }
}

/// HS256 with any bytes as the secret, such as a public key.
pub fn hmac(header: &str, claims: &str, secret: &[u8]) -> String {
    let signed = format!("{}.{}", B64.encode(header), B64.encode(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(signed.as_bytes());
    format!("{signed}.{}", B64.encode(mac.finalize().into_bytes()))
}

/// Headers that must make any token worthless, with what each is about.
pub fn bad_headers(good: &Value, attacker: &Key) -> Vec<String> {
    let with = |name: &str, value: Value| {
        let mut header = good.clone();
        header[name] = value;
        header.to_string()
    };
    let mut all: Vec<String> = [
        "none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS256", "PS256", "ES384", "ES512", "es256", "EdDSA",
        "dir", "ES256 ",
    ]
    .into_iter()
    .map(|alg| with("alg", alg.into()))
    .collect();
    let kids = [
        "../../../../dev/null",
        "/dev/null",
        "' OR 1=1 --",
        "c1\u{0}",
        "",
        "C1",
        "c1 ",
        "%63%31",
        "unknown",
        "https://evil.example/k",
    ];
    all.extend(kids.into_iter().map(|kid| with("kid", kid.into())));
    all.extend(odd_members(attacker).into_iter().map(|(name, value)| with(name, value)));
    let text = good.to_string();
    all.extend([
        "[]".to_owned(),
        "null".to_owned(),
        String::new(),
        text.replace('}', ",\"alg\":\"none\"}"),
        text.replace('}', ",\"kid\":\"other\"}"),
        text.replace('{', "{{"),
    ]);
    all
}

/// Header members that name keys elsewhere, ask for what we do not do, or have the wrong type.
fn odd_members(attacker: &Key) -> [(&'static str, Value); 19] {
    [
        ("jwk", attacker.jwk()),
        ("jku", json!("https://evil.example/jwks")),
        ("x5u", json!("https://evil.example/cert")),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("AAAA")),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("enc", json!("A128GCM")),
        ("cty", json!("JWT")),
        ("alg", json!(null)),
        ("alg", json!(["ES256"])),
        ("alg", json!(1)),
        ("kid", json!(["c1"])),
        ("kid", json!(1)),
        ("typ", json!("at+jwt")),
        ("typ", json!("logout+jwt")),
        ("typ", json!(5)),
    ]
}

/// Damage to the text of a good token: each character once, plus cuts and swaps.
pub fn damaged(token: &str) -> Vec<String> {
    let mut all = Vec::new();
    for at in (0..token.len()).step_by(3) {
        let old = token.as_bytes()[at];
        let new = if old == b'A' { 'B' } else { 'A' };
        all.push(format!("{}{new}{}", &token[..at], &token[at + 1..]));
    }
    let parts: Vec<&str> = token.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    all.extend([
        format!("{header}.{claims}."),
        format!("{header}.{claims}"),
        format!("{header}..{signature}"),
        format!(".{claims}.{signature}"),
        format!("{header}.{claims}.{signature}."),
        format!("{header}.{claims}.{signature}=="),
        format!("{header}.{claims}.{signature}{signature}"),
        format!("{claims}.{header}.{signature}"),
        format!("{header}.{claims}.{}", B64.encode([0; 64])),
        format!("{header}.{claims}.{}", B64.encode([0; 32])),
        "..".to_owned(),
        "a.b.c".to_owned(),
        "x".repeat(8_000),
    ]);
    all.retain(|other| other != token);
    all
}

/// Values of the wrong type, as JSON texts.
pub const WRONG: [&str; 9] = ["null", "true", "{}", "[]", "[1]", "1e400", "-1", "1.5", "99999999999999999999"];
