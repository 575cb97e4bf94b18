//! `koppel group …`.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::import::Given;
use super::super::output::{self, Format};
use super::super::platform;
use super::{End, List, Offer, bring, missing, put, refused};
use crate::domain::{AccountId, PlatformId, SchoolId, fold_username};
use crate::offers::{self, By, Noun, Teaching, Told};
use crate::storage::accounts::{self, Account};
use crate::storage::platform_groups::{self, PlatformGroup};
use crate::storage::{Durability, StorageError, Tx};

/// What can be done with groups.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a group, or give the one with this id its new name.
    Add(AddGroup),
    /// List the groups of a platform.
    List(List),
    /// Bring in a file of groups: `external_id`, name, school, teachers, ended. With a bad row nothing is written.
    Import(Given),
    /// Offer a group no more: no journal can be attached to it. Journals that are attached stay.
    End(End),
    /// Which teachers a group lists: they may attach a journal to it.
    #[command(subcommand)]
    Teacher(TeacherCommand),
}

/// What can be done with the teachers of a group.
#[derive(Debug, Subcommand)]
pub enum TeacherCommand {
    /// List a teacher in a group.
    Add(Teacher),
    /// Take a teacher off the list of a group.
    Remove(Teacher),
    /// Show whom a group lists.
    List(Teachers),
}

/// A group.
#[derive(Debug, Args)]
pub struct AddGroup {
    #[command(flatten)]
    offer: Offer,
    /// Of which school.
    #[arg(long)]
    school: SchoolId,
}

/// A teacher of a group.
#[derive(Debug, Args)]
pub struct Teacher {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Which group, by the platform's own id.
    #[arg(long)]
    external_id: String,
    /// The teacher's account, by its id.
    #[arg(long, required_unless_present_any = ["username", "account_external_id"])]
    account: Option<AccountId>,
    /// By its user name.
    #[arg(long, conflicts_with = "account")]
    username: Option<String>,
    /// By the platform's own id of the account.
    #[arg(long, conflicts_with_all = ["account", "username"])]
    account_external_id: Option<String>,
}

/// Whose teachers.
#[derive(Debug, Args)]
pub struct Teachers {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Which group, by the platform's own id.
    #[arg(long)]
    external_id: String,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => {
            let told = Told { school: Some(add.school.clone()), ..add.offer.told() };
            put(&desk, &add.offer.platform, Noun::Group, &told).await?;
            say(&desk, &add.offer.platform, &add.offer.external_id).await
        }
        Command::Import(given) => bring(&desk, Noun::Group, given).await,
        Command::End(end) => {
            find(&desk, &end.platform, &end.external_id).await?;
            put(&desk, &end.platform, Noun::Group, &end.told()).await?;
            say(&desk, &end.platform, &end.external_id).await
        }
        Command::Teacher(TeacherCommand::Add(teacher)) => run_teacher(&desk, &teacher, Teaching::Listed).await,
        Command::Teacher(TeacherCommand::Remove(teacher)) => run_teacher(&desk, &teacher, Teaching::Unlisted).await,
        Command::Teacher(TeacherCommand::List(list)) => run_teachers(&desk, &list).await,
        Command::List(list) => {
            platform::find(&desk, &list.platform).await?;
            let platform = &list.platform;
            let rows = desk.ground.db.read(|tx| async move { platform_groups::list(&tx, platform).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown).collect();
            Ok(output::table(list.format, &rows, &["external_id", "school", "name", "ended_at"])?)
        }
    }
}

async fn run_teacher(desk: &Desk, teacher: &Teacher, wanted: Teaching) -> Result<()> {
    let platform = &teacher.platform;
    let group = &find(desk, platform, &teacher.external_id).await?;
    let account = &find_account(desk, teacher).await?;
    let (ground, by) = (&desk.ground, By { platform, actor: &desk.actor });
    let write = |tx: Tx| async move { offers::teach(&tx, ground, by, (group, &account.id), wanted).await };
    let changed = ground.db.write(Durability::Durable, write).await.map_err(|error| refused(error, platform))?;
    if !changed {
        output::note(if wanted == Teaching::Listed { "listed already" } else { "not listed" });
    }
    let mut value = shown(group);
    let teachers = teachers(desk, group).await?;
    output::put(&mut value, "teachers", teachers.iter().map(|account| json!(account.id)).collect());
    Ok(output::json(&value)?)
}

async fn find_account(desk: &Desk, teacher: &Teacher) -> Result<Account> {
    let platform = &teacher.platform;
    let found = desk.ground.db.read(|tx| async move {
        match (&teacher.account, &teacher.username, &teacher.account_external_id) {
            (Some(id), _, _) => accounts::find(&tx, id).await,
            (_, Some(name), _) => accounts::find_by_username(&tx, platform, &fold_username(name)).await,
            (_, _, Some(id)) => accounts::find_by_external(&tx, platform, id).await,
            (None, None, None) => Ok(None),
        }
    });
    let found = found.await?.filter(|account| account.platform_id == *platform);
    let hint = format!("`koppel account list --platform {platform}` shows what there is");
    found.ok_or_else(|| failure("there is no such account", hint))
}

async fn run_teachers(desk: &Desk, list: &Teachers) -> Result<()> {
    let group = find(desk, &list.platform, &list.external_id).await?;
    let shown = |account: &Account| {
        json!({
            "account": account.id, "external_id": account.external_id, "username": account.username,
            "given_name": account.given_name, "family_name": account.family_name, "disabled_at": account.disabled_at,
        })
    };
    let rows: Vec<Value> = teachers(desk, &group).await?.iter().map(shown).collect();
    let columns = ["account", "external_id", "username", "given_name", "family_name", "disabled_at"];
    Ok(output::table(list.format, &rows, &columns)?)
}

async fn teachers(desk: &Desk, group: &PlatformGroup) -> Result<Vec<Account>, StorageError> {
    let read = |tx: Tx| async move {
        let mut teachers = Vec::new();
        for id in platform_groups::list_teachers(&tx, &group.id).await? {
            teachers.extend(accounts::find(&tx, &id).await?);
        }
        Ok(teachers)
    };
    desk.ground.db.read(read).await
}

async fn find(desk: &Desk, platform: &PlatformId, id: &str) -> Result<PlatformGroup> {
    let found = desk.ground.db.read(|tx| async move { platform_groups::find(&tx, platform, id).await }).await?;
    found.ok_or_else(|| missing("group", platform, id))
}

async fn say(desk: &Desk, platform: &PlatformId, id: &str) -> Result<()> {
    Ok(output::json(&shown(&find(desk, platform, id).await?))?)
}

fn shown(row: &PlatformGroup) -> Value {
    json!({
        "id": row.id, "platform": row.platform_id, "school": row.school_id, "external_id": row.external_id,
        "name": row.name, "created_at": row.created_at, "ended_at": row.ended_at,
    })
}
