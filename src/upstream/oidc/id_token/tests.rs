//! B7 and B8 of the security catalogue: what must never be taken for an ID token.

use std::sync::OnceLock;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::EncodingKey;
use jsonwebtoken::jwk::Jwk;
use serde_json::json;

use super::*;

mod at_hash;

const NOW: i64 = 1_795_255_200;
const ISSUER: &str = "https://harid.ee";
/// The access token that comes with every token here.
const ACCESS: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";

struct Pair {
    key: EncodingKey,
    public: Value,
}

fn pem(der: &[u8]) -> String {
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der))
}

fn rsa() -> Pair {
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let key = EncodingKey::from_rsa_pem(pem(pair.as_der().unwrap().as_ref()).as_bytes()).unwrap();
    let public = serde_json::to_value(Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap()).unwrap();
    Pair { key, public }
}

/// Two RSA keys: the issuer's and a stranger's. Made once, because that takes a while.
fn pairs() -> &'static (Pair, Pair) {
    static PAIRS: OnceLock<(Pair, Pair)> = OnceLock::new();
    PAIRS.get_or_init(|| (rsa(), rsa()))
}

fn named(public: &Value, kid: &str) -> Value {
    let mut key = public.clone();
    key["kid"] = json!(kid);
    key
}

fn set(keys: &[Value]) -> Keys {
    Keys::read(json!({ "keys": keys }).to_string().as_bytes(), Algorithm::RS256).unwrap()
}

/// The issuer's key set: its key under the name `k1`.
fn published() -> Keys {
    set(&[named(&pairs().0.public, "k1")])
}

fn header_json() -> Value {
    json!({"alg": "RS256", "typ": "JWT", "kid": "k1"})
}

fn claims_json() -> Value {
    json!({"iss": ISSUER, "sub": "s1", "aud": "koppel", "exp": NOW + 300, "iat": NOW, "nonce": "n1"})
}

fn signed(header: &str, claims: &str, key: &EncodingKey, alg: Algorithm) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = crypto::sign(message.as_bytes(), key, alg).unwrap();
    format!("{message}.{signature}")
}

/// A token signed by the issuer with this header and these claims.
fn token(header: &str, claims: &str) -> String {
    signed(header, claims, &pairs().0.key, Algorithm::RS256)
}

fn judged(token: &str) -> Result<IdToken, Refusal> {
    let now = chrono::DateTime::from_timestamp(NOW, 0).unwrap();
    let expected =
        Expected { alg: Algorithm::RS256, issuer: ISSUER, client_id: "koppel", nonce: "n1", access_token: ACCESS, now };
    verify(token, &published(), &expected)
}

fn with_header(name: &str, value: Value) -> Result<IdToken, Refusal> {
    let mut header = header_json();
    header[name] = value;
    judged(&token(&header.to_string(), &claims_json().to_string()))
}

fn with_claim(name: &str, value: Value) -> Result<IdToken, Refusal> {
    let mut claims = claims_json();
    claims[name] = value;
    judged(&token(&header_json().to_string(), &claims.to_string()))
}

#[test]
fn a_right_token_is_accepted() {
    let verdict = with_claim("auth_time", json!(NOW - 7)).unwrap();
    assert_eq!((verdict.subject.as_str(), verdict.issued_at, verdict.auth_time), ("s1", NOW, Some(NOW - 7)));
}

/// HarID's documented quirks: `amr` as a string, `auth_time` and `email_verified` as strings.
#[test]
fn quirks_that_nothing_hangs_on_are_tolerated() {
    assert!(with_claim("amr", json!("[\"pop\"]")).is_ok());
    assert!(with_claim("email_verified", json!("true")).is_ok());
    assert_eq!(with_claim("auth_time", json!("1795255100")).unwrap().auth_time, Some(NOW - 100));
    assert_eq!(with_claim("auth_time", json!("yesterday")).unwrap().auth_time, None);
    assert_eq!(with_claim("auth_time", json!([1])).unwrap().auth_time, None);
}

