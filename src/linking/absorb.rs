//! A provisional account goes into the older one that its pupil has proven, and comes back where that was wrong. Nothing is
//! copied or overwritten: the account that goes keeps its `sub`, its roles and its ended link, and points to the other one.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::LinkingError;
use super::attach::{NewLink, write};
use super::end::{EndReason, end, sign_out_everywhere};
use crate::domain::{AccountId, Actor, LicenceEnd, LicenceId, LinkId, MergeCause, MergeId, Time};
use crate::ground::Ground;
use crate::storage::account_merges::{self, AccountMerge};
use crate::storage::accounts::{self, Account};
use crate::storage::identities::{self, Identity};
use crate::storage::licences::{self, Licence};
use crate::storage::links::{self, Link};
use crate::storage::{Tx, audit, events, joined, provisional_accounts};

/// What goes where. The links are written by the same transaction, which has decided that it may.
#[derive(Debug, Clone, Copy)]
pub(super) struct Absorption<'a> {
    /// The provisional account.
    pub(super) gone: &'a AccountId,
    /// The link that opened it; ended.
    pub(super) ended: &'a LinkId,
    /// The link that opens the older account now.
    pub(super) made: &'a Link,
    /// Who.
    pub(super) actor: &'a Actor,
}

/// Lets the provisional account of the link's identity go into the link's account. Durable.
pub(super) async fn absorb(tx: &Tx, ground: &Ground, what: &Absorption<'_>) -> Result<(), LinkingError> {
    // Where the older account went into another, that one is who the pupil is.
    let (now, into) = (ground.now(), &joined::stands_for(tx, &what.made.account_id).await?);
    provisional_accounts::end(tx, what.gone, &what.made.identity_id, now).await?;
    accounts::merge(tx, what.gone, into, now).await?;
    sign_out_everywhere(tx, ground, what.gone, EndReason::Absorbed.as_str()).await?;
    let merge = AccountMerge {
        id: MergeId::random(&ground.random),
        platform_id: what.made.platform_id.clone(),
        account_id: what.gone.clone(),
        into_id: into.clone(),
        cause: MergeCause::Provisional,
        ended_link_id: Some(what.ended.clone()),
        made_link_id: Some(what.made.id.clone()),
        school_id: None,
        rule: "stays".to_owned(),
        reason: None,
        seconded_by: None,
        event_id: None,
        merged_at: now,
        merged_by: what.actor.to_string(),
        undo_until: now + TimeDelta::days(ground.config.sessions.notice_days),
        undone_at: None,
        undone_by: None,
        undone_event_id: None,
    };
    account_merges::insert(tx, &merge).await?;
    let moved = hand_over(tx, ground, &merge).await?;
    tell(tx, ground, "account.absorbed", &merge, json!({ "licences": moved }), what.actor).await
}

/// What was given back.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenBack {
    /// The account that is live again.
    pub account: AccountId,
    /// The one it had gone into.
    pub from: AccountId,
    /// The link that opens it again; none where its identity may be another person's by now, or opens another account.
    pub link: Option<Link>,
}

/// Takes back that an account went into another: it is live again, with its `sub` and a link of its identity, and what that
/// identity opened instead is ended. That is the link that was made then, or one that was made after the end of that one.
/// What was done since stays with the other account. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when it went nowhere, or when the time for it is over; [`LinkingError::IdentityTaken`] when its
/// person has got a link to a third account since.
pub async fn give_back(
    tx: &Tx,
    ground: &Ground,
    account: &AccountId,
    actor: &Actor,
) -> Result<GivenBack, LinkingError> {
    let merge = account_merges::find_live(tx, account).await?.filter(|merge| ground.now() < merge.undo_until);
    let merge = merge.ok_or(LinkingError::Gone)?;
    let old = merge.ended_link_id.as_ref().ok_or(LinkingError::Gone)?;
    let old = links::find(tx, old).await?.ok_or(LinkingError::Gone)?;
    if let Some(live) = links::find_live(tx, &merge.platform_id, &old.key()).await? {
        // The link that it brought may be an account's that is on its own again by now.
        let brought = merge.made_link_id.as_ref() == Some(&live.id);
        if !brought && !joined::are_one(tx, &live.account_id, &merge.into_id).await? {
            return Err(LinkingError::IdentityTaken);
        }
        end(tx, ground, &live.id, EndReason::Administrator, actor).await?;
    }
    undo_merge(tx, ground, &merge, actor).await
}

/// The same for whatever the identity of a link brought into its account, when the link was just ended as somebody else's
/// doing: with this link, or with one before it. Nothing where it brought nothing, or where the time for it is over.
pub(super) async fn give_back_by_link(
    tx: &Tx,
    ground: &Ground,
    link: &Link,
    actor: &Actor,
) -> Result<(), LinkingError> {
    let into = joined::stands_for(tx, &link.account_id).await?;
    // The youngest first: that is the one whose work the person saw last, and gets the link.
    for merge in account_merges::list_brought(tx, &into, &link.identity_id, ground.now()).await? {
        undo_merge(tx, ground, &merge, actor).await?;
    }
    Ok(())
}

