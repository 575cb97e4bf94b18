//! Recovery codes: ten, twelve characters each, for whoever has lost what shows the other codes.

use crate::domain::{AccountId, Random};
use crate::vault::Vault;

/// How many codes somebody is given at once.
const HOW_MANY: usize = 10;
/// Characters of one, of 32 each: 60 random bits.
const LENGTH: usize = 12;
/// The keyed-hash purpose.
const PURPOSE: &str = "recovery_code";

/// Ten new codes as they are shown, in groups of four.
pub(super) fn fresh(random: &Random) -> Vec<String> {
    (0..HOW_MANY).map(|_| grouped(&random.id_text().chars().take(LENGTH).collect::<Vec<char>>())).collect()
}

fn grouped(letters: &[char]) -> String {
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// A code as it was typed, without what people put between: nothing where it cannot be one.
pub(super) fn folded(typed: &str) -> Option<String> {
    let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let code: String = kept.flat_map(char::to_lowercase).take(LENGTH + 1).collect();
    let fits = code.len() == LENGTH && code.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then_some(code)
}

/// The hash to store of a folded code of an account.
pub(super) fn hash(vault: &Vault, account: &AccountId, code: &str) -> String {
    vault.keyed_hash(PURPOSE, &format!("{account}|{code}")).hash
}

/// The hashes under which it may be stored, as keys change.
pub(super) fn hashes(vault: &Vault, account: &AccountId, code: &str) -> Vec<String> {
    let all = vault.keyed_hashes(PURPOSE, &format!("{account}|{code}"));
    all.into_iter().map(|hash| hash.hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_however_they_are_typed() {
        let codes = fresh(&Random::system());
        assert_eq!(codes.len(), 10);
        for code in &codes {
            let plain = folded(code).unwrap();
            assert_eq!((plain.len(), code.len()), (12, 14));
            assert_eq!(folded(&format!(" {} ", code.to_uppercase().replace('-', " "))), Some(plain));
        }
        let different: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(different.len(), 10);
    }

    #[test]
    fn what_cannot_be_a_code_is_none() {
        for typed in ["", "123456", "abcd-efgh-jkm", "abcd-efgh-jkmnp", "abcd-efgh-jkm\u{e4}"] {
            assert_eq!(folded(typed), None, "{typed}");
        }
    }
}
