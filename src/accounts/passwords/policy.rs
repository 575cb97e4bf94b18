//! What a new password may be. Length and a list of what everybody tries first; no rules about characters
//! (NIST SP 800-63B-4, 3.1.1.2).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::domain::fold_username;

/// Longest password, in bytes of UTF-8.
pub const MAX_BYTES: usize = 1_024;
/// Shortest new password, in characters.
pub const MIN_CHARACTERS: usize = 8;

static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common.txt").lines().map(str::trim).filter(|line| !line.is_empty()).collect());

crate::terms!(
    /// Why a text may not become a password.
    Weakness {
        /// Fewer than [`MIN_CHARACTERS`] characters.
        TooShort = "too_short",
        /// More than [`MAX_BYTES`] bytes.
        TooLong = "too_long",
        /// One that everybody tries first.
        Common = "common",
        /// The person's own name or user name, with or without digits.
        Personal = "personal",
        /// It holds a control character, which no keyboard types again.
        Unprintable = "unprintable",
    }
);

/// What is wrong with a new password; nothing when it may be used. `personal` are user name and names.
#[must_use]
pub fn weakness(password: &str, personal: &[&str]) -> Option<Weakness> {
    if password.len() > MAX_BYTES {
        return Some(Weakness::TooLong);
    }
    if password.chars().any(char::is_control) {
        return Some(Weakness::Unprintable);
    }
    if password.chars().count() < MIN_CHARACTERS {
        return Some(Weakness::TooShort);
    }
    let folded = fold_username(password);
    let core = folded.trim_matches(|letter: char| !letter.is_alphabetic());
    if personal.iter().map(|word| fold_username(word)).any(|word| !word.is_empty() && (word == folded || word == core))
    {
        return Some(Weakness::Personal);
    }
    let common = COMMON.contains(folded.as_str()) || COMMON.contains(core) || is_monotonous(&folded);
    common.then_some(Weakness::Common)
}

/// `aaaaaaaa`, `12345678`, `hgfedcba`: every step from letter to letter is the same.
fn is_monotonous(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|letter| i64::from(u32::from(letter))).collect();
    let mut steps = codes.iter().zip(codes.iter().skip(1)).map(|(one, next)| next - one);
    let first = steps.next().unwrap_or_default();
    first.abs() <= 1 && steps.all(|step| step == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for (password, expected) in [
            ("kolm tassi teed", None),
            ("ぱすわーどですよ", None),
            ("lühike", Some(Weakness::TooShort)),
            ("õõõõõõõ", Some(Weakness::TooShort)),
            ("password", Some(Weakness::Common)),
            ("Parool123", Some(Weakness::Common)),
            ("Welkom2026!", Some(Weakness::Common)),
            ("qwertyuiop", Some(Weakness::Common)),
            ("87654321", Some(Weakness::Common)),
            ("aaaaaaaaaaaa", Some(Weakness::Common)),
            ("mari.mets", Some(Weakness::Personal)),
            ("Mari.Mets2014", Some(Weakness::Personal)),
            ("kolm\ttassi", Some(Weakness::Unprintable)),
        ] {
            assert_eq!(weakness(password, &["mari.mets", "Mari", "Mets"]), expected, "{password}");
        }
        assert_eq!(weakness(&"a b".repeat(400), &[]), Some(Weakness::TooLong));
    }
}
