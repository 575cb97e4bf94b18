//! `koppel request …`: what people asked their schools, and what was found and only a person can decide.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::platform;
use super::word::{Named, word};
use crate::domain::{CaseId, PlatformId, SchoolId};
use crate::linking::{CaseOutcome, Closing, LinkingError, close_case, outcomes};
use crate::storage::cases::{self, SchoolCase};
use crate::storage::{Durability, Tx, requests};

/// Most requests of one list.
const MOST: i64 = 1_000;

/// What can be done with requests.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the open requests of a platform, the longest waiting first.
    List(List),
    /// Show one request, and how it can end.
    Show(Show),
    /// Settle a request. Passwords and codes are printed with `koppel person password` and `koppel code add` before.
    Close(Close),
}

/// Whose requests.
#[derive(Debug, Args)]
pub struct List {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Only those of this school.
    #[arg(long)]
    school: Option<SchoolId>,
    #[command(flatten)]
    format: Format,
}

/// Which request.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named<CaseId>,
    #[command(flatten)]
    format: Format,
}

/// Which request, and how it ends.
#[derive(Debug, Args)]
pub struct Close {
    #[command(flatten)]
    named: Named<CaseId>,
    /// How it ends; `koppel request show` says which of these fit.
    #[arg(long, value_parser = word!(CaseOutcome))]
    outcome: CaseOutcome,
    /// Why; for the audit log.
    #[arg(long)]
    reason: String,
    /// Say what would happen, and do nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::List(list) => run_list(&desk, &list).await,
        Command::Show(show) => {
            let case = find(&desk, show.named.id()?).await?;
            Ok(output::record(show.format, &shown(&case))?)
        }
        Command::Close(close) => run_close(&desk, &close).await,
    }
}

async fn run_list(desk: &Desk, list: &List) -> Result<()> {
    let platform = &platform::find(desk, &list.platform).await?.id;
    let mut rows =
        desk.ground.db.read(|tx: Tx| async move { requests::list_of_platform(&tx, platform, MOST).await }).await?;
    rows.retain(|case| list.school.as_ref().is_none_or(|school| case.school_id.as_ref() == Some(school)));
    let rows: Vec<Value> = rows.iter().map(shown).collect();
    Ok(output::table(list.format, &rows, &["id", "kind", "school", "identity", "account", "opened_at"])?)
}

async fn find(desk: &Desk, id: &CaseId) -> Result<SchoolCase> {
    let found = desk.ground.db.read(|tx: Tx| async move { cases::find(&tx, id).await }).await?;
    let hint = "`koppel request list --platform …` shows what waits";
    found.ok_or_else(|| failure(format!("there is no request {id}"), hint))
}

async fn run_close(desk: &Desk, close: &Close) -> Result<()> {
    let case = &find(desk, close.named.id()?).await?;
    if close.reason.trim().is_empty() {
        return Err(failure("a decision needs a reason", "say in --reason why"));
    }
    if case.closed_at.is_some() || !outcomes(case.kind).contains(&close.outcome) {
        let hint = "`koppel request show` says how it can end";
        return Err(failure(format!("{} cannot end so", case.id), hint));
    }
    let mut value = json!({ "id": case.id, "outcome": close.outcome, "dry_run": close.dry_run });
    if !close.dry_run {
        let (ground, reason) = (&desk.ground, close.reason.trim());
        let closing = &Closing { case, outcome: close.outcome, reason, actor: &desk.actor };
        let write = |tx: Tx| async move { close_case(&tx, ground, closing).await };
        let made = ground.db.write(Durability::Durable, write).await.map_err(told)?;
        output::put(&mut value, "made", json!(made));
    }
    Ok(output::record(close.format, &value)?)
}

fn told(error: LinkingError) -> anyhow::Error {
    match error {
        LinkingError::Gone => {
            failure("there is nothing to end, or it was settled meanwhile", "`koppel request show` shows how it stands")
        }
        LinkingError::IdentityTaken => {
            failure("the person has an account by now", "`koppel link list --platform …` shows it")
        }
        error => error.into(),
    }
}

fn shown(case: &SchoolCase) -> Value {
    json!({
        "id": case.id,
        "kind": case.kind,
        "platform": case.platform_id,
        "school": case.school_id,
        "identity": case.identity_id,
        "account": case.account_id,
        "link": case.link_id,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "closed_by": case.closed_by,
        "outcome": case.outcome,
        "outcomes": outcomes(case.kind),
    })
}
