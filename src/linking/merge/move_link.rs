//! Where a platform cannot move history, two accounts are not merged: the link goes to the account with the work instead, and
//! what else the other one has stays there.

use serde_json::json;

use super::super::decide::{Block, Decision};
use super::super::end::{EndReason, end};
use super::super::vouch::{Outcome, Vouched, vouch};
use super::facts::read;
use super::refuse::{are_two_classes, are_two_people};
use crate::domain::{AccountId, Actor, CaseKind, LinkId, LinkOrigin};
use crate::ground::Ground;
use crate::linking::LinkingError;
use crate::storage::links::{self, Link};
use crate::storage::{Tx, accounts, identities, merge_facts};

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

/// Ends a live link and writes it anew to another account of the same person, whose word is the administrator's. The licences that
/// journals give follow in the same breath. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when it is not live; [`LinkingError::IdentityTaken`] when its account is provisional;
/// [`LinkingError::AccountTaken`] when the other account has a link of this upstream, or is the same one;
/// [`LinkingError::Changed`] with [`Decision::AskSchool`] when the two are different people or sit in one journal, and with [`Decision::Blocked`] when
/// platform, upstream, identity or one of the accounts may not be used.
pub async fn move_link(tx: &Tx, ground: &Ground, what: &MoveLink<'_>) -> Result<Link, LinkingError> {
    let link = links::find(tx, what.link).await?.filter(|link| link.ended_at.is_none()).ok_or(LinkingError::Gone)?;
    identities::lock(tx, &link.identity_id).await?;
    if link.account_id == *what.to {
        return Err(LinkingError::AccountTaken);
    }
    let from = read(tx, ground, &link.account_id).await?.ok_or(LinkingError::Gone)?;
    let to = read(tx, ground, what.to).await?.ok_or(LinkingError::Gone)?;
    if from.side.account.platform_id != to.side.account.platform_id {
        return Err(LinkingError::Gone);
    }
    accounts::lock_two(tx, from.id(), to.id()).await?;
    if !from.is_open || !to.is_open {
        return Err(changed(Decision::Blocked(Block::Account)));
    }
    if from.is_provisional {
        return Err(LinkingError::IdentityTaken);
    }
    // A journal that has a seat for each says that they are two, as it does before a merge.
    let apart = merge_facts::shares_journal(tx, from.id(), to.id()).await?;
    if apart || are_two_classes(&from, &to) || are_two_people(&from, &to) {
        return Err(changed(Decision::AskSchool(CaseKind::PeopleDiffer)));
    }
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
