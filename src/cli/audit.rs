//! `koppel audit …`.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use crate::admin::audit::csv;
use crate::domain::{PlatformId, SchoolId, Time};
use crate::storage::audit_search::{self, Seen, Wanted};
use crate::storage::check::check;
use crate::storage::{StorageError, Tx};

/// Rows that are read at once.
const PAGE: i64 = 1000;

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what happened at a school, the latest first. Whoever is withheld is not in it.
    List(List),
    /// Print all of it as CSV, with each row's place in the chain. Nobody is named: accounts are ids.
    Export(Which),
    /// Prove that the chain is whole: no row was changed, added or taken out.
    Verify,
}

/// Which rows.
#[derive(Debug, Args)]
pub struct Which {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Of which school.
    #[arg(long)]
    school: SchoolId,
    /// Only what happened so: the beginning of a word is enough, such as link or account.merged.
    #[arg(long, default_value = "", value_name = "WORD", hide_default_value = true)]
    action: String,
    /// Only to this account.
    #[arg(long, default_value = "", value_name = "ID", hide_default_value = true)]
    account: String,
    /// Not before, such as 2026-09-01T00:00:00Z.
    #[arg(long, value_name = "TIME")]
    from: Option<Time>,
    /// Before, such as 2026-10-01T00:00:00Z.
    #[arg(long, value_name = "TIME")]
    until: Option<Time>,
}

/// Which rows, and how many.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    which: Which,
    /// At most so many.
    #[arg(long, default_value_t = 200)]
    limit: u32,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::List(list) => {
            let rows = read(&desk, &list.which, i64::MAX, i64::from(list.limit)).await?;
            let rows: Vec<Value> = rows.iter().map(shown).collect();
            Ok(output::table(list.format, &rows, &["number", "at", "action", "actor", "account", "object"])?)
        }
        Command::Export(which) => export(&desk, &which).await,
        Command::Verify => verify(&desk).await,
    }
}

async fn read(desk: &Desk, which: &Which, before: i64, limit: i64) -> Result<Vec<Seen>, StorageError> {
    let wanted =
        &Wanted { action: which.action.clone(), account: which.account.clone(), from: which.from, until: which.until };
    let place = (&which.platform, &which.school);
    desk.ground.db.read(|tx: Tx| async move { audit_search::list(&tx, place, wanted, before, limit).await }).await
}

async fn export(desk: &Desk, which: &Which) -> Result<()> {
    output::line(csv::HEAD.trim_end())?;
    let mut before = i64::MAX;
    loop {
        let rows = read(desk, which, before, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        before = last.number;
        for row in &rows {
            output::line(csv::line(row).trim_end())?;
        }
    }
}

/// What `koppel check` says of the log.
async fn verify(desk: &Desk) -> Result<()> {
    let found = check(&desk.ground.db, &desk.ground.vault, desk.now).await?;
    let broken: Vec<_> = found.into_iter().filter(|one| one.promise == "invariant 12").collect();
    for violation in &broken {
        output::line(&violation.to_string())?;
    }
    if broken.is_empty() {
        output::note("the audit log is whole");
        return Ok(());
    }
    Err(failure(
        "the audit log is not whole",
        "change nothing by hand; keep this output and a backup, and ask for help",
    ))
}

fn shown(row: &Seen) -> Value {
    json!({
        "number": row.number,
        "at": row.at,
        "action": row.action,
        "actor": row.actor,
        "account": row.account_id,
        "object": row.object,
        "chain_hash": row.chain_hash,
    })
}
