//! `koppel privacy …`.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::account::Whose;
use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use crate::linking::LinkingError;
use crate::linking::privacy::{Erased, Erasing, Protect, erase, export_person, protect, release};
use crate::storage::retention::{self, TERMS};
use crate::storage::{Durability, StorageError, Tx, erase as stored, links};

/// What a person may ask for, and how long what is kept.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print everything that is held about one person, as JSON.
    Export(Whose),
    /// Forget one person: their account, what went into it, and every system that signs them in. Nothing brings that back.
    Erase(Erase),
    /// Leave somebody with a protected identity out of every list, search, count and export. They sign in as before.
    Protect(Whose),
    /// Show somebody again whose identity is no longer protected.
    Release(Whose),
    /// Empty and delete what has served its time, as the server does by itself.
    Retention(Retention),
}

/// Whom to forget.
#[derive(Debug, Args)]
pub struct Erase {
    #[command(flatten)]
    whose: Whose,
    /// Why; it is the only thing that the audit log still says about them.
    #[arg(long)]
    reason: String,
    /// Say what would be forgotten, and change nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// What is kept for how long.
#[derive(Debug, Args)]
pub struct Retention {
    /// Say the terms, and change nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Export(whose) => run_export(&desk, &whose).await,
        Command::Erase(wanted) => run_erase(&desk, &wanted).await,
        Command::Protect(whose) => run_protect(&desk, &whose).await,
        Command::Release(whose) => run_release(&desk, &whose).await,
        Command::Retention(wanted) => run_retention(&desk, &wanted).await,
    }
}

async fn run_export(desk: &Desk, whose: &Whose) -> Result<()> {
    let account = whose.find(desk).await?;
    let (ground, id, actor) = (&desk.ground, &account.id, &desk.actor);
    let take = |tx: Tx| async move { export_person(&tx, ground, id, (actor, None)).await };
    let all = ground.db.write::<_, LinkingError, _, _>(Durability::Durable, take).await?;
    Ok(output::json(&all)?)
}

async fn run_erase(desk: &Desk, wanted: &Erase) -> Result<()> {
    if wanted.reason.trim().is_empty() {
        return Err(failure("forgetting needs a reason", "say in --reason who asked for it"));
    }
    let account = wanted.whose.find(desk).await?;
    let (ground, id) = (&desk.ground, &account.id);
    if wanted.dry_run {
        let would = ground.db.read(|tx: Tx| async move { preview(&tx, id).await }).await?;
        return Ok(output::record(wanted.format, &shown(&would))?);
    }
    let erasing = &Erasing { account: id, school: None, actor: &desk.actor, reason: wanted.reason.trim() };
    match ground.db.write(Durability::Durable, |tx: Tx| async move { erase(&tx, ground, erasing).await }).await {
        Ok(erased) => Ok(output::record(wanted.format, &shown(&erased))?),
        Err(LinkingError::Gone) => {
            Err(failure(format!("{id} was forgotten before"), "`koppel account show` says what is left of it"))
        }
        Err(error) => Err(error.into()),
    }
}

async fn preview(tx: &Tx, account: &crate::domain::AccountId) -> Result<Erased, StorageError> {
    let mut would = Erased { accounts: Vec::new(), links: 0 };
    for one in stored::list_whole(tx, account).await? {
        would.links += links::list_live(tx, &one.id).await?.len();
        would.accounts.push(one.id);
    }
    Ok(would)
}

fn shown(erased: &Erased) -> Value {
    json!({ "accounts": erased.accounts, "links": erased.links })
}

async fn run_protect(desk: &Desk, whose: &Whose) -> Result<()> {
    let account = whose.find(desk).await?;
    let (ground, id) = (&desk.ground, &account.id);
    let write = |tx: Tx| async move { protect(&tx, ground, Protect::Account(id)).await };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await?;
    output::note("left out of everything from now on; no log says so");
    Ok(())
}

async fn run_release(desk: &Desk, whose: &Whose) -> Result<()> {
    let account = whose.find(desk).await?;
    let (ground, id) = (&desk.ground, &account.id);
    let write = |tx: Tx| async move { release(&tx, ground, id).await };
    if ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await? {
        output::note("shown again; what was taken away comes back as their systems tell it");
        return Ok(());
    }
    Err(failure(format!("{id} was not left out"), "`koppel privacy protect` leaves somebody out"))
}

async fn run_retention(desk: &Desk, wanted: &Retention) -> Result<()> {
    let done = if wanted.dry_run { Vec::new() } else { retention::run(&desk.ground.db, desk.now).await? };
    let rows: Vec<Value> = TERMS
        .iter()
        .map(|term| {
            let rows = done.iter().find(|(what, _)| *what == term.what).map(|(_, rows)| *rows);
            json!({ "what": term.what, "days": term.days, "rows": rows })
        })
        .collect();
    Ok(output::table(wanted.format, &rows, &["what", "days", "rows"])?)
}
