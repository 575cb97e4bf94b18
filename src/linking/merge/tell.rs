//! What a merge and its undoing leave behind: audit row, event row, and a notice at both accounts.

use serde_json::{Value, json};

use super::super::record::notify;
use super::MergeError;
use crate::domain::{Actor, EventId, NoticeKind};
use crate::ground::Ground;
use crate::storage::account_merges::AccountMerge;
use crate::storage::accounts::Account;
use crate::storage::{Tx, audit, events};

/// What is said of the two.
#[derive(Debug)]
pub(super) struct Said<'a> {
    /// Such as `account.merged`.
    pub(super) action: &'static str,
    pub(super) merge: &'a AccountMerge,
    /// The account it is about; its `sub` is what changes its meaning.
    pub(super) account: &'a Account,
    /// The one that stands, or stood, for it.
    pub(super) into: &'a Account,
    /// For the erasable side of the audit row: a person's own words stand nowhere else.
    pub(super) detail: Value,
    pub(super) actor: &'a Actor,
}

/// Audit row and event; answers the event.
pub(super) async fn tell(tx: &Tx, ground: &Ground, said: &Said<'_>) -> Result<EventId, MergeError> {
    let (merge, now) = (said.merge, ground.now());
    let entry = audit::Entry {
        platform: Some(&merge.platform_id),
        school: merge.school_id.as_ref(),
        account: Some(&said.account.id),
        link: merge.made_link_id.as_ref(),
        object: Some(format!("account:{}", said.into.id)),
        detail: said.detail.clone(),
        ..audit::Entry::new(now, said.action, said.actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let announcement = events::Announcement {
        at: now,
        platform: &merge.platform_id,
        kind: said.action,
        sub: &said.account.sub,
        audit: &audit,
        payload: json!({
            "from": said.account.sub, "into": said.into.sub, "reason": merge.cause, "undo_until": merge.undo_until,
        }),
    };
    Ok(events::announce(tx, &ground.random, &announcement).await?)
}

/// Both owners read of it.
pub(super) async fn notify_both(
    tx: &Tx,
    ground: &Ground,
    kind: NoticeKind,
    accounts: [&Account; 2],
) -> Result<(), MergeError> {
    for account in accounts {
        notify(tx, ground, account, kind, None).await?;
    }
    Ok(())
}
