//! Protected identities (S34 to S36). There is no audit row, no event and no notice here: a trace would be what must not be.
//!
//! Whoever is withheld signs in as before. Nothing is learned of them any more, and nobody is ever told that they might be
//! somebody else: an old and a new identity of one person must never meet.

use std::collections::BTreeMap;

use super::super::facts::NAME;
use crate::domain::{AccountId, SubjectKey, UpstreamId};
use crate::ground::Ground;
use crate::storage::links::Link;
use crate::storage::upstream_switches::list_withheld;
use crate::storage::{StorageError, Tx, erase, links, withheld};

const PURPOSE: &str = "withheld";

/// Whose identity is protected.
#[derive(Debug, Clone, Copy)]
pub enum Protect<'a> {
    /// Whoever an account belongs to.
    Account(&'a AccountId),
    /// Whoever has one of these subjects at an upstream, within a scope; they may never have come yet.
    Subjects(&'a UpstreamId, &'a str, &'a [&'a str]),
}

/// Leaves somebody out of everything from now on, and takes away what upstreams told of them. What was written before stays
/// written, and is shown to nobody. Durable.
///
/// # Errors
/// The database's.
pub async fn protect(tx: &Tx, ground: &Ground, who: Protect<'_>) -> Result<(), StorageError> {
    match who {
        Protect::Subjects(upstream, scope, subjects) => hide(tx, ground, (upstream, scope), subjects).await,
        Protect::Account(account) => {
            let whole: Vec<AccountId> =
                erase::list_whole(tx, account).await?.into_iter().map(|account| account.id).collect();
            withhold(tx, ground, &whole).await?;
            for link in live_links(tx, &whole).await? {
                hide(tx, ground, (&link.upstream_id, &link.scope), &[link.subject.as_str()]).await?;
            }
            Ok(())
        }
    }
}

/// Shows somebody again whose identity is no longer protected. What was taken away comes back as their systems tell it.
/// Answers whether anything was withheld. Durable.
///
/// # Errors
/// The database's.
pub async fn release(tx: &Tx, ground: &Ground, account: &AccountId) -> Result<bool, StorageError> {
    let whole: Vec<AccountId> = erase::list_whole(tx, account).await?.into_iter().map(|account| account.id).collect();
    let mut keys: Vec<String> = whole.iter().map(withheld::account_key).collect();
    let hash_key = ground.vault.keyed_hash(NAME, "").key_id;
    for link in live_links(tx, &whole).await? {
        keys.extend(hashes(ground, &link.key()));
        withheld::learn_again(tx, &link.key(), &hash_key).await?;
    }
    Ok(withheld::delete(tx, &keys).await? > 0)
}

/// Whether somebody is withheld, by what an upstream calls them; under whatever key that was written down.
pub(in crate::linking) async fn is_withheld(tx: &Tx, ground: &Ground, key: &SubjectKey) -> Result<bool, StorageError> {
    withheld::is_any(tx, &hashes(ground, key)).await
}

/// Whether an identity and the accounts of one person must never be known to be one person's (S36): somebody of them is
/// withheld, so that one side may be who they were, and the other who they are now. What stood between the identity and
/// `home`, the first of them, tells nobody anything new.
pub(in crate::linking) async fn are_apart(
    tx: &Tx,
    ground: &Ground,
    key: &SubjectKey,
    (home, whole): (&AccountId, &AccountId),
) -> Result<bool, StorageError> {
    let mut keys = hashes(ground, key);
    keys.extend([withheld::account_key(home), withheld::account_key(whole)]);
    Ok(withheld::is_any(tx, &keys).await? && !links::was_ended(tx, home, key).await?)
}

async fn hide(
    tx: &Tx,
    ground: &Ground,
    (upstream, scope): (&UpstreamId, &str),
    subjects: &[&str],
) -> Result<(), StorageError> {
    let first = |subject: &&str| hashes(ground, &key_of(upstream, scope, subject)).into_iter().next();
    let keys: Vec<String> = subjects.iter().filter_map(first).collect();
    withheld::insert(tx, &keys, ground.now()).await?;
    withheld::empty_identities(tx, (upstream, scope), subjects).await?;
    let opened = withheld::list_opened(tx, (upstream, scope), subjects).await?;
    let accounts: Vec<AccountId> =
        opened.into_iter().flat_map(|opened| [Some(opened.account_id), opened.merged_into]).flatten().collect();
    withhold(tx, ground, &accounts).await
}

fn key_of(upstream: &UpstreamId, scope: &str, subject: &str) -> SubjectKey {
    SubjectKey { upstream: upstream.clone(), scope: scope.to_owned(), subject: subject.to_owned() }
}

/// Protects those of these people who were protected before, whatever was just written about them: a system that does not say
/// it any more, or never did, shows nobody again.
pub(in crate::linking) async fn protect_again(
    tx: &Tx,
    ground: &Ground,
    (upstream, scope): (&UpstreamId, &str),
    subjects: &[&str],
) -> Result<(), StorageError> {
    let mut named: BTreeMap<String, &str> = BTreeMap::new();
    for subject in subjects {
        named.extend(hashes(ground, &key_of(upstream, scope, subject)).into_iter().map(|hash| (hash, *subject)));
    }
    let keys: Vec<String> = named.keys().cloned().collect();
    let found = list_withheld(tx, &keys).await?;
    let hidden: Vec<&str> = found.iter().filter_map(|row| named.get(&row.key).copied()).collect();
    if hidden.is_empty() {
        return Ok(());
    }
    hide(tx, ground, (upstream, scope), &hidden).await
}

async fn withhold(tx: &Tx, ground: &Ground, accounts: &[AccountId]) -> Result<(), StorageError> {
    if accounts.is_empty() {
        return Ok(());
    }
    let keys: Vec<String> = accounts.iter().map(withheld::account_key).collect();
    withheld::insert(tx, &keys, ground.now()).await?;
    withheld::empty_accounts(tx, accounts).await
}

async fn live_links(tx: &Tx, accounts: &[AccountId]) -> Result<Vec<Link>, StorageError> {
    let mut live = Vec::new();
    for account in accounts {
        live.extend(links::list_live(tx, account).await?);
    }
    Ok(live)
}

/// The keys under which somebody is withheld, by what an upstream calls them: that of today's key first.
pub(in crate::linking) fn hashes(ground: &Ground, key: &SubjectKey) -> Vec<String> {
    let text = serde_json::json!([key.upstream, key.scope, key.subject]).to_string();
    ground.vault.keyed_hashes(PURPOSE, &text).into_iter().map(|hash| hash.hash).collect()
}
