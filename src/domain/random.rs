//! Randomness as a parameter, so that a test can repeat itself.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::clock::Time;

/// In the order of their codes, so that texts stand in the order of the numbers they are made of.
const ID_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Letters that tell a time to the millisecond: 45 bits, until the year 3084.
const TIME_LETTERS: usize = 9;

/// The letter of the last five bits.
fn letter(bits: u64) -> char {
    usize::try_from(bits & 31).ok().and_then(|at| ID_ALPHABET.get(at)).map_or('0', |letter| char::from(*letter))
}

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
        self.bytes::<26>().iter().map(|byte| letter(u64::from(*byte))).collect()
    }

    /// As [`Random::id_text`], but the first nine characters are the time: 85 random bits, and what is made later stands later.
    #[must_use]
    pub fn dated_id_text(&self, time: Time) -> String {
        let millis = time.timestamp_millis().max(0).unsigned_abs();
        let date = (0..TIME_LETTERS).rev().map(|place| letter(millis >> (5 * place)));
        date.chain(self.id_text().chars().skip(TIME_LETTERS)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn dated_ids_stand_in_the_order_of_their_times(one in 0..4_000_000_000_000_i64, two in 0..4_000_000_000_000_i64) {
            let text = |millis| Random::system().dated_id_text(DateTime::from_timestamp_millis(millis).unwrap());
            let (first, second) = (text(one), text(two));
            prop_assert_eq!((first.len(), second.len()), (26, 26));
            prop_assert_eq!(first[..9].cmp(&second[..9]), one.cmp(&two));
        }
    }

    #[test]
    fn dated_ids_of_one_moment_are_as_different_as_others() {
        let (random, now) = (Random::system(), DateTime::from_timestamp_millis(1_788_768_000_000).unwrap());
        let rest: std::collections::HashSet<String> =
            (0..1_000).map(|_| random.dated_id_text(now)[9..].to_owned()).collect();
        assert_eq!(rest.len(), 1_000);
        assert!(rest.iter().all(|text| text.len() == 17));
    }
}
