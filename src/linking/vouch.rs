//! Links that rest on somebody's word: the platform's ("these were linked"), an administrator's, a teacher's.

use serde_json::{Value, json};

use crate::domain::{AccountId, Actor, Assurance, LinkOrigin, PlatformId, SubjectKey, Time};
use crate::ground::Ground;
use crate::storage::accounts::Account;
use crate::storage::links::{self, Link};
use crate::storage::{Tx, accounts, identities, joined, platforms, provisional_accounts, upstreams};

use super::LinkingError;
use super::attach::{NewLink, write};
use super::decide::{Block, Decision};
use super::gather::is_open;
use super::identify::find_or_make;
use super::privacy::are_apart;

/// A statement that an identity and an account belong together.
#[derive(Debug, Clone)]
pub struct Vouched<'a> {
    /// At which platform.
    pub platform: &'a PlatformId,
    /// Which identity. It may never have been seen: its fingerprint is taken when it first comes.
    pub key: &'a SubjectKey,
    /// Which account.
    pub account: &'a AccountId,
    /// [`LinkOrigin::Import`], [`LinkOrigin::Administrator`] or [`LinkOrigin::Teacher`].
    pub origin: LinkOrigin,
    /// Since when, as the platform knows it.
    pub since: Option<Time>,
    /// Who says so.
    pub actor: &'a Actor,
    /// Why, in the speaker's words; goes to the erasable side of the audit row.
    pub reason: &'a str,
    /// What it rests on besides: words of closed vocabularies and ids.
    pub on: Value,
}

/// What came of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A link was written.
    Linked(Link),
    /// It was there already.
    Already(Link),
}

/// Writes the link somebody vouches for, unless it is there. Nobody's word lets one account go into another: who works on a
/// provisional account brings the older one with proof, and until then the word is refused. Durable.
///
/// # Errors
/// [`LinkingError::IdentityTaken`] and [`LinkingError::AccountTaken`] when either side is linked otherwise, also where the
/// identity's account is provisional, or the account is so for somebody else;
/// [`LinkingError::Changed`] when platform, upstream, account or identity may not be used;
/// [`LinkingError::Gone`] when there is no such account or upstream at that platform.
pub async fn vouch(tx: &Tx, ground: &Ground, said: &Vouched<'_>) -> Result<Outcome, LinkingError> {
    usable(tx, said).await?;
    let identity = find_or_make(tx, ground, said.key).await?;
    let identity = identities::lock(tx, &identity.id).await?;
    let named = accounts::lock(tx, said.account).await?;
    let into = joined::lock_into(tx, &named).await?;
    let account = meant(tx, &named, into.as_ref()).await?;
    if identity.quarantined_at.is_some() {
        return Err(blocked(Block::Recycled));
    }
    if let Some(link) = links::find_live(tx, said.platform, said.key).await? {
        let same = joined::are_one(tx, &link.account_id, said.account).await?;
        return if same { Ok(Outcome::Already(link)) } else { Err(LinkingError::IdentityTaken) };
    }
    let whole = into.as_ref().unwrap_or(&named);
    if links::find_live_of_account(tx, &whole.id, &said.key.upstream).await?.is_some() {
        return Err(LinkingError::AccountTaken);
    }
    if are_apart(tx, ground, said.key, (&named.id, &whole.id)).await? {
        return Err(blocked(Block::Account));
    }
    let held = provisional_accounts::find(tx, said.account).await?.filter(|held| held.ended_at.is_none());
    // Nobody's older account. Its own identity may have it again: the school's word, after a link was ended by mistake.
    if held.as_ref().is_some_and(|held| held.identity_id != identity.id) {
        return Err(LinkingError::AccountTaken);
    }
    let (rule, assurance) = terms(said.origin);
    let new = NewLink {
        identity: &identity,
        account,
        platform: said.platform,
        origin: said.origin,
        rule,
        assurance,
        evidence: json!({ "said_by": said.actor.to_string(), "since": said.since, "on": said.on }),
        reason: Some(said.reason),
        actor: said.actor,
        since: said.since,
        used: false,
        keeps_codes: held.is_some(),
    };
    write(tx, ground, &new).await.map(Outcome::Linked)
}

/// The account that gets the link: the one that was named, also where a person has joined it to another; the older one where
/// the one that was named was provisional.
async fn meant<'a>(tx: &Tx, named: &'a Account, into: Option<&'a Account>) -> Result<&'a Account, LinkingError> {
    if let Some(into) = into
        && joined::is_absorbed(tx, &named.id).await?
    {
        return Ok(into);
    }
    Ok(named)
}

fn terms(origin: LinkOrigin) -> (&'static str, Assurance) {
    match origin {
        LinkOrigin::Teacher => ("vouched.teacher", Assurance::Teacher),
        LinkOrigin::Administrator => ("vouched.administrator", Assurance::School),
        _ => ("vouched.platform", Assurance::Platform),
    }
}

fn blocked(block: Block) -> LinkingError {
    LinkingError::Changed(Box::new(Decision::Blocked(block)))
}

async fn usable(tx: &Tx, said: &Vouched<'_>) -> Result<(), LinkingError> {
    let platform = platforms::find(tx, said.platform).await?.ok_or(LinkingError::Gone)?;
    let upstream = upstreams::find(tx, &said.key.upstream).await?.ok_or(LinkingError::Gone)?;
    let account = accounts::find(tx, said.account).await?.filter(|account| account.platform_id == *said.platform);
    let account = account.ok_or(LinkingError::Gone)?;
    let into = joined::find_into(tx, &account).await?;
    let whole = into.as_ref().unwrap_or(&account);
    let shut = [
        (!platform.is_live(), Block::Platform),
        (upstream.disabled_at.is_some(), Block::Upstream),
        (account.disabled_at.is_some() || !is_open(whole, said.platform), Block::Account),
    ];
    shut.into_iter().find(|(is_shut, _)| *is_shut).map_or(Ok(()), |(_, block)| Err(blocked(block)))
}
