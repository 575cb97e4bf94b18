//! The merge itself, in one transaction that reads and decides everything again.

use chrono::TimeDelta;
use serde_json::json;

use super::preview::{Looked, look_at};
use super::tell::{Said, notify_both, tell};
use super::{MERGE_DAYS, MERGE_RULE, MergeError, MergePreview, MergeRefusal, Pair};
use crate::domain::{
    AccountId, Actor, MergeCause, MergeFate, MergeId, NoticeKind, ProposalId, ProposalKind, Right, SchoolId,
};
use crate::ground::Ground;
use crate::storage::account_merges::{self, AccountMerge};
use crate::storage::merge_items::{self, MergeItem};
use crate::storage::{StorageError, Tx, accounts, console_grants, one_time, proposals, sign_out};

/// So many merges by one person within an hour are enough.
pub(super) const AN_HOUR: i64 = 20;

/// A merge that somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct Merging<'a> {
    /// Which goes into which.
    pub pair: &'a Pair,
    /// In the name of which school; none for whoever has the shell, and for nobody else.
    pub school: Option<&'a SchoolId>,
    /// The hash of the preview that they saw.
    pub plan_hash: &'a str,
    /// Why, in their words; goes to the erasable side of the audit row.
    pub reason: &'a str,
    /// Who.
    pub actor: &'a Actor,
    /// The proposal to which a second person agreed; where none is named, whichever was.
    pub seconded: Option<&'a ProposalId>,
}

/// Makes one account stand for both. Durable.
///
/// # Errors
/// [`MergeError::Missing`], [`MergeError::Refused`]; [`MergeError::Changed`] when it is not what was shown;
/// [`MergeError::NeedsSecond`] until somebody else has agreed to exactly that; [`MergeError::TooMany`] after twenty in an hour.
pub async fn merge(tx: &Tx, ground: &Ground, merging: &Merging<'_>) -> Result<AccountMerge, MergeError> {
    let Pair { survivor, joined } = merging.pair;
    lock(tx, merging.pair).await?;
    let Looked { preview, items } = look_at(tx, ground, merging.pair, merging.school).await?;
    allowed(merging, &preview)?;
    let second = seconded(tx, ground, merging, &preview).await?;
    let now = ground.now();
    let lately = account_merges::count_by(tx, &merging.actor.to_string(), now - TimeDelta::hours(1)).await?;
    if lately >= AN_HOUR {
        return Err(MergeError::TooMany);
    }
    let mut row = row(ground, merging, &preview);
    row.seconded_by = second.map(|who| Actor::Account(who).to_string());
    account_merges::insert(tx, &row).await?;
    let found: Vec<MergeItem> = items
        .into_iter()
        .map(|item| MergeItem {
            merge_id: row.id.clone(),
            kind: item.kind,
            object_id: item.id,
            fate: item.fate,
            digest: item.digest,
        })
        .collect();
    merge_items::insert(tx, &found).await?;
    accounts::join(tx, joined, survivor).await?;
    sign_out::end_of_account(tx, joined, "merged", now).await?;
    for account in [joined, survivor] {
        one_time::discard_of_account(tx, account, now).await?;
    }
    let (account, into) = (&preview.joined.account, &preview.survivor.account);
    notify_both(tx, ground, NoticeKind::Merged, [account, into]).await?;
    let superseded = found.iter().filter(|item| item.fate == MergeFate::Superseded).count();
    let detail = json!({
        "reason": merging.reason, "rule": row.rule, "items": found.len(), "superseded": superseded,
        "second": row.seconded_by, "merge": row.id,
    });
    let said = Said { action: "account.merged", merge: &row, account, into, detail, actor: merging.actor };
    let event = tell(tx, ground, &said).await?;
    account_merges::told(tx, &row.id, &event).await?;
    Ok(AccountMerge { event_id: Some(event), ..row })
}

async fn lock(tx: &Tx, pair: &Pair) -> Result<(), MergeError> {
    accounts::lock_two(tx, &pair.survivor, &pair.joined).await.map_err(|error| match error {
        StorageError::Changed => MergeError::Missing,
        error => error.into(),
    })
}

fn allowed(merging: &Merging<'_>, preview: &MergePreview) -> Result<(), MergeError> {
    // Without a school nobody else is asked, so that is for the shell alone.
    if merging.school.is_none() && !matches!(merging.actor, Actor::Cli(_)) {
        return Err(MergeError::Refused(vec![MergeRefusal::ForeignSchool]));
    }
    if !preview.refusals.is_empty() {
        return Err(MergeError::Refused(preview.refusals.clone()));
    }
    if preview.hash == merging.plan_hash { Ok(()) } else { Err(MergeError::Changed) }
}

/// Who agreed, where somebody must. Their word is used up.
async fn seconded(
    tx: &Tx,
    ground: &Ground,
    merging: &Merging<'_>,
    preview: &MergePreview,
) -> Result<Option<AccountId>, MergeError> {
    let Some(reason) = preview.second else { return Ok(None) };
    let (platform, object, now) = (&preview.survivor.account.platform_id, merging.pair.object(), ground.now());
    let found = proposals::find_agreed(tx, ProposalKind::Merge, platform, &object, &preview.hash, now).await?;
    let found = found.filter(|found| merging.seconded.is_none_or(|named| *named == found.id));
    let found = found.ok_or(MergeError::NeedsSecond(reason))?;
    let who = found.decided_by.ok_or(MergeError::NeedsSecond(reason))?;
    // Nobody agrees to what becomes of their own account.
    let is_side = [&merging.pair.survivor, &merging.pair.joined].contains(&&who);
    let is_right = match &preview.other_school {
        Some(school) => {
            let grants = console_grants::find_live(tx, platform, school, &who, now).await?;
            grants.iter().any(|grant| Right::Merge.is_of(grant.role))
        }
        None => true,
    };
    if is_side || !is_right {
        return Err(MergeError::NeedsSecond(reason));
    }
    proposals::spend(tx, &found.id, now).await?;
    Ok(Some(who))
}

fn row(ground: &Ground, merging: &Merging<'_>, preview: &MergePreview) -> AccountMerge {
    let now = ground.now();
    AccountMerge {
        id: MergeId::random(&ground.random),
        platform_id: preview.survivor.account.platform_id.clone(),
        account_id: merging.pair.joined.clone(),
        into_id: merging.pair.survivor.clone(),
        cause: MergeCause::School,
        ended_link_id: None,
        made_link_id: None,
        school_id: merging.school.cloned(),
        rule: MERGE_RULE.to_owned(),
        // A person's words are erasable: they stand in the audit detail alone.
        reason: None,
        seconded_by: None,
        event_id: None,
        merged_at: now,
        merged_by: merging.actor.to_string(),
        undo_until: now + TimeDelta::days(MERGE_DAYS),
        undone_at: None,
        undone_by: None,
        undone_event_id: None,
    }
}
