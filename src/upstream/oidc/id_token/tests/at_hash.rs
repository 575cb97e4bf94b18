//! The access token that an ID token came with.

use super::*;

/// OpenID Connect Core, A.3: of the same access token, under SHA-256.
const AT_HASH: &str = "77QmUPtjPfzWtF2AnpK9RQ";

/// OpenID Connect Core 3.1.3.8: an ID token that came with another access token is refused; one that says nothing of it
/// is not, because with a code it need not.
#[test]
fn an_access_token_of_another_answer_is_refused() {
    assert!(with_claim("at_hash", json!(AT_HASH)).is_ok());
    let refused = Err(Refusal::Because("the ID token came with another access token"));
    let other_half = URL_SAFE_NO_PAD.encode(&Sha256::digest(ACCESS)[16..]);
    let whole = URL_SAFE_NO_PAD.encode(Sha256::digest(ACCESS));
    let other_hash = URL_SAFE_NO_PAD.encode(&Sha512::digest(ACCESS)[..32]);
    let other_token = URL_SAFE_NO_PAD.encode(&Sha256::digest("a")[..16]);
    for wrong in
        ["", "77QmUPtjPfzWtF2AnpK9RQ==", "77qmUPtjPfzWtF2AnpK9RQ", &other_half, &whole, &other_hash, &other_token]
    {
        assert_eq!(with_claim("at_hash", json!(wrong)), refused, "{wrong}");
    }
    for odd in [json!(null), json!(7), json!([AT_HASH]), json!(true)] {
        assert!(with_claim("at_hash", odd.clone()).is_err(), "{odd}");
    }
}

/// The hash is the one of the signature's algorithm.
#[test]
fn at_hash_goes_with_the_algorithm() {
    let lengths = [(Algorithm::ES256, 22), (Algorithm::PS384, 32), (Algorithm::RS512, 43), (Algorithm::EdDSA, 43)];
    for (alg, letters) in lengths {
        assert_eq!(left_half(alg, ACCESS).unwrap().len(), letters, "{alg:?}");
    }
    assert_eq!(left_half(Algorithm::RS256, ACCESS).as_deref(), Some(AT_HASH));
    assert_eq!(left_half(Algorithm::HS256, ACCESS), None);
}