/// B7: `alg` none and its spellings, other algorithms, and HMAC with what everybody can read.
#[test]
fn another_algorithm_is_refused() {
    let claims = claims_json().to_string();
    for alg in
        ["none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS384", "PS256", "ES256", "EdDSA", "RS256 ", "rs256"]
    {
        let header = json!({"alg": alg, "kid": "k1"}).to_string();
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(&header), URL_SAFE_NO_PAD.encode(&claims));
        assert!(judged(&format!("{message}.")).is_err(), "{alg} without a signature");
        assert!(judged(&token(&header, &claims)).is_err(), "{alg} with the right signature");
    }
    let public = pairs().0.public.to_string();
    for secret in [public.as_str(), pairs().0.public["n"].as_str().unwrap(), "", "sim-secret"] {
        let header = json!({"alg": "HS256", "kid": "k1"}).to_string();
        let forged = signed(&header, &claims, &EncodingKey::from_secret(secret.as_bytes()), Algorithm::HS256);
        assert!(judged(&forged).is_err(), "HS256 with {secret:.20}");
    }
}

/// B7: a symmetric key in the key set never verifies anything.
#[test]
fn a_symmetric_key_of_the_set_is_not_used() {
    let oct = json!({"kty": "oct", "k": URL_SAFE_NO_PAD.encode("secret"), "kid": "k1", "alg": "HS256"});
    assert!(set(&[oct]).candidates(Some("k1")).is_empty());
}

/// B7: a token that brings its own key, or says where to fetch it, is refused even when the issuer signed it.
#[test]
fn a_token_that_brings_keys_is_refused() {
    let stranger = &pairs().1;
    let claims = claims_json().to_string();
    for (name, value) in [
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("jwk", stranger.public.clone()),
        ("crit", json!(["exp"])),
        ("crit", json!(["b64"])),
        ("zip", json!("DEF")),
        ("enc", json!("A256GCM")),
    ] {
        let mut header = header_json();
        header[name] = value;
        assert!(judged(&token(&header.to_string(), &claims)).is_err(), "{name} signed by the issuer");
        let forged = signed(&header.to_string(), &claims, &stranger.key, Algorithm::RS256);
        assert!(judged(&forged).is_err(), "{name} signed by the stranger");
    }
}

/// B7: a key's name is compared, never opened: paths, queries and other tricks name no key.
#[test]
fn a_crooked_key_name_finds_no_key() {
    for kid in [
        "../k1",
        "/dev/null",
        "../../../../dev/null",
        "k1\0",
        "k1 ",
        " k1",
        "K1",
        "k1' OR '1'='1",
        "https://evil.example/k1",
        "k1;",
        "%6b1",
        "",
        "k2",
    ] {
        assert_eq!(with_header("kid", json!(kid)), Err(Refusal::UnknownKey), "{kid}");
    }
    for kid in [json!(1), json!(["k1"]), json!({"k1": 1})] {
        assert!(with_header("kid", kid.clone()).is_err(), "{kid}");
    }
}

