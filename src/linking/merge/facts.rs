//! What is known of one of two accounts.

use super::super::{Birth, Facts, LinkingError};
use super::Side;
use crate::domain::{AccountId, PersonName, Time};
use crate::ground::Ground;
use crate::linking::facts;
use crate::storage::accounts::{self, Account};
use crate::storage::identities::{self, Identity};
use crate::storage::{Tx, account_merges, account_roles, licences, links, merge_facts, provisional_accounts};
use crate::vault::{KeyedHash, Vault};

/// An account together with what went into it before: one person's already, so that what speaks against one of them speaks
/// against all.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    pub(super) side: Side,
    /// Nothing of it is disabled, merged elsewhere, erased or protected.
    pub(super) is_open: bool,
    pub(super) is_provisional: bool,
    pub(super) has_others: bool,
    /// The names of its accounts.
    pub(super) names: Vec<PersonName>,
    /// What its accounts and identities say of the person, names and roles left out.
    pub(super) people: Vec<Facts>,
}

impl Whole {
    fn new(account: Account) -> Self {
        let is_open = account.disabled_at.is_none() && account.merged_into.is_none();
        Self {
            side: Side { account, roles: vec![], links: vec![], licences: vec![], last_active: None },
            is_open,
            is_provisional: false,
            has_others: false,
            names: vec![],
            people: vec![],
        }
    }

    pub(super) fn id(&self) -> &AccountId {
        &self.side.account.id
    }

    fn was_active(&mut self, at: Option<Time>) {
        self.side.last_active = self.side.last_active.max(at);
    }

    /// Takes in one account of those that are one person's.
    async fn add(&mut self, tx: &Tx, vault: &Vault, account: &Account) -> Result<(), LinkingError> {
        let id = &account.id;
        self.is_open &= !merge_facts::is_shut(tx, id).await?;
        self.is_provisional |= provisional_accounts::is_live(tx, id).await?;
        self.side.roles.extend(account_roles::list_live(tx, id).await?);
        let held = licences::list_of_account(tx, id).await?;
        self.side.licences.extend(held.into_iter().filter(|licence| licence.ended_at.is_none()));
        for at in [account.last_activity_at, account.used_at, merge_facts::last_sign_in(tx, id).await?] {
            self.was_active(at);
        }
        self.names.push(PersonName { given: account.given_name.clone(), family: account.family_name.clone() });
        self.people.extend(of_account(account, vault));
        for link in links::list_live(tx, id).await? {
            self.was_active(link.last_used_at);
            self.people.extend(identities::find(tx, &link.identity_id).await?.map(of_identity));
            self.side.links.push(link);
        }
        Ok(())
    }
}

/// Everything about an account; nothing where there is none.
pub(super) async fn read(tx: &Tx, ground: &Ground, id: &AccountId) -> Result<Option<Whole>, LinkingError> {
    let Some(account) = accounts::find(tx, id).await? else { return Ok(None) };
    let mut whole = Whole::new(account.clone());
    whole.add(tx, &ground.vault, &account).await?;
    for merge in account_merges::list_live_into(tx, id).await? {
        whole.has_others = true;
        if let Some(other) = accounts::find(tx, &merge.account_id).await? {
            whole.add(tx, &ground.vault, &other).await?;
        }
    }
    Ok(Some(whole))
}

/// The birth date as it is, and hashed with every key as identities have it: a date and a hash say nothing about each other.
fn of_account(account: &Account, vault: &Vault) -> Vec<Facts> {
    let clear = Facts { name: PersonName::default(), ..facts::of_account(account, &[]) };
    let hashes = account.birth_date.map(|date| vault.keyed_hashes(facts::BIRTH, &date.to_string())).unwrap_or_default();
    let by_hash = hashes.into_iter().map(|hash| Facts { birth: Some(Birth::Hash(hash)), ..clear.clone() });
    let others: Vec<Facts> = by_hash.collect();
    std::iter::once(clear).chain(others).collect()
}

fn of_identity(identity: Identity) -> Facts {
    let key_id = identity.hash_key;
    let hashed = |hash: Option<String>| hash.map(|hash| KeyedHash { hash, key_id: key_id.clone() });
    Facts {
        birth: hashed(identity.birth_hash).map(Birth::Hash),
        national: hashed(identity.national_hash).into_iter().collect(),
        ..Facts::default()
    }
}
