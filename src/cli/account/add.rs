//! `koppel account add`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::{output, platform, school};
use super::change::Person;
use super::{password, record, role, shown};
use crate::domain::{
    AccountId, AccountOrigin, PasswordOwner, PasswordSource, PlatformId, Role, SchoolId, fold_username,
};
use crate::storage::account_roles::{self, AccountRole};
use crate::storage::accounts::{self, Account};
use crate::storage::schools::{self, PlatformSchool};
use crate::storage::{Durability, StorageError};

/// A new account.
#[derive(Debug, Args)]
pub struct Add {
    /// Whose account it is.
    #[arg(long)]
    platform: PlatformId,
    /// Its user name, unique at the platform.
    #[arg(long)]
    username: String,
    /// File with its password, `-` for standard input.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    #[command(flatten)]
    person: Person,
    /// The school of --role.
    #[arg(long, requires = "role")]
    school: Option<SchoolId>,
    /// What the person is there.
    #[arg(long, requires = "school", value_parser = role::parser())]
    role: Option<Role>,
    /// The class, such as 5B.
    #[arg(long, requires = "role")]
    class: Option<String>,
    /// The platform's own id; it becomes the `sub` the platform sees.
    #[arg(long)]
    external_id: Option<String>,
}

/// Adds it and prints it.
pub async fn run(desk: &Desk, add: Add) -> Result<()> {
    let owner = platform::find(desk, &add.platform).await?.password_owner;
    if owner == PasswordOwner::Platform && add.password_file.is_some() {
        let message = format!("{} verifies its passwords itself", add.platform);
        return Err(failure(message, "leave --password-file out"));
    }
    let mut account = fresh(desk, &add.platform, &add.username);
    if let Some(id) = &add.external_id {
        account.sub.clone_from(id);
        account.external_id = Some(id.clone());
    }
    add.person.apply(&mut account);
    if let Some(file) = &add.password_file {
        let hash = password::hashed(desk, &account, file).await?;
        (account.password_hash, account.password_source) = (Some(hash), Some(PasswordSource::Set));
        account.password_changed_at = Some(desk.now);
    }
    let role = match (add.school, add.role) {
        (Some(number), Some(kind)) => {
            let school = school::find(desk, &number).await?.id;
            Some(role::row(desk, &account.id, school, kind, add.class))
        }
        _ => None,
    };
    store(desk, &account, role.as_ref()).await?;
    let mut value = shown(&account);
    output::put(&mut value, "school", json!(role.as_ref().map(|role| &role.school_id)));
    output::put(&mut value, "role", json!(role.as_ref().map(|role| role.role)));
    output::put(&mut value, "class", json!(role.as_ref().map(|role| &role.class_name)));
    output::put(&mut value, "password_file", json!(add.password_file));
    Ok(output::json(&value)?)
}

/// A new account of somebody about whom nothing else is known yet.
pub fn fresh(desk: &Desk, platform: &PlatformId, username: &str) -> Account {
    Account {
        id: AccountId::random(&desk.ground.random),
        platform_id: platform.clone(),
        sub: desk.ground.random.id_text(),
        username: Some(username.to_owned()),
        username_folded: Some(fold_username(username)),
        given_name: None,
        family_name: None,
        name_folded: String::new(),
        email: None,
        email_verified: false,
        birth_date: None,
        national_hash: None,
        national_key: None,
        external_id: None,
        history_count: 0,
        last_activity_at: None,
        password_hash: None,
        password_source: None,
        password_changed_at: None,
        password_must_change: false,
        locale: None,
        origin: AccountOrigin::Administrator,
        created_at: desk.now,
        updated_at: desk.now,
        used_at: None,
        disabled_at: None,
        merged_into: None,
    }
}

async fn store(desk: &Desk, account: &Account, role: Option<&AccountRole>) -> Result<()> {
    let insert = |tx| async move {
        accounts::insert(&tx, account).await?;
        if let Some(role) = role {
            let place = PlatformSchool::fresh(&account.platform_id, &role.school_id, desk.now);
            schools::join(&tx, &place).await?;
            account_roles::put(&tx, role).await?;
        }
        record(&tx, desk, "account.created", account, json!({ "origin": account.origin })).await
    };
    match desk.ground.db.write(Durability::Durable, insert).await {
        Err(StorageError::Taken) => {
            let message = "the platform has an account with this user name, external id or sub";
            Err(failure(message, "`koppel account show --platform … --username …` shows it"))
        }
        other => Ok(other?),
    }
}
