//! `koppel account set-password`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::{output, platform, secret_file};
use super::whose::Whose;
use crate::accounts::passwords::{self, Change, MIN_CHARACTERS, NewPassword, PasswordDesk, Weakness};
use crate::domain::{PasswordOwner, PasswordSource};
use crate::storage::accounts::Account;

/// Whose password, and where it comes from.
#[derive(Debug, Args)]
pub struct SetPassword {
    #[command(flatten)]
    whose: Whose,
    /// File with the new password, `-` for standard input.
    #[arg(long, value_name = "FILE", required_unless_present = "one_time")]
    password_file: Option<PathBuf>,
    /// Make one that opens the account once and must be changed then, and print it.
    #[arg(long, conflicts_with = "password_file")]
    one_time: bool,
}

/// Sets it and signs the account out everywhere.
pub async fn run(desk: &Desk, set: SetPassword) -> Result<()> {
    let account = set.whose.find_own(desk).await?;
    if platform::find(desk, &account.platform_id).await?.password_owner == PasswordOwner::Platform {
        let message = format!("{} verifies its passwords itself", account.platform_id);
        return Err(failure(message, "set it at the platform"));
    }
    let passwords = PasswordDesk::new(&desk.ground.random);
    if let Some(file) = &set.password_file {
        let password = &secret_file::read("--password-file", file)?;
        let (source, actor) = (PasswordSource::Set, &desk.actor);
        let new = NewPassword { account: &account.id, password, source, actor, keep: None };
        outcome(&passwords.set(&desk.ground, &new).await?)?;
        output::json(&json!({ "id": account.id, "password": "set" }))?;
    } else {
        let (change, password) = passwords.set_one_time(&desk.ground, &account.id, &desk.actor).await?;
        outcome(&change)?;
        output::json(&json!({ "id": account.id, "password": password, "one_time": true }))?;
    }
    Ok(())
}

fn outcome(change: &Change) -> Result<()> {
    match change {
        Change::Done => Ok(()),
        Change::Weak(weakness) => Err(weak(*weakness)),
        Change::Wrong => Err(failure("the account is gone", "`koppel account list` shows what there is")),
        Change::Locked { .. } | Change::Busy(_) => Err(failure("too much at once", "run the command again")),
    }
}

fn weak(weakness: Weakness) -> anyhow::Error {
    let hint = format!("at least {MIN_CHARACTERS} characters, no name, nothing everybody tries first");
    failure(format!("the password may not be used: {weakness}"), hint)
}

/// The hash of a password for an account that is not stored yet.
pub async fn hashed(desk: &Desk, account: &Account, file: &Path) -> Result<String> {
    let password = secret_file::read("--password-file", file)?;
    let personal = [&account.username, &account.given_name, &account.family_name, &account.email];
    let personal: Vec<&str> = personal.into_iter().flatten().map(String::as_str).collect();
    if let Some(weakness) = passwords::weakness(&password, &personal) {
        return Err(weak(weakness));
    }
    let hash = PasswordDesk::new(&desk.ground.random).hash(&password).await?;
    hash.map_err(|_| failure("too much at once", "run the command again"))
}
