//! PKCE with S256 (RFC 7636).

use crate::vault::{same_secret, sha256};

/// What a verifier says about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// It fits, or neither side used PKCE.
    Good,
    /// It is missing, odd, wrong, or proves something nobody asked for.
    Bad(&'static str),
}

/// Compares the verifier with the challenge of the authorization request.
///
/// A verifier without a challenge is refused (RFC 9700, 4.8.2): somebody took the challenge out of the request.
pub(super) fn check(challenge: Option<&str>, verifier: Option<&str>) -> Proof {
    match (challenge, verifier) {
        (None, None) => Proof::Good,
        (None, Some(_)) => Proof::Bad("code_verifier without code_challenge"),
        (Some(_), None) => Proof::Bad("code_verifier is missing"),
        (Some(challenge), Some(verifier)) if is_verifier(verifier) && same_secret(challenge, &sha256(verifier)) => {
            Proof::Good
        }
        (Some(_), Some(_)) => Proof::Bad("code_verifier does not fit"),
    }
}

/// RFC 7636, 4.1: 43 to 128 unreserved characters.
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenge_of_the_standards_example_fits() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(check(Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), Some(verifier)), Proof::Good);
    }

    /// S4, S19: length, alphabet, presence on one side only.
    #[test]
    fn verifiers_of_other_shapes_are_refused() {
        let fits = |verifier: &str| check(Some(&sha256(verifier)), Some(verifier)) == Proof::Good;
        assert!(fits(&"a".repeat(43)) && fits(&"~".repeat(128)));
        for odd in ["a".repeat(42), "a".repeat(129), String::new(), "ä".repeat(43), format!("{}+", "a".repeat(43))] {
            assert!(!fits(&odd), "{odd}");
        }
        let good = "a".repeat(43);
        assert_ne!(check(None, Some(&good)), Proof::Good);
        assert_ne!(check(Some(&sha256(&good)), None), Proof::Good);
        assert_ne!(check(Some(&good), Some(&good)), Proof::Good, "plain");
    }
}
