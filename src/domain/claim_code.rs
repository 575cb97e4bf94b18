//! Claim codes: what a school prints for a pupil to type. Eight signs, the last of which checks the others.

use std::fmt;
use std::str::FromStr;

use super::random::Random;

/// Capitals and digits of which none looks like another: of 0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B there is none, and no U beside the
/// V. No vowels either, so that no code is a word. Their number is a prime: see [`check`].
const ALPHABET: &[u8; 19] = b"CDFHJKMNPRTVWXY3479";
const SIGNS: u8 = 19;
/// Signs of a code without the last one: 19 to the power of 7, some 30 bits.
const DRAWN: usize = 7;
/// The largest multiple of 19 that a byte holds: what is above would make some signs likelier than others.
const FAIR: u8 = 13 * SIGNS;

/// A claim code in its one spelling. Not `Debug`: it stands in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimCode(String);

/// Something was typed that no school has printed: a sign is wrong, missing, too many, or two changed places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not how a claim code is written")]
pub struct Slip;

impl ClaimCode {
    /// A new code.
    #[must_use]
    pub fn random(random: &Random) -> Self {
        let mut drawn: Vec<u8> = Vec::with_capacity(DRAWN);
        while drawn.len() < DRAWN {
            let fair = random.bytes::<32>().into_iter().filter(|byte| *byte < FAIR).map(|byte| byte % SIGNS);
            drawn.extend(fair.take(DRAWN - drawn.len()));
        }
        drawn.push(check(&drawn));
        Self(drawn.into_iter().map(sign).collect())
    }

    /// The code as its hash is made of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As it is printed: two groups of four.
impl fmt::Display for ClaimCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0.split_at_checked(4).unwrap_or((&self.0, ""));
        write!(f, "{first}-{second}")
    }
}

impl fmt::Debug for ClaimCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClaimCode")
    }
}

/// Small letters, spaces, dots and dashes do not matter.
impl FromStr for ClaimCode {
    type Err = Slip;

    fn from_str(typed: &str) -> Result<Self, Slip> {
        let signs = typed.chars().filter(|sign| !is_between(*sign)).map(|sign| value(sign.to_ascii_uppercase()));
        let values = signs.take(DRAWN + 2).collect::<Option<Vec<u8>>>().ok_or(Slip)?;
        let (last, drawn) = values.split_last().ok_or(Slip)?;
        let right = drawn.len() == DRAWN && check(drawn) == *last;
        if right { Ok(Self(values.into_iter().map(sign).collect())) } else { Err(Slip) }
    }
}

fn is_between(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '-' | '.' | '_' | '\u{2010}'..='\u{2015}')
}

fn value(sign: char) -> Option<u8> {
    let place = ALPHABET.iter().position(|one| char::from(*one) == sign)?;
    u8::try_from(place).ok()
}

fn sign(value: u8) -> char {
    ALPHABET.get(usize::from(value)).copied().map_or('C', char::from)
}

/// Each place has a weight of its own modulo a prime: one wrong sign, or any two that changed places, give another sum.
fn check(drawn: &[u8]) -> u8 {
    let weighed = drawn.iter().zip(2_u32..).map(|(value, weight)| u32::from(*value) * weight);
    let sum = weighed.sum::<u32>() % u32::from(SIGNS);
    u8::try_from(sum).map_or(0, |sum| (SIGNS - sum) % SIGNS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(n: u64) -> Vec<ClaimCode> {
        (0..n).map(|n| ClaimCode::random(&Random::counter(n * 97))).collect()
    }

    #[test]
    fn no_sign_of_a_code_looks_like_another() {
        let printed: String = codes(500).iter().map(ToString::to_string).collect();
        assert!(printed.bytes().all(|sign| sign == b'-' || ALPHABET.contains(&sign)), "{printed}");
        for sign in "0O1Il2Z5S6G8BUQAEIOU".chars() {
            assert_eq!(value(sign), None, "{sign}");
        }
        assert!(ALPHABET.iter().all(|sign| printed.contains(char::from(*sign))), "every sign is drawn");
        assert_eq!((ALPHABET.len(), codes(1)[0].to_string().len()), (usize::from(SIGNS), 9));
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for code in codes(200) {
            let (printed, bare) = (code.to_string(), code.as_str().to_owned());
            let spaced = format!(" {} ", printed.replace('-', " "));
            let dashes = printed.replace('-', "\u{2013}");
            for typed in [&printed, &bare, &printed.to_lowercase(), &spaced, &dashes, &bare.replace("", ".")] {
                assert_eq!(typed.parse().as_ref(), Ok(&code), "{typed}");
            }
        }
    }

    /// Every one of 8 × 18 wrong signs, every one of 28 pairs that changed places, one too few and one too many.
    #[test]
    fn every_slip_of_a_finger_is_told_apart_from_a_wrong_code() {
        for code in codes(200) {
            let right: Vec<char> = code.as_str().chars().collect();
            for place in 0..8 {
                for wrong in ALPHABET.iter().map(|sign| char::from(*sign)).filter(|sign| *sign != right[place]) {
                    let mut typed = right.clone();
                    typed[place] = wrong;
                    assert_eq!(typed.iter().collect::<String>().parse::<ClaimCode>(), Err(Slip));
                }
                for other in (place + 1..8).filter(|other| right[place] != right[*other]) {
                    let mut typed = right.clone();
                    typed.swap(place, other);
                    assert_eq!(typed.iter().collect::<String>().parse::<ClaimCode>(), Err(Slip));
                }
            }
            for typed in [&code.as_str()[..7], &format!("{}C", code.as_str()), "", "--", "0OIl-5S2Z"] {
                assert_eq!(typed.parse::<ClaimCode>(), Err(Slip), "{typed}");
            }
        }
    }

    #[test]
    fn codes_do_not_repeat_and_tell_nobody_anything() {
        let many = codes(2_000);
        let mut texts: Vec<&str> = many.iter().map(ClaimCode::as_str).collect();
        texts.sort_unstable();
        texts.dedup();
        assert!(texts.len() > 1_990, "{}", texts.len());
        assert_eq!(format!("{:?}", many[0]), "ClaimCode");
    }
}
