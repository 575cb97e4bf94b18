//! Django's `pbkdf2_sha256$iterations$salt$base64` and `pbkdf2_sha1$…`. Source: django.contrib.auth.hashers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::Sha256;

use super::form::FormError;

/// About a second of one core; Django 6.0 asks for 1,200,000.
pub(super) const MOST_ROUNDS: u32 = 2_000_000;

#[derive(Debug, Clone)]
enum Digest {
    Sha1([u8; 20]),
    Sha256([u8; 32]),
}

/// One hash as Django stores it.
#[derive(Debug, Clone)]
pub(super) struct Django {
    rounds: u32,
    salt: String,
    digest: Digest,
}

impl Django {
    pub(super) fn parse(text: &str) -> Result<Self, FormError> {
        let mut parts = text.split('$');
        let (Some(name), Some(rounds), Some(salt), Some(encoded), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(FormError::Unknown);
        };
        let bytes = STANDARD.decode(encoded).map_err(|_| FormError::Unknown)?;
        let digest = match name {
            "pbkdf2_sha1" => bytes.try_into().map(Digest::Sha1),
            "pbkdf2_sha256" => bytes.try_into().map(Digest::Sha256),
            _ => return Err(FormError::Unknown),
        };
        let digest = digest.map_err(|_| FormError::Unknown)?;
        let rounds = rounds.parse::<u32>().map_err(|_| FormError::Unknown)?;
        match rounds {
            0 => Err(FormError::Unknown),
            1..=MOST_ROUNDS if salt.len() <= 256 => Ok(Self { rounds, salt: salt.to_owned(), digest }),
            _ => Err(FormError::TooCostly),
        }
    }

    pub(super) fn verifies(&self, password: &[u8]) -> bool {
        let salt = self.salt.as_bytes();
        match &self.digest {
            Digest::Sha1(digest) => {
                let mut found = [0; 20];
                pbkdf2_hmac::<Sha1>(password, salt, self.rounds, &mut found);
                same(&found, digest)
            }
            Digest::Sha256(digest) => {
                let mut found = [0; 32];
                pbkdf2_hmac::<Sha256>(password, salt, self.rounds, &mut found);
                same(&found, digest)
            }
        }
    }
}

/// Compares without telling where the difference is.
pub(super) fn same(one: &[u8], other: &[u8]) -> bool {
    bool::from(subtle::ConstantTimeEq::ct_eq(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: Django's `tests/auth_tests/test_hashers.py` at 3.2.
    #[test]
    fn published_vectors() {
        for stored in [
            "pbkdf2_sha256$260000$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo=",
            "pbkdf2_sha1$260000$seasalt2$wAibXvW6jgvatCdONi6SMJ6q7mI=",
            "pbkdf2_sha256$260000$seasalt2$UCGMhrOoaq1ghQPArIBK5RkI6IZLRxlIwHWA1dMy7y8=",
        ] {
            let hash = Django::parse(stored).unwrap();
            assert!(hash.verifies("lètmein".as_bytes()), "{stored}");
            assert!(!hash.verifies(b"letmein"), "{stored}");
        }
    }
}
