//! ASP.NET Identity: a base64 blob whose first byte is its version.
//!
//! Source: dotnet/aspnetcore, `src/Identity/Extensions.Core/src/PasswordHasher.cs`.
//! 0x00 (version 2): salt 16, key 32, PBKDF2 with HMAC-SHA1, 1,000 rounds.
//! 0x01 (version 3): digest, rounds, length of the salt (each 32 bits, big endian), salt, key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::django::{MOST_ROUNDS, same};
use super::form::FormError;

#[derive(Debug, Clone, Copy)]
enum Digest {
    Sha1,
    Sha256,
    Sha512,
}

/// One hash as ASP.NET Identity stores it.
#[derive(Debug, Clone)]
pub(super) struct AspNet {
    digest: Digest,
    rounds: u32,
    salt: Vec<u8>,
    key: Vec<u8>,
}

impl AspNet {
    pub(super) fn parse(text: &str) -> Result<Self, FormError> {
        if text.len() > 400 {
            return Err(FormError::Unknown);
        }
        let blob = STANDARD.decode(text).map_err(|_| FormError::Unknown)?;
        match blob.split_first() {
            Some((0, rest)) if rest.len() == 48 => {
                let (salt, key) = rest.split_at(16);
                Ok(Self { digest: Digest::Sha1, rounds: 1_000, salt: salt.to_vec(), key: key.to_vec() })
            }
            Some((1, rest)) => Self::version_3(rest).ok_or(FormError::Unknown)?,
            _ => Err(FormError::Unknown),
        }
    }

    fn version_3(rest: &[u8]) -> Option<Result<Self, FormError>> {
        let (digest, rest) = number(rest)?;
        let (rounds, rest) = number(rest)?;
        let (salt_length, rest) = number(rest)?;
        let (salt, key) = rest.split_at_checked(usize::try_from(salt_length).ok()?)?;
        // The bounds of the original: both at least 128 bits. The upper one is ours: each further block of the key
        // costs all rounds again.
        if salt.len() < 16 || !(16..=64).contains(&key.len()) || rounds == 0 {
            return None;
        }
        let digest = match digest {
            0 => Digest::Sha1,
            1 => Digest::Sha256,
            2 => Digest::Sha512,
            _ => return None,
        };
        if rounds > MOST_ROUNDS / 2 {
            return Some(Err(FormError::TooCostly));
        }
        Some(Ok(Self { digest, rounds, salt: salt.to_vec(), key: key.to_vec() }))
    }

    pub(super) fn verifies(&self, password: &[u8]) -> bool {
        let mut found = vec![0; self.key.len()];
        match self.digest {
            Digest::Sha1 => pbkdf2_hmac::<Sha1>(password, &self.salt, self.rounds, &mut found),
            Digest::Sha256 => pbkdf2_hmac::<Sha256>(password, &self.salt, self.rounds, &mut found),
            Digest::Sha512 => pbkdf2_hmac::<Sha512>(password, &self.salt, self.rounds, &mut found),
        }
        same(&found, &self.key)
    }
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*head), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: dotnet/aspnetcore, `PasswordHasherTest.cs`.
    #[test]
    fn published_vectors() {
        for stored in [
            "AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggHIVY0sdEUfdyeM+E1LtH1uJg==",
            "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==",
            "AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHw",
            "AQAAAAAAAAD6AAAAEAhftMyfTJylOlZT+eEotFXd1elee8ih5WsjXaR3PA9M",
            "AQAAAAIAAAD6AAAAIJbVi5wbMR+htSfFp8fTw8N8GOS/Sje+S/4YZcgBfU7EQuqv4OkVYmc4VJl9AGZzmRTxSkP7LtVi9IWyUxX8IAAfZ8v+ZfhjCcudtC1YERSqE1OEdXLW9VukPuJWBBjLuw==",
        ] {
            let hash = AspNet::parse(stored).unwrap();
            assert!(hash.verifies(b"my password"), "{stored}");
            assert!(!hash.verifies(b"my passwore"), "{stored}");
        }
    }

    /// Source: the failure cases of the same file.
    #[test]
    fn published_failures() {
        assert!(AspNet::parse("AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4A=").is_err());
        let wrong = AspNet::parse("AQAAAAAAAAD6AAAAEAhftMyfTJyAAAAAAAAAAAAAAAAAAAih5WsjXaR3PA9M").unwrap();
        assert!(!wrong.verifies(b"my password"));
        let longer = "AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHwAAAAAAAAAAAA";
        assert!(!AspNet::parse(longer).unwrap().verifies(b"my password"));
    }
}
