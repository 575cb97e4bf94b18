//! Protected identities (S34 to S36). There is no audit row, no event and no notice here: a trace would be what must not be.
//!
//! Whoever is withheld signs in as before. Nothing is learned of them any more, and nobody is ever told that they might be
//! somebody else: an old and a new identity of one person must never meet.

use super::super::facts::NAME;
use crate::domain::{AccountId, SubjectKey, UpstreamId};
use crate::ground::Ground;
use crate::storage::links::Link;
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

async fn hide(
    tx: &Tx,
    ground: &Ground,
    (upstream, scope): (&UpstreamId, &str),
    subjects: &[&str],
) -> Result<(), StorageError> {
    let key = |subject: &&str| SubjectKey {
        upstream: upstream.clone(),
        scope: scope.to_owned(),
        subject: (*subject).to_owned(),
    };
    let keys: Vec<String> =
        subjects.iter().map(key).filter_map(|key| hashes(ground, &key).into_iter().next()).collect();
    withheld::insert(tx, &keys, ground.now()).await?;
    withheld::empty_identities(tx, (upstream, scope), subjects).await?;
    let opened = withheld::list_opened(tx, (upstream, scope), subjects).await?;
    let accounts: Vec<AccountId> =
        opened.into_iter().flat_map(|opened| [Some(opened.account_id), opened.merged_into]).flatten().collect();
    withhold(tx, ground, &accounts).await
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
