//! An account that was made because a teacher said too soon that there is no other: while nobody has used it, it is closed
//! and its pupil waits again.

use serde_json::json;

use super::LinkingError;
use super::bear_listed::SAID_NEW;
use super::end::{EndReason, end};
use crate::domain::{Actor, PlatformId, SubjectKey};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::{StorageError, Tx, identities, links};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unborn {
    /// The link is ended, and nobody signs in to the account.
    Closed,
    /// No word made what the person has.
    NotOfAWord,
    /// Somebody has used it: it stays.
    Used,
}

/// Takes back what a teacher's word has made for somebody. Durable.
///
/// # Errors
/// The database's.
pub async fn unbear(
    tx: &Tx,
    ground: &Ground,
    (platform, key): (&PlatformId, &SubjectKey),
    actor: &Actor,
) -> Result<Unborn, LinkingError> {
    let link = links::find_live(tx, platform, key).await?.filter(|link| link.rule == SAID_NEW);
    let Some(link) = link else { return Ok(Unborn::NotOfAWord) };
    identities::lock(tx, &link.identity_id).await?;
    let account = accounts::lock(tx, &link.account_id).await?;
    // Another link would be another way to it, which is somebody's.
    if is_used(&account) || links::list_live(tx, &account.id).await?.len() > 1 {
        return Ok(Unborn::Used);
    }
    end(tx, ground, &link.id, EndReason::TakenBack, actor).await?;
    close(tx, ground, &account, actor).await?;
    Ok(Unborn::Closed)
}

fn is_used(account: &Account) -> bool {
    account.used_at.is_some() || account.history_count > 0 || account.last_activity_at.is_some()
}

/// It is never deleted, and a candidate for nobody.
async fn close(tx: &Tx, ground: &Ground, account: &Account, actor: &Actor) -> Result<(), StorageError> {
    let now = ground.now();
    accounts::set_disabled(tx, &account.id, Some(now), now).await?;
    let entry = Entry {
        platform: Some(&account.platform_id),
        account: Some(&account.id),
        detail: json!({ "reason": EndReason::TakenBack.as_str() }),
        ..Entry::new(now, "account.disabled", actor)
    };
    let audit = &audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: now,
        platform: &account.platform_id,
        kind: "account.disabled",
        sub: &account.sub,
        audit,
        payload: json!({}),
    };
    events::announce(tx, &ground.random, &said).await.map(drop)
}
