//! What a person who administers a school does to somebody's account. Each deed has a reason, an audit row, what the
//! platform is told of it, and a notice to whoever the account belongs to, all in one transaction.

use serde_json::{Value, json};

use crate::domain::{AccountId, Actor, LicenceEnd, LicenceId, LinkId, NoticeKind, Role, RoleId, SchoolId};
use crate::ground::Ground;
use crate::licences::{self, Removal};
use crate::storage::accounts::{self, Account};
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::sessions::SessionClient;
use crate::storage::{Tx, account_roles, licences as held, person_page, sign_out};

use super::LinkingError;
use super::end::{EndReason, Ended, end};
use super::record::notify;

/// To whom something is done, by whom and why.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// To whom. The caller knows that it is one of the school's people.
    pub account: &'a Account,
    /// In the name of which school; none: at the command line.
    pub school: Option<&'a SchoolId>,
    /// Why, in the words of whoever does it; kept on the erasable side of the audit row only.
    pub reason: &'a str,
    /// By whom.
    pub actor: &'a Actor,
}

/// Ends a link of somebody, or of an account that went into theirs, also when it is the last way in. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when it is not a live link of theirs.
pub async fn end_link_of(tx: &Tx, ground: &Ground, deed: &Deed<'_>, link: &LinkId) -> Result<Ended, LinkingError> {
    let theirs = person_page::list_links(tx, &deed.account.id).await?;
    if !theirs.iter().any(|one| one.id == *link && one.ended_at.is_none()) {
        return Err(LinkingError::Gone);
    }
    // Its owner is told by this.
    let ended = end(tx, ground, link, EndReason::Administrator, deed.actor).await?;
    record(tx, ground, deed, "person.link_ended", &json!({ "link": link })).await?;
    Ok(ended)
}

/// Ends every session and token of somebody. Durable.
///
/// # Errors
/// The database's.
pub async fn sign_out_person(tx: &Tx, ground: &Ground, deed: &Deed<'_>) -> Result<Vec<SessionClient>, LinkingError> {
    let told = sign_out::end_of_account(tx, &deed.account.id, "administrator", ground.now()).await?;
    record(tx, ground, deed, "person.signed_out", &Value::Null).await?;
    tell(tx, ground, deed).await?;
    Ok(told)
}

/// Switches somebody's account off, which ends every session, or on again. Links and history stay. Answers whether that
/// changed anything. Durable.
///
/// # Errors
/// The database's.
pub async fn switch_account(tx: &Tx, ground: &Ground, deed: &Deed<'_>, on: bool) -> Result<bool, LinkingError> {
    let (account, now) = (accounts::lock(tx, &deed.account.id).await?, ground.now());
    if !accounts::set_disabled(tx, &account.id, (!on).then_some(now), now).await? {
        return Ok(false);
    }
    if !on {
        sign_out::end_of_account(tx, &account.id, "disabled", now).await?;
    }
    announce(tx, ground, deed, if on { "account.enabled" } else { "account.disabled" }, &Value::Null).await?;
    tell(tx, ground, deed).await?;
    Ok(true)
}

/// Takes a role away, whoever gave it, and with the last one at the school the licences that were given by hand.
/// Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when they have no such role there.
pub async fn end_role_of(
    tx: &Tx,
    ground: &Ground,
    deed: &Deed<'_>,
    (school, role): (&SchoolId, Role),
) -> Result<Removal, LinkingError> {
    let now = ground.now();
    let removal = what_ends(tx, deed.account, (school, role)).await?;
    for home in homes(tx, deed.account, (school, role)).await? {
        account_roles::end(tx, &home, school, role, now).await?;
    }
    let ids: Vec<&LicenceId> = removal.frees.iter().map(|freed| &freed.id).collect();
    held::end(tx, &ids, now, LicenceEnd::TakenBack).await?;
    let detail = json!({ "school": school, "role": role, "licences": ids });
    announce(tx, ground, deed, "account.role_ended", &detail).await?;
    tell(tx, ground, deed).await?;
    Ok(removal)
}

/// What taking a role away would free.
///
/// # Errors
/// [`LinkingError::Gone`] when they have no such role there.
pub async fn what_ends(tx: &Tx, account: &Account, (school, role): (&SchoolId, Role)) -> Result<Removal, LinkingError> {
    let roles = person_page::list_roles(tx, &account.id, school).await?;
    let ending: Vec<&RoleId> =
        roles.iter().filter(|one| one.role == role && one.ended_at.is_none()).map(|one| &one.id).collect();
    if ending.is_empty() {
        return Err(LinkingError::Gone);
    }
    Ok(licences::removal(tx, &account.id, school, &ending).await?)
}

/// The accounts that have the role: theirs, or one that went into it.
async fn homes(tx: &Tx, account: &Account, (school, role): (&SchoolId, Role)) -> Result<Vec<AccountId>, LinkingError> {
    let mut roles = person_page::list_roles(tx, &account.id, school).await?;
    roles.retain(|one| one.role == role && one.ended_at.is_none());
    let mut homes: Vec<_> = roles.into_iter().map(|one| one.account_id).collect();
    homes.sort();
    homes.dedup();
    Ok(homes)
}

/// Records that a password is printed for somebody, before it is made; that tells the owner itself. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when the account is not open.
pub async fn print_password(tx: &Tx, ground: &Ground, deed: &Deed<'_>) -> Result<(), LinkingError> {
    let account = accounts::lock(tx, &deed.account.id).await?;
    if account.disabled_at.is_some() || account.merged_into.is_some() || account.username.is_none() {
        return Err(LinkingError::Gone);
    }
    record(tx, ground, deed, "person.password_printed", &Value::Null).await
}

/// Records that a claim code was printed for somebody, and tells them. Durable.
///
/// # Errors
/// The database's.
pub async fn code_printed(tx: &Tx, ground: &Ground, deed: &Deed<'_>, code: &str) -> Result<(), LinkingError> {
    record(tx, ground, deed, "person.code_printed", &json!({ "code": code })).await?;
    tell(tx, ground, deed).await
}

async fn tell(tx: &Tx, ground: &Ground, deed: &Deed<'_>) -> Result<(), LinkingError> {
    notify(tx, ground, deed.account, NoticeKind::AdminActed, None).await
}

async fn record(
    tx: &Tx,
    ground: &Ground,
    deed: &Deed<'_>,
    action: &'static str,
    what: &Value,
) -> Result<(), LinkingError> {
    audit::record(tx, &ground.random, &entry(ground, deed, action, what)).await?;
    Ok(())
}

/// An audit row, and the event of the same change.
async fn announce(
    tx: &Tx,
    ground: &Ground,
    deed: &Deed<'_>,
    action: &'static str,
    what: &Value,
) -> Result<(), LinkingError> {
    let audit = &audit::record(tx, &ground.random, &entry(ground, deed, action, what)).await?;
    let said = Announcement {
        at: ground.now(),
        platform: &deed.account.platform_id,
        kind: action,
        sub: &deed.account.sub,
        audit,
        payload: json!({}),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(())
}

fn entry<'a>(ground: &Ground, deed: &Deed<'a>, action: &'static str, what: &Value) -> Entry<'a> {
    Entry {
        platform: Some(&deed.account.platform_id),
        school: deed.school,
        account: Some(&deed.account.id),
        detail: json!({ "reason": deed.reason, "what": what }),
        ..Entry::new(ground.now(), action, deed.actor)
    }
}
