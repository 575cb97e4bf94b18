//! `koppel school support`, `grants`, `end-grant` and `reset-factor`.

use anyhow::Result;
use chrono::TimeDelta;
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output::{self, Format};
use super::super::word::Named;
use super::find;
use crate::accounts::invitation::{self, Invitation};
use crate::accounts::{AccountsError, second_factor};
use crate::domain::{AccountId, ConsoleRole, GrantId, PlatformId, SchoolId};
use crate::storage::accounts::{self, Account};
use crate::storage::audit::{self, Entry};
use crate::storage::console_grants::{self, Grant};
use crate::storage::{Durability, StorageError, Tx, schools, taught};

/// For so many days a new second factor can be set up.
const SET_UP_DAYS: i64 = 1;

/// Who of support looks at which school, for how long and why.
#[derive(Debug, Args)]
pub struct Support {
    #[command(flatten)]
    named: Named<SchoolId>,
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// The `sub` of whoever is of support.
    #[arg(long, value_name = "SUB")]
    account: String,
    /// For how many hours.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(i64).range(1..=24))]
    hours: i64,
    /// Why: the school reads it.
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    reason: String,
    #[command(flatten)]
    format: Format,
}

/// Whose administrators to list.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    named: Named<SchoolId>,
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    #[command(flatten)]
    format: Format,
}

/// What to take back.
#[derive(Debug, Args)]
pub struct End {
    #[command(flatten)]
    named: Named<GrantId>,
    #[command(flatten)]
    format: Format,
}

/// Whose second factor to take away.
#[derive(Debug, Args)]
pub struct Reset {
    #[command(flatten)]
    named: Named<SchoolId>,
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// The `sub` of somebody who administers the school, or teaches there.
    #[arg(long, value_name = "SUB")]
    account: String,
    #[command(flatten)]
    format: Format,
}

/// The failure that says that a school does not use a platform.
pub async fn at_platform(desk: &Desk, platform: &PlatformId, school: &SchoolId) -> Result<()> {
    let read = |tx: Tx| async move { schools::find_at_platform(&tx, platform, school).await };
    let hint = format!("koppel school change --id {school} --platform {platform}");
    let place = desk.ground.db.read(read).await?;
    place.map(drop).ok_or_else(|| failure(format!("{school} does not use {platform}"), hint))
}

async fn account(desk: &Desk, platform: &PlatformId, sub: &str) -> Result<Account> {
    let read = |tx: Tx| async move { accounts::find_by_sub(&tx, platform, sub).await };
    let hint = "`koppel account list --platform …` shows what there is";
    desk.ground.db.read(read).await?.ok_or_else(|| failure("there is no such account", hint))
}

/// Gives the hours. Whoever never administered anything sets up a second factor first, by a link.
pub async fn support(desk: &Desk, support: Support) -> Result<()> {
    let school = find(desk, support.named.id()?).await?.id;
    at_platform(desk, &support.platform, &school).await?;
    let account = account(desk, &support.platform, &support.account).await?;
    let grant = &Grant {
        id: GrantId::random(&desk.ground.random),
        platform_id: support.platform,
        school_id: school,
        account_id: account.id,
        role: ConsoleRole::Support,
        reason: Some(support.reason),
        since: desk.now,
        given_by: desk.actor.to_string(),
        expires_at: Some(desk.now + TimeDelta::hours(support.hours)),
        ended_at: None,
        ended_by: None,
    };
    let write = |tx: Tx| async move { give(&tx, desk, grant).await };
    let given: Result<Given, AccountsError> = desk.ground.db.write(Durability::Durable, write).await;
    let value = match given? {
        Given::Before => {
            return Err(failure("they are there as support already", "koppel school grants shows until when"));
        }
        Given::Now => None,
        Given::ToSetUp(value) => Some(value),
    };
    let mut answer = shown(grant);
    output::put(&mut answer, "url", json!(value.map(|value| invitation::address(&desk.ground, &value))));
    Ok(output::record(support.format, &answer)?)
}

/// What came of it.
enum Given {
    Before,
    Now,
    /// With the value by which a second factor is set up.
    ToSetUp(String),
}

