//! Invitations to administer a school, and to set up a second factor: a value that is handed over once and good once.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{AccountsError, second_factor};
use crate::domain::{AccountId, Actor, ConsoleRole, GrantId, OneTimePurpose, PlatformId, Right, Role, SchoolId, Time};
use crate::ground::Ground;
use crate::storage::accounts::{self, Account};
use crate::storage::audit::{self, Entry};
use crate::storage::console_grants::{self, Grant};
use crate::storage::one_time::{self, Offer, OneTime};
use crate::storage::{StorageError, Tx, account_roles};
use crate::vault::{VaultError, sha256};

/// What somebody is invited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// At which platform.
    pub platform: PlatformId,
    /// Whose account.
    pub account: AccountId,
    /// Which school.
    pub school: SchoolId,
    /// As what; nothing: only to set up a second factor.
    pub role: Option<ConsoleRole>,
    /// The account was made for this and has no password yet: whoever brings the value chooses one.
    pub sets_password: bool,
}

/// What is sealed beside the value.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    school: SchoolId,
    role: Option<ConsoleRole>,
    sets_password: bool,
    by: String,
}

fn payload_place(hash: &str) -> String {
    format!("one_time|{hash}|payload")
}

/// Makes an invitation that is good for so many days, and answers its value: nobody sees it again. Durable.
///
/// # Errors
/// The database's, or it cannot be sealed.
pub async fn invite(
    tx: &Tx,
    ground: &Ground,
    invitation: &Invitation,
    days: i64,
    actor: &Actor,
) -> Result<String, AccountsError> {
    let (value, now) = (ground.random.secret(), ground.now());
    let hash = sha256(&value);
    let said = Said {
        school: invitation.school.clone(),
        role: invitation.role,
        sets_password: invitation.sets_password,
        by: actor.to_string(),
    };
    let said = serde_json::to_vec(&said).map_err(|_| VaultError::Damaged)?;
    let row = OneTime {
        payload: ground.vault.seal(&payload_place(&hash), &said)?,
        platform_id: Some(invitation.platform.clone()),
        account_id: Some(invitation.account.clone()),
        ..OneTime::new(hash, OneTimePurpose::ConsoleInvite, now, now + TimeDelta::days(days))
    };
    one_time::insert(tx, &row).await?;
    record(tx, ground, invitation, actor, "console.invited").await?;
    Ok(value)
}

/// The address that is handed over.
#[must_use]
pub fn address(ground: &Ground, value: &str) -> String {
    format!("{}/admin/invite/{value}", ground.issuer())
}

fn offer(hash: &str, now: Time) -> Offer<'_> {
    Offer { hash, purpose: OneTimePurpose::ConsoleInvite, browser_hash: None, now }
}

/// What a value invites to, without using it up; nothing for one that is unknown, used, too old, of an account that may not
/// administer anything any more, or by somebody who may invite nobody any more.
///
/// # Errors
/// The database's, or it cannot be opened.
pub async fn find(tx: &Tx, ground: &Ground, value: &str) -> Result<Option<(Invitation, Account)>, AccountsError> {
    let hash = sha256(value);
    let Some(row) = one_time::find(tx, &offer(&hash, ground.now())).await? else { return Ok(None) };
    let Some((invitation, by)) = opened(ground, row)? else { return Ok(None) };
    if !still_may(tx, &invitation, &by, ground.now()).await? {
        return Ok(None);
    }
    let account = accounts::find(tx, &invitation.account).await?;
    let Some(account) = account.filter(is_open) else { return Ok(None) };
    let may = may_administer(tx, &account.id).await?;
    Ok(may.then_some((invitation, account)))
}

fn opened(ground: &Ground, row: OneTime) -> Result<Option<(Invitation, String)>, AccountsError> {
    let (Some(platform), Some(account)) = (row.platform_id, row.account_id) else { return Ok(None) };
    let clear = ground.vault.open(&payload_place(&row.hash), &row.payload)?;
    let said: Said = serde_json::from_slice(&clear).map_err(|_| VaultError::Damaged)?;
    let Said { school, role, sets_password, by } = said;
    Ok(Some((Invitation { platform, account, school, role, sets_password }, by)))
}

