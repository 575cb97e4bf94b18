//! Which `sub` a platform sees.

use crate::domain::{AccountId, PlatformId, SubMode};
use crate::storage::accounts::Account;
use crate::vault::sha256;

/// The `sub` of an account, as the clients of its platform see it.
#[must_use]
pub fn sub_at(mode: SubMode, account: &Account) -> String {
    subject(mode, &account.sub, &account.platform_id, &account.id)
}

/// The same for whoever has read only what it is made of: the stored `sub`, or a value for this platform alone.
///
/// The pairwise value is a hash over the account's id, which is 130 random bits that no platform ever sees: it stays
/// the same for ever, also when the vault's keys change, and tells nobody anything about the account.
#[must_use]
pub fn subject(mode: SubMode, stored: &str, platform: &PlatformId, account: &AccountId) -> String {
    match mode {
        SubMode::Account => stored.to_owned(),
        SubMode::Pairwise => sha256(&format!("pairwise sub|{platform}|{account}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Random;

    /// S18: one person has unlike subjects at two platforms, and always the same at one.
    #[test]
    fn pairwise_subjects_differ_between_platforms_and_stay() {
        let account = AccountId::random(&Random::counter(1));
        let (one, other): (PlatformId, PlatformId) = ("opiq".parse().unwrap(), "onlineklas".parse().unwrap());
        let of = |platform| subject(SubMode::Pairwise, "17", platform, &account);
        assert_ne!(of(&one), of(&other));
        assert_eq!(of(&one), of(&one));
        assert_eq!(subject(SubMode::Account, "17", &one, &account), "17");
    }
}
