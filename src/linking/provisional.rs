//! A provisional account: a pupil has an older one, cannot prove it yet, and works meanwhile. `absorb` brings it home.

use serde_json::json;

use super::LinkingError;
use super::attach::{NewLink, write};
use super::bear::{born, make_account};
use super::decide::{Decision, decide};
use super::gather::{Situation, gather};
use crate::domain::{AccountId, Actor};
use crate::ground::Ground;
use crate::storage::accounts::Account;
use crate::storage::{Tx, accounts, audit, events, identities, provisional_accounts};

/// Lets a pupil in on a provisional account: a new one with its link, or the one that a journal made and nobody has used.
/// No duplicate is suspected: the pupil has said that there is an older account, and it is known which this one is. Durable.
///
/// # Errors
/// [`LinkingError::Changed`] with what holds now when nobody is let in;
/// [`LinkingError::IdentityTaken`] when the identity got a link meanwhile.
pub async fn begin_provisional(tx: &Tx, ground: &Ground, situation: &Situation<'_>) -> Result<(), LinkingError> {
    let identity = identities::lock(tx, situation.identity).await?;
    let evidence = gather(tx, ground, situation, false).await?;
    match decide(&evidence) {
        Decision::LetIn => {}
        decision => return Err(LinkingError::Changed(Box::new(decision))),
    }
    let (actor, now) = (Actor::Identity(identity.id.clone()), ground.now());
    let account = match &evidence.link {
        Some(unclaimed) => {
            accounts::lock(tx, &unclaimed.account).await?;
            accounts::mark_used(tx, &unclaimed.account, now).await?;
            accounts::find(tx, &unclaimed.account).await?.ok_or(LinkingError::Gone)?
        }
        None => make_account(tx, ground, situation, &identity, &evidence).await?,
    };
    provisional_accounts::begin(tx, &account.id, &identity.id, now).await?;
    announce(tx, ground, &actor, &account).await?;
    if evidence.link.is_none() {
        let new = born(&identity, &account, &evidence, &actor);
        write(tx, ground, &NewLink { rule: "sign_in.provisional", keeps_codes: true, ..new }).await?;
    }
    Ok(())
}

async fn announce(tx: &Tx, ground: &Ground, actor: &Actor, account: &Account) -> Result<(), LinkingError> {
    let now = ground.now();
    let entry = audit::Entry {
        platform: Some(&account.platform_id),
        account: Some(&account.id),
        detail: json!({ "origin": account.origin }),
        ..audit::Entry::new(now, "account.let_in", actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let said = events::Announcement {
        at: now,
        platform: &account.platform_id,
        kind: "account.let_in",
        sub: &account.sub,
        audit: &audit,
        payload: json!({}),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(())
}

/// Remembers that the pupil of a provisional account was asked for the older one. Relaxed.
///
/// # Errors
/// The database's; [`StorageError::Changed`](crate::storage::StorageError::Changed) when it is provisional no longer.
pub async fn remember_asked(tx: &Tx, ground: &Ground, account: &AccountId) -> Result<(), LinkingError> {
    Ok(provisional_accounts::mark_asked(tx, account, ground.now()).await?)
}
