//! Taking a merge back. The rows of both accounts are where they always were, so the pointer goes, and with it whatever came in by
//! a door of the account that was joined. What a pool has no place for any more is said.

use std::collections::BTreeSet;

use serde_json::json;

use super::MergeError;
use super::tell::{Said, notify_both, tell};
use crate::domain::{
    AccountId, Actor, ItemKind, LicenceEnd, LicenceId, MergeCause, MergeFate, MergeId, NoticeKind, PoolId, Time,
};
use crate::ground::Ground;
use crate::storage::account_merges::{self, AccountMerge};
use crate::storage::accounts::{self, Account};
use crate::storage::licences::{self, Licence};
use crate::storage::{Tx, licence_pools, links, merge_facts, merge_items, one_time, sessions, sign_out};

/// What was taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Unmerged {
    /// The merge as it stands now.
    pub merge: AccountMerge,
    /// Licences that ended, because their place went to somebody else while both counted as one.
    pub given_away: Vec<Licence>,
    /// How many sessions ended: those that came in by a link of the account that is its own again.
    pub sessions_ended: usize,
}

/// Makes both accounts their own again. What was done since belongs to the account whose way in was used, and what names no way in
/// to the one that stayed. Durable.
///
/// # Errors
/// [`MergeError::Missing`] when there is no such merge by a person; [`MergeError::TooLate`] when it was taken back before, when
/// the time for it is over, or when one of the two was erased.
pub async fn unmerge(
    tx: &Tx,
    ground: &Ground,
    merge: &MergeId,
    reason: &str,
    actor: &Actor,
) -> Result<Unmerged, MergeError> {
    let found = account_merges::find(tx, merge).await?.filter(|found| found.cause == MergeCause::School);
    let merge = found.ok_or(MergeError::Missing)?;
    let (joined, survivor, now) = (&merge.account_id, &merge.into_id, ground.now());
    accounts::lock_two(tx, survivor, joined).await?;
    let is_over = merge.undone_at.is_some() || now >= merge.undo_until;
    if is_over || merge_facts::is_erased(tx, survivor, joined).await? {
        return Err(MergeError::TooLate);
    }
    account_merges::undo(tx, &merge.id, now, &actor.to_string()).await?;
    accounts::disjoin(tx, joined, survivor).await?;
    follow(tx, ground, &merge, actor).await?;
    let given_away = part(tx, &merge, now).await?;
    let sessions_ended = sign_out_through(tx, joined, now).await?;
    for account in [joined, survivor] {
        one_time::discard_of_account(tx, account, now).await?;
    }
    let (account, into) = (account(tx, joined).await?, account(tx, survivor).await?);
    notify_both(tx, ground, NoticeKind::Unmerged, [&account, &into]).await?;
    let ended: Vec<&LicenceId> = given_away.iter().map(|licence| &licence.id).collect();
    let detail = json!({ "reason": reason, "rule": merge.rule, "merge": merge.id, "given_away": ended });
    let said = Said { action: "account.unmerged", merge: &merge, account: &account, into: &into, detail, actor };
    let event = tell(tx, ground, &said).await?;
    account_merges::told_undone(tx, &merge.id, &event).await?;
    let merge = account_merges::find(tx, &merge.id).await?.ok_or(MergeError::Missing)?;
    Ok(Unmerged { merge, given_away, sessions_ended })
}

async fn account(tx: &Tx, id: &AccountId) -> Result<Account, MergeError> {
    accounts::find(tx, id).await?.ok_or(MergeError::Missing)
}

/// A provisional account that came along with a link of the one while the other stood for both goes where that link leads now: its
/// pupil's work must not stay with somebody else. The platform is told.
async fn follow(tx: &Tx, ground: &Ground, merge: &AccountMerge, actor: &Actor) -> Result<(), MergeError> {
    let (from, to) = (&merge.into_id, &merge.account_id);
    for brought in account_merges::list_through(tx, from, to).await? {
        account_merges::redirect(tx, &brought.id, (from, to)).await?;
        accounts::redirect(tx, &brought.account_id, (from, to)).await?;
        hand_along(tx, ground, &brought, to).await?;
        let (gone, into) = (account(tx, &brought.account_id).await?, account(tx, to).await?);
        let detail = json!({ "unmerged": merge.id });
        let said = Said { action: "account.absorbed", merge: &brought, account: &gone, into: &into, detail, actor };
        tell(tx, ground, &said).await?;
    }
    Ok(())
}