/// B7: two names in one header, two keys of one name, no name among several keys.
#[test]
fn two_keys_are_told_apart() {
    let (own, stranger) = pairs();
    let claims = claims_json().to_string();
    let twice = r#"{"alg":"RS256","kid":"k2","kid":"k1"}"#;
    assert!(judged(&token(twice, &claims)).is_err(), "a name given twice");
    let now = chrono::DateTime::from_timestamp(NOW, 0).unwrap();
    let expected =
        Expected { alg: Algorithm::RS256, issuer: ISSUER, client_id: "koppel", nonce: "n1", access_token: ACCESS, now };
    let both = set(&[named(&stranger.public, "k2"), named(&own.public, "k1")]);
    assert!(verify(&token(&header_json().to_string(), &claims), &both, &expected).is_ok());
    let swapped = json!({"alg": "RS256", "kid": "k2"}).to_string();
    assert!(verify(&token(&swapped, &claims), &both, &expected).is_err(), "signed by the other key");
    let nameless = token(r#"{"alg":"RS256"}"#, &claims);
    assert_eq!(verify(&nameless, &both, &expected), Err(Refusal::UnknownKey));
    assert!(verify(&nameless, &published(), &expected).is_ok(), "the only key there is");
}

#[test]
fn a_stranger_s_signature_is_refused() {
    let forged = signed(&header_json().to_string(), &claims_json().to_string(), &pairs().1.key, Algorithm::RS256);
    assert_eq!(judged(&forged), Err(Refusal::Because("the ID token is not signed by the issuer")));
}

#[test]
fn a_changed_token_is_refused() {
    let right = token(&header_json().to_string(), &claims_json().to_string());
    let parts: Vec<&str> = right.split('.').collect();
    let other = URL_SAFE_NO_PAD.encode(claims_json().to_string().replace("s1", "s2"));
    for changed in [
        format!("{}.{other}.{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{right}."),
        format!("{right}.x"),
        format!(".{right}"),
        format!("{right}="),
        right.to_uppercase(),
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "a".repeat(LONGEST_TOKEN + 1),
    ] {
        assert!(judged(&changed).is_err(), "{changed:.60}");
    }
}

/// B8 (CVE-2026-25537): a claim of the wrong type is an error, not an absence. 0 accepted, no panic.
#[test]
fn claims_of_the_wrong_type_are_refused() {
    let odd = [
        "\"1795255500\"",
        "1795255500.5",
        "[1795255500]",
        "{}",
        "null",
        "true",
        "1e400",
        "-1e400",
        "99999999999999999999",
        "\"\"",
    ];
    for name in ["exp", "nbf", "iat", "aud", "iss", "sub", "azp", "nonce"] {
        // A text of digits is a text, and so a subject.
        for value in odd.into_iter().filter(|value| (name, *value) != ("sub", "\"1795255500\"")) {
            let mut claims = claims_json();
            claims[name] = json!("PLACE");
            let text = claims.to_string().replace("\"PLACE\"", value);
            assert!(judged(&token(&header_json().to_string(), &text)).is_err(), "{name} = {value}");
        }
    }
}

/// B8: a claim given twice is refused, whichever of the two is right.
#[test]
fn claims_given_twice_are_refused() {
    for name in ["exp", "iat", "aud", "iss", "sub", "nonce"] {
        let right = claims_json()[name].to_string();
        for other in ["1", "\"x\"", right.as_str()] {
            let text = claims_json().to_string();
            for twice in [
                text.replacen('{', &format!("{{\"{name}\":{other},"), 1),
                text.replacen('}', &format!(",\"{name}\":{other}}}"), 1),
            ] {
                assert!(judged(&token(&header_json().to_string(), &twice)).is_err(), "{twice}");
            }
        }
    }
}

#[test]
fn a_missing_claim_is_refused() {
    for name in ["iss", "sub", "aud", "exp", "iat", "nonce"] {
        let mut claims = claims_json();
        claims.as_object_mut().unwrap().remove(name);
        assert!(judged(&token(&header_json().to_string(), &claims.to_string())).is_err(), "{name}");
    }
}

/// S15: issuer, audience, authorized party, times and nonce.
#[test]
fn every_claim_is_held_against_what_we_expect() {
    let table = [
        ("iss", json!("https://harid.ee/"), false),
        ("iss", json!("https://HARID.ee"), false),
        ("iss", json!("https://evil.example"), false),
        ("aud", json!(["koppel"]), true),
        ("aud", json!("another"), false),
        ("aud", json!([]), false),
        ("aud", json!(["another"]), false),
        ("aud", json!(["koppel", "another"]), false),
        ("azp", json!("koppel"), true),
        ("azp", json!("another"), false),
        ("nonce", json!("n2"), false),
        ("exp", json!(NOW - 59), true),
        ("exp", json!(NOW - 60), false),
        ("exp", json!(-1), false),
        ("exp", json!(i64::MAX), true),
        ("exp", json!(i64::MIN), false),
        ("iat", json!(NOW + 300), true),
        ("iat", json!(NOW + 301), false),
        ("nbf", json!(NOW + 300), true),
        ("nbf", json!(NOW + 301), false),
        ("nbf", json!(i64::MAX), false),
        ("sub", json!("a".repeat(255)), true),
        ("sub", json!("a".repeat(256)), false),
        ("sub", json!("a b"), false),
    ];
    for (name, value, expected) in table {
        assert_eq!(with_claim(name, value.clone()).is_ok(), expected, "{name} = {value}");
    }
}

#[test]
fn several_audiences_need_an_authorized_party() {
    let mut claims = claims_json();
    claims["aud"] = json!(["koppel", "another"]);
    claims["azp"] = json!("koppel");
    assert!(judged(&token(&header_json().to_string(), &claims.to_string())).is_ok());
}

#[test]
fn an_es256_key_verifies_when_it_is_configured_and_not_otherwise() {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let key = EncodingKey::from_ec_pem(pem(pair.to_pkcs8v1().unwrap().as_ref()).as_bytes()).unwrap();
    let public = serde_json::to_value(Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap()).unwrap();
    let body = json!({"keys": [named(&public, "k1")]}).to_string();
    let header = json!({"alg": "ES256", "kid": "k1"}).to_string();
    let sent = signed(&header, &claims_json().to_string(), &key, Algorithm::ES256);
    let now = chrono::DateTime::from_timestamp(NOW, 0).unwrap();
    let judge = |alg| {
        let keys = Keys::read(body.as_bytes(), alg).unwrap();
        verify(
            &sent,
            &keys,
            &Expected { alg, issuer: ISSUER, client_id: "koppel", nonce: "n1", access_token: ACCESS, now },
        )
    };
    assert!(judge(Algorithm::ES256).is_ok());
    assert!(judge(Algorithm::RS256).is_err());
    assert!(judge(Algorithm::ES384).is_err());
}

#[test]
fn a_hostile_key_set_is_bounded() {
    let read = |keys: Vec<Value>| Keys::read(json!({ "keys": keys }).to_string().as_bytes(), Algorithm::RS256);
    let public = &pairs().0.public;
    assert!(read((0..51).map(|n| named(public, &n.to_string())).collect()).is_err(), "51 keys");
    let same = read((0..50).map(|_| named(public, "k1")).collect()).unwrap();
    assert_eq!(same.candidates(Some("k1")).len(), 4, "keys one token is tried with");
    for (name, value) in [
        ("n", json!("A".repeat(1_367))),
        ("e", json!("A".repeat(9))),
        ("use", json!("enc")),
        ("alg", json!("RS512")),
        ("alg", json!("RSA-OAEP")),
        ("kty", json!("EC")),
    ] {
        let mut key = named(public, "k1");
        key[name] = value;
        assert!(read(vec![key.clone()]).unwrap().candidates(Some("k1")).is_empty(), "{key}");
    }
    for body in ["", "[]", "{}", "null", r#"{"keys":{}}"#, r#"{"keys":"x"}"#] {
        assert!(Keys::read(body.as_bytes(), Algorithm::RS256).is_err(), "{body}");
    }
}

/// A key of a kind we do not know (post-quantum, say) must not lock everybody out.
#[test]
fn an_unknown_kind_of_key_breaks_nothing() {
    let keys = set(&[json!({"kty": "AKP", "alg": "ML-DSA-44", "kid": "q"}), json!(7), named(&pairs().0.public, "k1")]);
    assert_eq!(keys.candidates(Some("k1")).len(), 1);
}
