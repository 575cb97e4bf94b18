//! Secrets at rest: a key ring that seals values (XChaCha20-Poly1305) and makes keyed hashes (HMAC-SHA256).
//!
//! The first key writes, every key reads. Sealed form: `v1.<key id>.<base64url of nonce and ciphertext>`.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::domain::{Random, fold_national_number};

/// The keyed-hash purpose of national numbers: one for accounts, identities and imports, or they would never meet.
pub const NATIONAL_NUMBER: &str = "national";

/// What can be wrong with a sealed value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// It was sealed with a key that is not in the ring.
    #[error("the key {0:?} is not in the key ring")]
    UnknownKey(String),
    /// It is not a sealed value, was changed, or belongs to another place.
    #[error("the sealed value cannot be opened")]
    Damaged,
}

/// One key of the ring: an id (a-z, 0-9) and 32 bytes.
pub struct VaultKey {
    id: String,
    bytes: Zeroizing<[u8; 32]>,
}

impl VaultKey {
    /// A key with its id.
    #[must_use]
    pub fn new(id: String, bytes: [u8; 32]) -> Self {
        Self { id, bytes: Zeroizing::new(bytes) }
    }
}

impl std::fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VaultKey({})", self.id)
    }
}

/// The key ring. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Vault {
    keys: Arc<Vec<VaultKey>>,
    random: Random,
}

/// A keyed hash and the id of the key it was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedHash {
    /// Base64url of 32 bytes.
    pub hash: String,
    /// Which key.
    pub key_id: String,
}

impl Vault {
    /// A ring; the first key writes. `None` when there is no key.
    #[must_use]
    pub fn new(keys: Vec<VaultKey>, random: Random) -> Option<Self> {
        if keys.is_empty() { None } else { Some(Self { keys: Arc::new(keys), random }) }
    }

    /// Seals `clear` for one place, such as `upstream|ekool|client_secret`: it opens nowhere else.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when the cipher refuses (longer than 256 GiB).
    pub fn seal(&self, place: &str, clear: &[u8]) -> Result<String, VaultError> {
        let key = self.keys.first().ok_or(VaultError::Damaged)?;
        let nonce = self.random.bytes::<24>();
        let cipher = XChaCha20Poly1305::new(&Key::from(*key.bytes));
        let aad = aad(place, &key.id);
        let sealed =
            cipher.encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: &aad }).map_err(|_| VaultError::Damaged)?;
        let mut packed = nonce.to_vec();
        packed.extend(sealed);
        Ok(format!("v1.{}.{}", key.id, URL_SAFE_NO_PAD.encode(packed)))
    }

    /// Opens what [`Vault::seal`] made for the same place.
    ///
    /// # Errors
    /// The key is gone, the value was changed, or it was sealed for another place.
    pub fn open(&self, place: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let mut parts = sealed.splitn(3, '.');
        let (Some("v1"), Some(id), Some(packed)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(VaultError::Damaged);
        };
        let key = self.keys.iter().find(|key| key.id == id).ok_or_else(|| VaultError::UnknownKey(id.to_owned()))?;
        let packed = URL_SAFE_NO_PAD.decode(packed).map_err(|_| VaultError::Damaged)?;
        let (nonce, body) = packed.split_at_checked(24).ok_or(VaultError::Damaged)?;
        let nonce = <[u8; 24]>::try_from(nonce).map_err(|_| VaultError::Damaged)?;
        let cipher = XChaCha20Poly1305::new(&Key::from(*key.bytes));
        let aad = aad(place, id);
        let clear = cipher.decrypt(&XNonce::from(nonce), Payload { msg: body, aad: &aad });
        clear.map(Zeroizing::new).map_err(|_| VaultError::Damaged)
    }

    /// True when the value was sealed with a key that no longer writes.
    #[must_use]
    pub fn is_stale(&self, sealed: &str) -> bool {
        self.keys.first().is_none_or(|key| !sealed.starts_with(&format!("v1.{}.", key.id)))
    }

    /// The keyed hash of a value with the writing key; `purpose` keeps equal values of two kinds apart.
    #[must_use]
    pub fn keyed_hash(&self, purpose: &str, value: &str) -> KeyedHash {
        self.keys.first().map_or_else(
            || KeyedHash { hash: String::new(), key_id: String::new() },
            |key| KeyedHash { hash: mac(key, purpose, value), key_id: key.id.clone() },
        )
    }

    /// The keyed hashes of a national number with every key of the ring, the writing one first: the one form in which
    /// accounts, identities and imports hold and compare it. `country` is used when the number names none; nothing
    /// when there is none either.
    #[must_use]
    pub fn national_hashes(&self, number: &str, country: Option<&str>) -> Option<Vec<KeyedHash>> {
        fold_national_number(number, country).map(|folded| self.keyed_hashes(NATIONAL_NUMBER, &folded))
    }

    /// The keyed hashes of a value with every key of the ring, the writing one first: to look up older rows.
    #[must_use]
    pub fn keyed_hashes(&self, purpose: &str, value: &str) -> Vec<KeyedHash> {
        let hash = |key: &VaultKey| KeyedHash { hash: mac(key, purpose, value), key_id: key.id.clone() };
        self.keys.iter().map(hash).collect()
    }
}

fn aad(place: &str, key_id: &str) -> Vec<u8> {
    format!("{place}|{key_id}").into_bytes()
}

fn mac(key: &VaultKey, purpose: &str, value: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*key.bytes) else { return String::new() };
    mac.update(&(purpose.len() as u64).to_be_bytes());
    mac.update(purpose.as_bytes());
    mac.update(value.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// SHA-256 as base64url: how one-time values, tokens and random secrets of at least 128 bits are stored.
#[must_use]
pub fn sha256(value: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(value.as_bytes()))
}

/// Compares two secrets without telling where they differ.
#[must_use]
pub fn same_secret(one: &str, other: &str) -> bool {
    bool::from(subtle::ConstantTimeEq::ct_eq(one.as_bytes(), other.as_bytes()))
}
