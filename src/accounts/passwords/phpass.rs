//! phpass, portable: `$P$` (`WordPress`, Drupal) and `$H$` (phpBB). Source: openwall.com/phpass, `PasswordHash.php`.
//!
//! One character for the work (2^n rounds of MD5), eight of salt, 22 of digest in an alphabet of its own.

use md5::{Digest as _, Md5};

use super::django::same;
use super::form::FormError;

const ALPHABET: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The original allows 30; `WordPress` uses 13, phpBB 11. 2^20 rounds are about a third of a second.
const MOST_LOG2: usize = 20;

/// One hash as phpass stores it.
#[derive(Debug, Clone)]
pub(super) struct Phpass {
    rounds: u32,
    salt: Vec<u8>,
    digest: Vec<u8>,
}

impl Phpass {
    pub(super) fn parse(text: &str) -> Result<Self, FormError> {
        let bytes = text.as_bytes();
        let right = bytes.len() == 34 && bytes.iter().skip(3).all(|byte| ALPHABET.contains(byte));
        let (head, digest) = bytes.split_at_checked(12).filter(|_| right).ok_or(FormError::Unknown)?;
        let (head, salt) = head.split_at(4);
        let mark = head.last().ok_or(FormError::Unknown)?;
        let log2 = ALPHABET.iter().position(|letter| letter == mark).ok_or(FormError::Unknown)?;
        match log2 {
            7..=MOST_LOG2 => Ok(Self { rounds: 1 << log2, salt: salt.to_vec(), digest: digest.to_vec() }),
            21..=30 => Err(FormError::TooCostly),
            _ => Err(FormError::Unknown),
        }
    }

    pub(super) fn verifies(&self, password: &[u8]) -> bool {
        let mut digest = Md5::new_with_prefix(&self.salt).chain_update(password).finalize();
        for _ in 0..self.rounds {
            digest = Md5::new_with_prefix(digest).chain_update(password).finalize();
        }
        same(&encode(&digest), &self.digest)
    }
}

/// Three bytes, least significant first, become four letters of six bits.
fn encode(bytes: &[u8]) -> Vec<u8> {
    let letters = bytes.chunks(3).flat_map(|chunk| {
        let value = chunk.iter().rev().fold(0_u32, |value, byte| (value << 8) | u32::from(*byte));
        (0..=chunk.len()).map(move |index| ALPHABET.get(((value >> (6 * index)) & 63) as usize).copied())
    });
    letters.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: phpass `test.php`.
    #[test]
    fn published_vector() {
        for stored in ["$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"] {
            let hash = Phpass::parse(stored).unwrap();
            assert!(hash.verifies(b"test12345"), "{stored}");
            assert!(!hash.verifies(b"test12346"), "{stored}");
        }
    }
}
