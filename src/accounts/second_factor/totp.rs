//! Codes that change every thirty seconds (RFC 6238), six digits, as every authenticator app shows them.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use super::base32;
use crate::domain::Time;
use crate::vault::same_secret;

/// Seconds for which one code is shown.
const PERIOD_SECONDS: i64 = 30;
/// Digits of a code.
pub(super) const DIGITS: usize = 6;
/// Bytes of a secret: as long as the hash (RFC 4226, requirement 6).
pub(super) const SECRET_BYTES: usize = 20;
/// A clock may be one step off, either way (RFC 6238, 5.2).
const STEPS: [i64; 3] = [1, 0, -1];

/// The time step of a moment.
fn step_at(now: Time) -> i64 {
    now.timestamp().div_euclid(PERIOD_SECONDS)
}

/// The code of a time step.
fn code(secret: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    // RFC 4226, 5.3: the last four bits say where the 31 bits of the code stand.
    let at = usize::from(hash.last()? & 15);
    let bytes: [u8; 4] = hash.get(at..at + 4)?.try_into().ok()?;
    let number = u32::from_be_bytes(bytes) & 0x7fff_ffff;
    Some(format!("{:0width$}", number % 1_000_000, width = DIGITS))
}

/// What an authenticator app shows now for a secret as the page shows it; nothing for a text that is none.
#[must_use]
pub fn code_of(secret_text: &str, now: Time) -> Option<String> {
    code(&base32::decode(secret_text)?, step_at(now))
}

/// The time step whose code somebody typed, if it is of now or of one step before or after.
pub(super) fn matching(secret: &[u8], typed: &str, now: Time) -> Option<i64> {
    let steps = STEPS.map(|away| step_at(now) + away);
    steps.into_iter().find(|step| code(secret, *step).is_some_and(|code| same_secret(&code, typed)))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Time {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B, the last six of the eight digits there.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step_at(at(seconds))).unwrap(), expected, "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let now = at(1_234_567_890);
        for (away, known) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(SECRET, step_at(now) + away).unwrap();
            assert_eq!(matching(SECRET, &typed, now), known.then_some(step_at(now) + away), "{away}");
        }
        assert_eq!(matching(SECRET, "00592", now), None);
    }
}
