//! Forgetting a person at one platform: their accounts, what hangs on them, and the identities that open nothing else.

use serde_json::json;

use super::super::LinkingError;
use super::super::end::{EndReason, end};
use crate::domain::{AccountId, Actor, SchoolId};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::roster_people;
use crate::storage::{Tx, erase as stored, links, sign_out};

/// Whom to forget.
#[derive(Debug, Clone, Copy)]
pub struct Erasing<'a> {
    /// One of their accounts.
    pub account: &'a AccountId,
    /// In the name of which school; none: at the command line.
    pub school: Option<&'a SchoolId>,
    /// By whom.
    pub actor: &'a Actor,
    /// Why. It is the only thing that the audit log still says about them.
    pub reason: &'a str,
}

/// Who was forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Their accounts; the one that stood for the others first.
    pub accounts: Vec<AccountId>,
    /// How many links were ended.
    pub links: usize,
}

/// Forgets a person: all that went into their account too, so that no merge can be undone afterwards. The platform is told
/// its `sub`, and nothing else. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] where there is no such account, or not any more.
pub async fn erase(tx: &Tx, ground: &Ground, what: &Erasing<'_>) -> Result<Erased, LinkingError> {
    let whole = stored::list_whole(tx, what.account).await?;
    if whole.is_empty() {
        return Err(LinkingError::Gone);
    }
    let mut erased = Erased { accounts: Vec::new(), links: 0 };
    for account in whole {
        for link in links::list_live(tx, &account.id).await? {
            end(tx, ground, &link.id, EndReason::Administrator, what.actor).await?;
            erased.links += 1;
        }
        erased.accounts.push(account.id);
    }
    for id in &erased.accounts {
        let account = accounts::lock(tx, id).await?;
        sign_out::end_of_account(tx, id, "erased", ground.now()).await?;
        empty(tx, ground, id).await?;
        announce(tx, ground, what, &account).await?;
    }
    Ok(erased)
}

async fn empty(tx: &Tx, ground: &Ground, account: &AccountId) -> Result<(), LinkingError> {
    stored::account(tx, account, ground.now()).await?;
    for identity in stored::list_left(tx, account).await? {
        let key = identity.key();
        if let Some(person) = roster_people::find_by_key(tx, &key).await? {
            roster_people::erase(tx, &[&person.id]).await?;
        }
        stored::identity(tx, &identity.id, &key, ground.now()).await?;
    }
    Ok(())
}

/// Audit row and event, after everything that was said before is gone. `account` is as it was.
async fn announce(tx: &Tx, ground: &Ground, what: &Erasing<'_>, account: &Account) -> Result<(), LinkingError> {
    let now = ground.now();
    let entry = Entry {
        platform: Some(&account.platform_id),
        school: what.school,
        account: Some(&account.id),
        detail: json!({ "reason": what.reason }),
        ..Entry::new(now, "account.erased", what.actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: now,
        platform: &account.platform_id,
        kind: "account.erased",
        sub: &account.sub,
        audit: &audit,
        payload: json!({}),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(())
}
