//! Section `[[keys]]`: the key ring for secrets at rest.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::ConfigError;
use super::values::Values;
use crate::domain::Random;
use crate::vault::{Vault, VaultKey};

/// One key of the ring: 32 bytes, checked.
#[derive(Debug, Clone)]
pub struct RingKey {
    /// Its id: a-z and 0-9.
    pub id: String,
    /// 32 bytes, base64 or base64url.
    pub secret: SecretString,
}

pub(super) const KEYS: &[&str] = &["keys.id", "keys.secret", "keys.file"];

const HINT: &str = "`koppel keys new-ring-key` makes one";

impl RingKey {
    pub(super) fn read_all(values: &Values) -> Result<Vec<Self>, ConfigError> {
        let mut ring: Vec<Self> = Vec::new();
        for index in values.indices("keys") {
            let key = Self::read(values, &format!("keys.{index}"))?;
            if ring.iter().any(|other| other.id == key.id) {
                let problem = format!("two keys are called {:?}", key.id);
                return Err(ConfigError::new(&format!("keys.{index}.id"), problem, "give each key an id of its own"));
            }
            ring.push(key);
        }
        Ok(ring)
    }

    fn read(values: &Values, place: &str) -> Result<Self, ConfigError> {
        let id_key = format!("{place}.id");
        let id = values.required(&id_key)?;
        if id.len() > 32 || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            return Err(ConfigError::new(&id_key, format!("{id:?} is not an id"), "use a-z and 0-9, at most 32"));
        }
        let secret_key = format!("{place}.secret");
        let secret = values.secret(&secret_key, &format!("{place}.file"))?;
        let secret = secret.ok_or_else(|| ConfigError::new(&secret_key, "is missing, and so is a file", HINT))?;
        let key = Self { id, secret };
        key.bytes().map_err(|problem| ConfigError::new(&secret_key, problem, HINT))?;
        Ok(key)
    }

    /// The 32 bytes, or what is wrong with them.
    fn bytes(&self) -> Result<Zeroizing<[u8; 32]>, String> {
        let text = self.secret.expose_secret().trim_end_matches('=');
        let bytes = STANDARD_NO_PAD.decode(text).or_else(|_| URL_SAFE_NO_PAD.decode(text));
        let bytes = Zeroizing::new(bytes.map_err(|_| "is not base64".to_owned())?);
        let found = bytes.len();
        let bytes = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| format!("holds {found} bytes and not 32"))?;
        let first = bytes.first();
        if bytes.iter().all(|byte| Some(byte) == first) {
            return Err("is one byte again and again, not random".to_owned());
        }
        Ok(Zeroizing::new(bytes))
    }
}

/// The vault over the configured ring.
///
/// # Errors
/// There is no key, or one is not 32 random bytes.
pub fn vault(ring: &[RingKey], random: Random) -> Result<Vault, ConfigError> {
    let key = |key: &RingKey| key.bytes().map(|bytes| VaultKey::new(key.id.clone(), *bytes));
    let keys: Result<Vec<VaultKey>, String> = ring.iter().map(key).collect();
    let keys = keys.map_err(|problem| ConfigError::new("keys", problem, HINT))?;
    Vault::new(keys, random).ok_or_else(|| ConfigError::new("keys", "the key ring is empty", HINT))
}

/// A new key for the ring, base64url.
#[must_use]
pub fn new_ring_key(random: &Random) -> SecretString {
    SecretString::from(random.secret())
}
