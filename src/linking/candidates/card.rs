//! What is known of a person where candidates are looked for: the same for an account and for somebody on a roster.

use std::collections::BTreeSet;

use super::super::Birth;
use super::super::facts::BIRTH;
use crate::domain::{AccountId, PersonName, Role};
use crate::storage::accounts::Account;
use crate::vault::{KeyedHash, Vault};

/// A mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// As it is written.
    pub address: String,
    /// Whether somebody proved to read it, or the upstream says so.
    pub verified: bool,
}

/// What one side knows of a person. Whatever is unknown is empty and speaks neither for nor against anybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Name in the parts the source gave.
    pub name: PersonName,
    /// Live roles at the school. Whoever is a guardian and nothing else is nobody's candidate and has none.
    pub roles: Vec<Role>,
    /// Birth date in every form there is: clear, and hashed with each key of the ring.
    pub birth: Vec<Birth>,
    /// Keyed hashes of the national number.
    pub national: Vec<KeyedHash>,
    /// User name, folded by [`fold_username`](crate::domain::fold_username).
    pub username: Option<String>,
    /// Mail address.
    pub mail: Option<Mail>,
    /// Classes, such as `5B`.
    pub classes: Vec<String>,
}

/// An account of the platform, with a live role at the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Which account.
    pub account: AccountId,
    /// What the platform knows.
    pub card: Card,
}

impl Known {
    /// The account with its live roles and classes at the school. Its birth date is hashed, too, because a roster's stays
    /// only as a hash.
    #[must_use]
    pub fn of(account: &Account, roles: Vec<Role>, classes: Vec<String>, vault: &Vault) -> Self {
        let hashes = |text: String| vault.keyed_hashes(BIRTH, &text).into_iter().map(Birth::Hash);
        let birth =
            account.birth_date.iter().flat_map(|date| [Birth::Date(*date)].into_iter().chain(hashes(date.to_string())));
        let national = account.national_hash.clone().zip(account.national_key.clone());
        let mail = account.email.clone().map(|address| Mail { address, verified: account.email_verified });
        let card = Card {
            name: PersonName { given: account.given_name.clone(), family: account.family_name.clone() },
            roles,
            birth: birth.collect(),
            national: national.map(|(hash, key_id)| KeyedHash { hash, key_id }).into_iter().collect(),
            username: account.username_folded.clone(),
            mail,
            classes,
        };
        Self { account: account.id.clone(), card }
    }
}

/// A person of the school, as its rosters tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// What the rosters tell.
    pub card: Card,
    /// The journals the person stands in, by numbers that the caller gives them.
    pub journals: BTreeSet<usize>,
    /// Accounts of which somebody said that they are another person's.
    pub not_same: BTreeSet<AccountId>,
}