async fn undo_merge(tx: &Tx, ground: &Ground, merge: &AccountMerge, actor: &Actor) -> Result<GivenBack, LinkingError> {
    let now = ground.now();
    let old = merge.ended_link_id.as_ref().ok_or(LinkingError::Gone)?;
    let old = links::find(tx, old).await?.ok_or(LinkingError::Gone)?;
    let identity = identities::lock(tx, &old.identity_id).await?;
    accounts::lock(tx, &merge.into_id).await?;
    accounts::lock(tx, &merge.account_id).await?;
    account_merges::undo(tx, &merge.id, now, &actor.to_string()).await?;
    accounts::unmerge(tx, &merge.account_id, &merge.into_id, now).await?;
    provisional_accounts::reopen(tx, &merge.account_id, now).await?;
    let moved = hand_back(tx, ground, merge).await?;
    let link = open_again(tx, ground, merge, (&identity, &old), actor).await?;
    tell(tx, ground, "account.absorb_undone", merge, json!({ "licences": moved }), actor).await?;
    Ok(GivenBack { account: merge.account_id.clone(), from: merge.into_id.clone(), link })
}

/// A link as the one that ended, save where nobody may be let in: the account is back all the same, and opens to nobody.
async fn open_again(
    tx: &Tx,
    ground: &Ground,
    merge: &AccountMerge,
    (identity, old): (&Identity, &Link),
    actor: &Actor,
) -> Result<Option<Link>, LinkingError> {
    // Whoever comes with a recycled subject must not find the work of the one before.
    let is_elsewhere = links::find_live(tx, &merge.platform_id, &old.key()).await?.is_some();
    if identity.quarantined_at.is_some() || is_elsewhere {
        return Ok(None);
    }
    let account = account(tx, &merge.account_id).await?;
    let new = NewLink {
        identity,
        account: &account,
        platform: &merge.platform_id,
        origin: old.origin,
        rule: "absorb.undone",
        assurance: old.assurance,
        evidence: json!({ "merge": merge.id, "link": old.id }),
        reason: None,
        actor,
        since: Some(old.since),
        used: true,
        keeps_codes: true,
    };
    write(tx, ground, &new).await.map(Some)
}

/// Licences that no seat gives follow their person; those of the journals have followed the link. Answers how many.
async fn hand_over(tx: &Tx, ground: &Ground, merge: &AccountMerge) -> Result<usize, LinkingError> {
    let mut held = licences::list_of_account(tx, &merge.account_id).await?;
    held.retain(|licence| licence.ended_at.is_none());
    let given = held.iter().map(|licence| Licence {
        id: LicenceId::random(&ground.random),
        account_id: merge.into_id.clone(),
        given_by: mark(merge),
        ..licence.clone()
    });
    supersede(tx, &held, &given.collect::<Vec<_>>(), merge.merged_at).await?;
    Ok(held.len())
}

/// Each account holds what it held before: what came along ends at the one, and begins again at the other.
async fn hand_back(tx: &Tx, ground: &Ground, merge: &AccountMerge) -> Result<usize, LinkingError> {
    let mut along = licences::list_of_account(tx, &merge.into_id).await?;
    along.retain(|licence| licence.ended_at.is_none() && licence.given_by == mark(merge));
    let mut before = licences::list_of_account(tx, &merge.account_id).await?;
    before.retain(|licence| {
        licence.end_reason == Some(LicenceEnd::Superseded) && licence.ended_at == Some(merge.merged_at)
    });
    let again = before.iter().map(|licence| Licence {
        id: LicenceId::random(&ground.random),
        ended_at: None,
        end_reason: None,
        ..licence.clone()
    });
    supersede(tx, &along, &again.collect::<Vec<_>>(), ground.now()).await?;
    Ok(before.len())
}

fn mark(merge: &AccountMerge) -> String {
    format!("merge:{}", merge.id)
}

async fn supersede(tx: &Tx, ended: &[Licence], given: &[Licence], at: Time) -> Result<(), LinkingError> {
    let ids: Vec<&LicenceId> = ended.iter().map(|licence| &licence.id).collect();
    if !ids.is_empty() {
        licences::end(tx, &ids, at, LicenceEnd::Superseded).await?;
    }
    if !given.is_empty() {
        licences::give(tx, given).await?;
    }
    Ok(())
}

/// Audit row and event: the platform is told which `sub` went into which, and until when that may be taken back.
async fn tell(
    tx: &Tx,
    ground: &Ground,
    action: &'static str,
    merge: &AccountMerge,
    detail: Value,
    actor: &Actor,
) -> Result<(), LinkingError> {
    let (gone, into) = (account(tx, &merge.account_id).await?, account(tx, &merge.into_id).await?);
    let now = ground.now();
    let entry = audit::Entry {
        platform: Some(&merge.platform_id),
        account: Some(&gone.id),
        link: merge.made_link_id.as_ref(),
        object: Some(format!("account:{}", into.id)),
        detail,
        ..audit::Entry::new(now, action, actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let said = events::Announcement {
        at: now,
        platform: &merge.platform_id,
        kind: action,
        sub: &gone.sub,
        audit: &audit,
        payload: json!({ "from": gone.sub, "into": into.sub, "undo_until": merge.undo_until }),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(())
}

async fn account(tx: &Tx, id: &AccountId) -> Result<Account, LinkingError> {
    accounts::find(tx, id).await?.ok_or(LinkingError::Gone)
}
