//! Where a platform cannot move history, two accounts are not merged: the link goes to the account with the work instead, and
//! what else the other one has stays there.

use chrono::TimeDelta;
use serde_json::json;

use super::super::decide::{Block, Decision};
use super::super::end::{EndReason, end};
use super::super::vouch::{Outcome, Vouched, vouch};
use super::facts::{Whole, read};
use super::preview::side;
use super::refuse::{are_both_active, are_two_classes, are_two_people};
use super::write::AN_HOUR;
use super::{MergeError, SecondReason};
use crate::domain::{AccountId, Actor, CaseKind, LinkId, LinkOrigin, ProposalKind};
use crate::ground::Ground;
use crate::linking::LinkingError;
use crate::storage::links::{self, Link};
use crate::storage::{Tx, account_merges, accounts, identities, merge_facts, proposals};

/// A link to move.
#[derive(Debug, Clone, Copy)]
pub struct MoveLink<'a> {
    /// Which.
    pub link: &'a LinkId,
    /// To which account of the same person.
    pub to: &'a AccountId,
    /// Why, in the words of whoever does it; goes to the erasable side of the audit rows.
    pub reason: &'a str,
    /// Who.
    pub actor: &'a Actor,
}

/// What a second person is asked about a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovePreview {
    /// What the proposal is about.
    pub object: String,
    /// Of both accounts and the link, as they are shown.
    pub hash: String,
    /// Why a second person must agree, if one must.
    pub second: Option<SecondReason>,
}

impl MovePreview {
    fn of(ground: &Ground, link: &Link, (from, to): (&Whole, &Whole)) -> Self {
        let shown = json!([link.id, side(&from.side), side(&to.side)]);
        Self {
            object: format!("link:{},{}", link.id, to.id()),
            hash: ground.vault.keyed_hash("move_preview", &shown.to_string()).hash,
            second: are_both_active(from, to, ground.now()).then_some(SecondReason::BothActive),
        }
    }
}

/// What moving a link would rest on.
///
/// # Errors
/// [`LinkingError::Gone`] when the link is not live, or the account is not there.
pub async fn preview_move(
    tx: &Tx,
    ground: &Ground,
    link: &LinkId,
    to: &AccountId,
) -> Result<MovePreview, LinkingError> {
    let link = links::find(tx, link).await?.filter(|link| link.ended_at.is_none()).ok_or(LinkingError::Gone)?;
    let from = read(tx, ground, &link.account_id).await?.ok_or(LinkingError::Gone)?;
    let to = read(tx, ground, to).await?.ok_or(LinkingError::Gone)?;
    Ok(MovePreview::of(ground, &link, (&from, &to)))
}

/// What a merge asks for too: a second person where both were used lately, and no more than some within an hour. Whoever has the
/// shell is trusted with it.
async fn allowed(
    tx: &Tx,
    ground: &Ground,
    what: &MoveLink<'_>,
    (link, preview): (&Link, &MovePreview),
) -> Result<(), MergeError> {
    let MoveLink { to, actor, .. } = *what;
    if matches!(actor, Actor::Cli(_)) {
        return Ok(());
    }
    let (by, now) = (actor.to_string(), ground.now());
    let since = now - TimeDelta::hours(1);
    let merged = account_merges::count_by(tx, &by, since).await?;
    if merged + links::count_moved_by(tx, &link.platform_id, &by, since).await? >= AN_HOUR {
        return Err(MergeError::TooMany);
    }
    let Some(reason) = preview.second else { return Ok(()) };
    let (kind, object) = (ProposalKind::MoveLink, preview.object.as_str());
    let found = proposals::find_agreed(tx, kind, &link.platform_id, object, &preview.hash, now).await?;
    let found = found.ok_or(MergeError::NeedsSecond(reason))?;
    // Nobody agrees to what becomes of their own account.
    if found.decided_by.as_ref().is_none_or(|who| [&link.account_id, to].contains(&who)) {
        return Err(MergeError::NeedsSecond(reason));
    }
    proposals::spend(tx, &found.id, now).await?;
    Ok(())
}

/// Ends a live link and writes it anew to another account of the same person, whose word is the administrator's. The licences that
/// journals give follow in the same breath. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when it is not live; [`LinkingError::IdentityTaken`] when its account is provisional;
/// [`LinkingError::AccountTaken`] when the other account has a link of this upstream, or is the same one;
/// [`LinkingError::Changed`] with [`Decision::AskSchool`] when the two are different people or sit in one journal, and with [`Decision::Blocked`] when
/// platform, upstream, identity or one of the accounts may not be used; [`MergeError::NeedsSecond`] until somebody else has agreed
/// where both accounts were used lately; [`MergeError::TooMany`] after twenty within an hour, merges among them.
pub async fn move_link(tx: &Tx, ground: &Ground, what: &MoveLink<'_>) -> Result<Link, MergeError> {
    let link = links::find(tx, what.link).await?.filter(|link| link.ended_at.is_none()).ok_or(LinkingError::Gone)?;
    identities::lock(tx, &link.identity_id).await?;
    if link.account_id == *what.to {
        return Err(LinkingError::AccountTaken.into());
    }
    let from = read(tx, ground, &link.account_id).await?.ok_or(LinkingError::Gone)?;
    let to = read(tx, ground, what.to).await?.ok_or(LinkingError::Gone)?;
    if from.side.account.platform_id != to.side.account.platform_id {
        return Err(LinkingError::Gone.into());
    }
    accounts::lock_two(tx, from.id(), to.id()).await?;
    if !from.is_open || !to.is_open {
        return Err(changed(Decision::Blocked(Block::Account)).into());
    }
    if from.is_provisional {
        return Err(LinkingError::IdentityTaken.into());
    }
    // A journal that has a seat for each says that they are two, as it does before a merge.
    let apart = merge_facts::shares_journal(tx, from.id(), to.id()).await?;
    if apart || are_two_classes(&from, &to) || are_two_people(&from, &to) {
        return Err(changed(Decision::AskSchool(CaseKind::PeopleDiffer)).into());
    }
    allowed(tx, ground, what, (&link, &MovePreview::of(ground, &link, (&from, &to)))).await?;
    end(tx, ground, &link.id, EndReason::Moved, what.actor).await?;
    let said = Vouched {
        platform: &link.platform_id,
        key: &link.key(),
        account: what.to,
        origin: LinkOrigin::Administrator,
        since: Some(link.since),
        actor: what.actor,
        reason: what.reason,
        on: json!({ "moved": link.id }),
    };
    match vouch(tx, ground, &said).await? {
        Outcome::Linked(link) | Outcome::Already(link) => Ok(link),
    }
}

fn changed(decision: Decision) -> LinkingError {
    LinkingError::Changed(Box::new(decision))
}
