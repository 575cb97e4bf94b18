//! Randomness as a parameter, so that a test can repeat itself.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const ID_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Where random bytes come from: the operating system, or a counter in tests.
#[derive(Debug, Clone, Default)]
pub struct Random(Source);

#[derive(Debug, Clone, Default)]
enum Source {
    #[default]
    System,
    Counter(Arc<Mutex<u64>>),
}

impl Random {
    /// The operating system's generator.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A repeatable sequence. Only for tests: everything it gives can be guessed.
    #[must_use]
    pub fn counter(start: u64) -> Self {
        Self(Source::Counter(Arc::new(Mutex::new(start))))
    }

    /// `N` random bytes.
    ///
    /// Ends the process when the operating system has no randomness to give: nothing can be done safely then.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::System =>
            {
                #[expect(clippy::disallowed_methods, reason = "the one place where system randomness enters")]
                if getrandom::fill(&mut bytes).is_err() {
                    std::process::abort();
                }
            }
            Source::Counter(next) => {
                let mut next = next.lock().unwrap_or_else(PoisonError::into_inner);
                *next += 1;
                for (index, byte) in bytes.iter_mut().enumerate() {
                    let mixed = next.wrapping_add(index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                    *byte = mixed.to_be_bytes().get(index % 5).copied().unwrap_or_default();
                }
            }
        }
        bytes
    }

    /// 256 random bits as 43 characters of base64url: for cookies, codes, tokens, state and nonce.
    #[must_use]
    pub fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// 130 random bits as 26 lower-case characters, for ids.
    #[must_use]
    pub fn id_text(&self) -> String {
        self.bytes::<26>()
            .iter()
            .map(|byte| char::from(ID_ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'0')))
            .collect()
    }
}