fn is_open(account: &Account) -> bool {
    account.disabled_at.is_none() && account.merged_into.is_none()
}

/// Whether an account may be given a school to administer: a pupil's may not.
///
/// # Errors
/// The engine's.
pub async fn may_administer(tx: &Tx, account: &AccountId) -> Result<bool, StorageError> {
    Ok(account_roles::list_live(tx, account).await?.iter().all(|role| role.role != Role::Pupil))
}

/// Whether whoever invited may still say who administers the school; at the command line always. What only sets up a second
/// factor gives nobody anything.
async fn still_may(tx: &Tx, invitation: &Invitation, by: &str, now: Time) -> Result<bool, StorageError> {
    let Some(Actor::Account(by)) = Actor::read(by).filter(|_| invitation.role.is_some()) else { return Ok(true) };
    let grants = console_grants::find_live(tx, &invitation.platform, &invitation.school, &by, now).await?;
    Ok(grants.iter().any(|grant| Right::Grants.is_of(grant.role)))
}

/// Uses an invitation up: what it invites to is given, and a second factor may be set up in this browser where there is none.
/// Nothing where [`find`] finds nothing. Durable.
///
/// # Errors
/// The database's, or it cannot be opened.
pub async fn accept(
    tx: &Tx,
    ground: &Ground,
    value: &str,
    browser_hash: &str,
) -> Result<Option<Invitation>, AccountsError> {
    let (hash, now) = (sha256(value), ground.now());
    let Some(row) = one_time::consume(tx, &offer(&hash, now)).await? else { return Ok(None) };
    let Some((invitation, by)) = opened(ground, row)? else { return Ok(None) };
    let account = &invitation.account;
    let is_open = accounts::find(tx, account).await?.is_some_and(|account| is_open(&account));
    if !is_open || !may_administer(tx, account).await? || !still_may(tx, &invitation, &by, now).await? {
        return Ok(None);
    }
    let actor = Actor::Account(account.clone());
    record(tx, ground, &invitation, &actor, "console.invite_used").await?;
    if let Some(role) = invitation.role {
        give(tx, ground, &invitation, role, &by).await?;
    }
    if !second_factor::is_enrolled(tx, account).await? {
        second_factor::allow(tx, account, browser_hash, now).await?;
    }
    Ok(Some(invitation))
}

async fn give(
    tx: &Tx,
    ground: &Ground,
    invitation: &Invitation,
    role: ConsoleRole,
    by: &str,
) -> Result<(), AccountsError> {
    let now = ground.now();
    let actor = Actor::Account(invitation.account.clone());
    if console_grants::list_live(tx, &invitation.account, now).await?.is_empty() {
        // Whoever knew the password only may have set one up and waited for this.
        second_factor::reset(tx, ground, &invitation.account, &actor).await?;
    }
    let grant = Grant {
        id: GrantId::random(&ground.random),
        platform_id: invitation.platform.clone(),
        school_id: invitation.school.clone(),
        account_id: invitation.account.clone(),
        role,
        reason: None,
        since: now,
        given_by: by.to_owned(),
        expires_at: None,
        ended_at: None,
        ended_by: None,
    };
    if console_grants::insert(tx, &grant).await? {
        record(tx, ground, invitation, &actor, "console.granted").await?;
    }
    Ok(())
}

async fn record(
    tx: &Tx,
    ground: &Ground,
    invitation: &Invitation,
    actor: &Actor,
    action: &'static str,
) -> Result<(), StorageError> {
    let entry = Entry {
        platform: Some(&invitation.platform),
        school: Some(&invitation.school),
        account: Some(&invitation.account),
        detail: json!({ "role": invitation.role }),
        ..Entry::new(ground.now(), action, actor)
    };
    audit::record(tx, &ground.random, &entry).await.map(drop)
}