async fn give(tx: &Tx, desk: &Desk, grant: &Grant) -> Result<Given, AccountsError> {
    if !console_grants::had_any(tx, &grant.account_id).await? {
        second_factor::reset(tx, &desk.ground, &grant.account_id, &desk.actor).await?;
    }
    if !console_grants::insert(tx, grant).await? {
        return Ok(Given::Before);
    }
    let detail = json!({ "reason": grant.reason, "expires_at": grant.expires_at });
    let entry = Entry { detail, ..entry(desk, "support.granted", grant) };
    audit::record(tx, &desk.ground.random, &entry).await?;
    if second_factor::is_enrolled(tx, &grant.account_id).await? {
        return Ok(Given::Now);
    }
    let at = (&grant.platform_id, &grant.school_id);
    set_up(tx, desk, at, &grant.account_id).await.map(Given::ToSetUp)
}

async fn set_up(
    tx: &Tx,
    desk: &Desk,
    (platform, school): (&PlatformId, &SchoolId),
    account: &AccountId,
) -> Result<String, AccountsError> {
    let invitation = Invitation {
        platform: platform.clone(),
        account: account.clone(),
        school: school.clone(),
        role: None,
        sets_password: false,
    };
    invitation::invite(tx, &desk.ground, &invitation, SET_UP_DAYS, &desk.actor).await
}

fn entry<'a>(desk: &'a Desk, action: &'static str, grant: &'a Grant) -> Entry<'a> {
    Entry {
        platform: Some(&grant.platform_id),
        school: Some(&grant.school_id),
        account: Some(&grant.account_id),
        object: Some(format!("grant:{}", grant.id)),
        ..desk.entry(action)
    }
}

/// Lists them, ended ones too.
pub async fn list(desk: &Desk, list: List) -> Result<()> {
    let school = &find(desk, list.named.id()?).await?.id;
    let platform = &list.platform;
    let read = |tx: Tx| async move { console_grants::list_of_school(&tx, platform, school).await };
    let rows: Vec<Value> = desk.ground.db.read(read).await?.iter().map(shown).collect();
    Ok(output::table(list.format, &rows, &["id", "account", "role", "since", "expires_at", "ended_at"])?)
}

fn shown(grant: &Grant) -> Value {
    json!({
        "id": grant.id,
        "platform": grant.platform_id,
        "school": grant.school_id,
        "account": grant.account_id,
        "role": grant.role,
        "reason": grant.reason,
        "since": grant.since,
        "given_by": grant.given_by,
        "expires_at": grant.expires_at,
        "ended_at": grant.ended_at,
        "ended_by": grant.ended_by,
    })
}

/// Takes one back.
pub async fn end(desk: &Desk, end: End) -> Result<()> {
    let id = end.named.id()?;
    let write = |tx: Tx| async move {
        let Some(grant) = console_grants::find(&tx, id).await? else { return Ok(None) };
        console_grants::end(&tx, id, desk.now, &desk.actor.to_string()).await?;
        desk.record(&tx, &entry(desk, "console.grant_ended", &grant)).await?;
        console_grants::find(&tx, id).await
    };
    match desk.ground.db.write(Durability::Durable, write).await {
        Ok(Some(grant)) => Ok(output::record(end.format, &shown(&grant))?),
        Ok(None) => Err(failure("there is no such grant", "`koppel school grants` shows them")),
        Err(StorageError::Changed) => Err(failure("it has ended", "`koppel school grants` shows when")),
        Err(error) => Err(error.into()),
    }
}

/// Takes it away and prints the link.
pub async fn reset(desk: &Desk, reset: Reset) -> Result<()> {
    let school = &find(desk, reset.named.id()?).await?.id;
    let account = &account(desk, &reset.platform, &reset.account).await?;
    let platform = &reset.platform;
    let write = |tx: Tx| async move {
        let live = console_grants::find_live(&tx, platform, school, &account.id, desk.now).await?;
        if live.is_empty() && !taught::teaches_at(&tx, &account.id, platform, school).await? {
            return Ok(None);
        }
        second_factor::reset(&tx, &desk.ground, &account.id, &desk.actor).await?;
        set_up(&tx, desk, (platform, school), &account.id).await.map(Some)
    };
    let value: Result<Option<String>, AccountsError> = desk.ground.db.write(Durability::Durable, write).await;
    let Some(value) = value? else {
        return Err(failure(
            "they neither administer this school nor teach there",
            "`koppel school grants` shows who administers it",
        ));
    };
    let url = invitation::address(&desk.ground, &value);
    let answer = json!({ "id": school, "platform": platform, "account": account.sub, "url": url });
    Ok(output::record(reset.format, &answer)?)
}