/// The licences that it brought along.
async fn hand_along(tx: &Tx, ground: &Ground, brought: &AccountMerge, to: &AccountId) -> Result<(), MergeError> {
    let mark = format!("merge:{}", brought.id);
    let mut along = live(tx, &brought.into_id).await?;
    along.retain(|licence| licence.given_by == mark);
    let given = along.iter().map(|licence| Licence {
        id: LicenceId::random(&ground.random),
        account_id: to.clone(),
        ..licence.clone()
    });
    let given: Vec<Licence> = given.collect();
    if !given.is_empty() {
        end(tx, &along, ground.now(), LicenceEnd::Superseded).await?;
        licences::give(tx, &given).await?;
    }
    Ok(())
}

async fn live(tx: &Tx, account: &AccountId) -> Result<Vec<Licence>, MergeError> {
    let mut held = licences::list_of_account(tx, account).await?;
    held.retain(|licence| licence.ended_at.is_none());
    Ok(held)
}

async fn end(tx: &Tx, rows: &[Licence], now: Time, reason: LicenceEnd) -> Result<(), MergeError> {
    let ids: Vec<&LicenceId> = rows.iter().map(|licence| &licence.id).collect();
    licences::end(tx, &ids, now, reason).await?;
    Ok(())
}

/// Both count again. Where a pool has no place for both, the place is whose it was: of the account that stayed, unless it got its
/// licences since and the other one had some before.
async fn part(tx: &Tx, merge: &AccountMerge, now: Time) -> Result<Vec<Licence>, MergeError> {
    let own = live(tx, &merge.account_id).await?;
    let mut kept = live(tx, &merge.into_id).await?;
    for other in account_merges::list_live_into(tx, &merge.into_id).await? {
        kept.extend(live(tx, &other.account_id).await?);
    }
    let brought: BTreeSet<String> = merge_items::list(tx, &merge.id)
        .await?
        .into_iter()
        .filter(|item| item.kind == ItemKind::Licence && item.fate == MergeFate::Moved)
        .map(|item| item.object_id)
        .collect();
    let pools: BTreeSet<&PoolId> = own.iter().map(|licence| &licence.pool_id).collect();
    let mut given_away = Vec::new();
    for pool in pools {
        let of_pool = |rows: &[Licence]| rows.iter().filter(|row| row.pool_id == *pool).cloned().collect::<Vec<_>>();
        let (mine, theirs) = (of_pool(&own), of_pool(&kept));
        if theirs.is_empty() || !is_over_full(tx, pool).await? {
            continue;
        }
        let was_mine = mine.iter().any(|licence| brought.contains(licence.id.as_str()));
        let is_new = theirs.iter().all(|licence| licence.since >= merge.merged_at);
        let lost = if was_mine && is_new { theirs } else { mine };
        end(tx, &lost, now, LicenceEnd::GivenAway).await?;
        let ended = |row: Licence| Licence { ended_at: Some(now), end_reason: Some(LicenceEnd::GivenAway), ..row };
        given_away.extend(lost.into_iter().map(ended));
    }
    Ok(given_away)
}

/// Whether more people hold a licence of a pool than it has places, while whoever gives one waits.
async fn is_over_full(tx: &Tx, pool: &PoolId) -> Result<bool, MergeError> {
    let found = merge_facts::find_pool(tx, pool).await?.ok_or(MergeError::Missing)?;
    licence_pools::lock(tx, &found.product_id, &found.school_id).await?;
    Ok(found.used > found.seats)
}

/// Whoever came in by a link of the account that is its own again is out of the other one.
async fn sign_out_through(tx: &Tx, joined: &AccountId, now: Time) -> Result<usize, MergeError> {
    let mut ended = 0;
    for link in links::list_live(tx, joined).await? {
        ended += sessions::list_of_link(tx, &link.id).await?.len();
        sign_out::end_of_link(tx, &link.id, "unmerged", now).await?;
    }
    Ok(ended)
}
