//! `koppel account …`: people as one platform knows them.

mod add;
mod change;
mod give_back;
mod password;
mod role;
mod whose;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::import;
use super::output::{self, Format};
use super::platform;
use crate::accounts::import as accounts_import;
use crate::domain::PlatformId;
use crate::storage::account_merges::{self, AccountMerge};
use crate::storage::accounts::{self, Account};
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::{StorageError, Tx, account_roles, links, provisional_accounts};
pub use add::fresh;
pub use change::Person;
pub use role::parser as role_parser;
pub use role::row as role_row;
pub(super) use whose::Whose;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add an account.
    Add(Box<add::Add>),
    /// List a platform's accounts.
    List(List),
    /// Show one account with its roles and links.
    Show(Show),
    /// Change an account.
    Change(Box<change::Change>),
    /// Disable an account and sign it out everywhere. Links and history stay.
    Remove(Whose),
    /// Take back that a provisional account went into an older one: both are as they were. Possible for 30 days.
    GiveBack(Whose),
    /// Set a password, or print one that opens the account once.
    SetPassword(password::SetPassword),
    /// Roles at schools.
    #[command(subcommand)]
    Role(role::Command),
    /// Bring in a platform's list of accounts, CSV or JSON lines. A second run changes nothing.
    Import(import::Given),
}

/// Whose accounts to list.
#[derive(Debug, Args)]
pub struct List {
    /// Whose.
    #[arg(long)]
    platform: PlatformId,
    /// Only those of pupils who have not brought their older account yet.
    #[arg(long)]
    provisional: bool,
    #[command(flatten)]
    format: Format,
}

/// Which account to show.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<ExitCode> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => add::run(&desk, *add).await?,
        Command::List(list) => run_list(&desk, list).await?,
        Command::Show(show) => run_show(&desk, show).await?,
        Command::Change(change) => change::run(&desk, *change).await?,
        Command::Remove(whose) => change::remove(&desk, whose).await?,
        Command::GiveBack(whose) => give_back::run(&desk, whose).await?,
        Command::SetPassword(set) => password::run(&desk, set).await?,
        Command::Role(command) => role::run(&desk, command).await?,
        Command::Import(given) => run_import(&desk, given).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn run_import(desk: &Desk, given: import::Given) -> Result<()> {
    let bring =
        async |job: import::Job<'_>| accounts_import::run(&desk.ground, job.reader, job.options, job.progress).await;
    import::run(desk, given, bring).await.map(drop)
}

/// How many accounts are read at once.
const PAGE: i64 = 1_000;

async fn run_list(desk: &Desk, list: List) -> Result<()> {
    let platform = &platform::find(desk, &list.platform).await?.id;
    if list.provisional {
        return list_provisional(desk, platform, list.format).await;
    }
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let from = after.as_str();
        let page = desk.ground.db.read(|tx| async move { accounts::list(&tx, platform, from, PAGE).await }).await?;
        let Some(newest) = page.last() else { break };
        after = newest.id.to_string();
        rows.extend(page.iter().map(shown));
    }
    let columns = ["id", "sub", "username", "given_name", "family_name", "external_id", "disabled_at"];
    Ok(output::table(list.format, &rows, &columns)?)
}

async fn list_provisional(desk: &Desk, platform: &PlatformId, format: Format) -> Result<()> {
    let read = |tx| async move {
        let mut rows = Vec::new();
        for held in provisional_accounts::list_live(&tx, platform).await? {
            let account = accounts::find(&tx, &held.account_id).await?.ok_or(StorageError::Changed)?;
            let mut value = shown(&account);
            output::put(&mut value, "provisional_since", json!(held.since));
            rows.push(value);
        }
        Ok::<_, StorageError>(rows)
    };
    let rows = desk.ground.db.read(read).await?;
    let columns = ["id", "sub", "given_name", "family_name", "provisional_since", "disabled_at"];
    Ok(output::table(format, &rows, &columns)?)
}

async fn run_show(desk: &Desk, show: Show) -> Result<()> {
    let account = show.whose.find(desk).await?;
    let id = &account.id;
    let read = |tx| async move {
        let provisional = provisional_accounts::is_live(&tx, id).await?;
        let merges = (account_merges::find_live(&tx, id).await?, account_merges::list_live_into(&tx, id).await?);
        let (roles, links) = (account_roles::list_live(&tx, id).await?, links::list_live(&tx, id).await?);
        Ok::<_, StorageError>((roles, links, provisional, merges))
    };
    let (roles, links, provisional, (went, came)) = desk.ground.db.read(read).await?;
    let mut value = shown(&account);
    output::put(&mut value, "provisional", json!(provisional));
    output::put(&mut value, "merged_into", json!(account.merged_into));
    output::put(&mut value, "merge", json!(went.as_ref().map(merge_shown)));
    output::put(&mut value, "took_over", came.iter().map(merge_shown).collect());
    output::put(&mut value, "roles", roles.iter().map(role::shown).collect());
    let link = |link: &links::Link| json!({ "id": link.id, "upstream": link.upstream_id, "since": link.since });
    output::put(&mut value, "links", links.iter().map(link).collect());
    Ok(output::record(show.format, &value)?)
}

/// What went where, by which link, and until when that can be taken back. The link may have ended since: what it
/// brought stays until then.
fn merge_shown(merge: &AccountMerge) -> Value {
    json!({
        "account": merge.account_id,
        "into": merge.into_id,
        "by_link": merge.made_link_id,
        "at": merge.merged_at,
        "give_back_until": merge.undo_until,
    })
}

/// Leaves the audit row and the event of a change to an account.
pub async fn record(
    tx: &Tx,
    desk: &Desk,
    action: &'static str,
    account: &Account,
    detail: Value,
) -> Result<(), StorageError> {
    let (platform, account_id) = (Some(&account.platform_id), Some(&account.id));
    let entry = Entry { platform, account: account_id, detail, ..desk.entry(action) };
    let audit = &audit::record(tx, &desk.ground.random, &entry).await?;
    let said = Announcement {
        at: desk.now,
        platform: &account.platform_id,
        kind: action,
        sub: &account.sub,
        audit,
        payload: json!({}),
    };
    events::announce(tx, &desk.ground.random, &said).await.map(drop)
}

/// An account under the names of its options; no hash of anything.
fn shown(account: &Account) -> Value {
    json!({
        "id": account.id,
        "platform": account.platform_id,
        "sub": account.sub,
        "username": account.username,
        "given_name": account.given_name,
        "family_name": account.family_name,
        "email": account.email,
        "email_verified": account.email_verified,
        "birth_date": account.birth_date,
        "external_id": account.external_id,
        "has_password": account.password_hash.is_some(),
        "history_count": account.history_count,
        "origin": account.origin,
        "created_at": account.created_at,
        "used_at": account.used_at,
        "disabled_at": account.disabled_at,
    })
}
