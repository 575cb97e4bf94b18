//! `koppel hold …`.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::by::By;
use super::desk::Desk;
use super::failure::failure;
use super::journal::refresh;
use super::output::{self, Format};
use super::platform;
use super::word::Named;
use crate::domain::{HoldId, HoldState, LimitPassed, PlatformId};
use crate::mail::end_of;
use crate::roster::refresh::{self as holding, approve, discard};
use crate::storage::holds::{self, Hold};
use crate::storage::journals;

/// Most holds of one list.
const MOST: i64 = 200;

/// What can be done with holds.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the holds of a platform, the latest first.
    List(List),
    /// Show one hold: which limits would be passed, in which journal, and by how many people.
    Show(Show),
    /// Let it pass, once: the journals are read again, or their file applied again, and the same difference or a smaller one
    /// is applied.
    Approve(Decision),
    /// Throw it away. Nothing changes; the next refresh is judged anew.
    Discard(Decision),
}

/// Whose holds.
#[derive(Debug, Args)]
pub struct List {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Only those that wait for a decision.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    format: Format,
}

/// Which hold.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named<HoldId>,
    #[command(flatten)]
    format: Format,
}

/// Which hold, who decides, and why so.
#[derive(Debug, Args)]
pub struct Decision {
    #[command(flatten)]
    named: Named<HoldId>,
    #[command(flatten)]
    by: By,
    /// Why; for the audit log.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::List(list) => run_list(&desk, &list).await,
        Command::Show(show) => run_show(&desk, &show).await,
        Command::Approve(decision) => run_approve(&desk, &decision).await,
        Command::Discard(decision) => {
            let hold = open(&desk, &decision).await?;
            discard(&desk.ground, &hold, decision.said(&desk)).await?;
            let hold = find(&desk, &hold.id).await?;
            Ok(output::record(decision.format, &shown(&hold))?)
        }
    }
}

async fn run_list(desk: &Desk, list: &List) -> Result<()> {
    platform::find(desk, &list.platform).await?;
    let (platform, open) = (&list.platform, list.open);
    let rows = desk.ground.db.read(|tx| async move { holds::list(&tx, platform, open, MOST).await }).await?;
    let rows: Vec<Value> = rows.iter().map(shown).collect();
    Ok(output::table(list.format, &rows, &["id", "school", "upstream", "journal", "state", "held_at", "mail", "by"])?)
}

impl Decision {
    fn said<'a>(&'a self, desk: &'a Desk) -> holding::Decision<'a> {
        holding::Decision { actor: &desk.actor, by: self.by.name(), reason: &self.reason }
    }
}

/// What a person has to know who is to decide: also which journals nobody can decide about, and how each is ended.
async fn run_show(desk: &Desk, show: &Show) -> Result<()> {
    let hold = find(desk, show.named.id()?).await?;
    let faults = faults(desk, &hold).await?;
    let mut value = shown(&hold);
    if show.format.json {
        output::put(&mut value, "faults", Value::Array(faults));
        return Ok(output::json(&value)?);
    }
    output::record(show.format, &value)?;
    if faults.is_empty() {
        return Ok(());
    }
    output::line("")?;
    output::table(show.format, &faults, &["journal", "name", "fault", "end_it_by"])?;
    output::note("hint: nobody can approve these: mend them at the upstream and refresh, or end those that are over");
    Ok(())
}

/// The journals whose reading is in doubt.
async fn faults(desk: &Desk, hold: &Hold) -> Result<Vec<Value>> {
    let reasons: Vec<LimitPassed> = serde_json::from_str(&hold.reasons).unwrap_or_default();
    let mut told = Vec::new();
    for (id, fault) in reasons.iter().filter_map(|reason| Some((reason.journal.as_ref()?, reason.fault?))) {
        let journal = desk.ground.db.read(|tx| async move { journals::find(&tx, id).await }).await?;
        let name = journal.map(|journal| journal.name);
        told.push(json!({ "journal": id, "name": name, "fault": fault, "end_it_by": end_of(id) }));
    }
    Ok(told)
}

async fn run_approve(desk: &Desk, decision: &Decision) -> Result<()> {
    let hold = open(desk, decision).await?;
    let Some(run) = approve(&desk.ground, &hold, decision.said(desk)).await? else {
        output::note("it came by a file: apply the same file again, and it passes once");
        return Ok(output::record(decision.format, &shown(&find(desk, &hold.id).await?))?);
    };
    let told = refresh::followed(desk, &refresh::registry(desk)?, &run).await?;
    refresh::say(decision.format, &[told])
}

async fn open(desk: &Desk, decision: &Decision) -> Result<Hold> {
    let hold = find(desk, decision.named.id()?).await?;
    if decision.reason.trim().is_empty() {
        return Err(failure("a decision needs a reason", "say in --reason what you compared it with"));
    }
    if hold.state != HoldState::Open {
        let hint = "`koppel hold list --open --platform …` shows what waits";
        return Err(failure(format!("{} is {} already", hold.id, hold.state), hint));
    }
    Ok(hold)
}

async fn find(desk: &Desk, id: &HoldId) -> Result<Hold> {
    let found = desk.ground.db.read(|tx| async move { holds::find(&tx, id).await }).await?;
    found
        .ok_or_else(|| failure(format!("there is no hold {id}"), "`koppel hold list --platform …` shows what there is"))
}

fn shown(hold: &Hold) -> Value {
    json!({
        "id": hold.id,
        "platform": hold.platform_id,
        "school": hold.school_id,
        "upstream": hold.upstream_id,
        "journal": hold.journal_id,
        "run": hold.run_id,
        "state": hold.state,
        "reasons": serde_json::from_str::<Value>(&hold.reasons).unwrap_or_default(),
        "new_year": hold.turned,
        "held_at": hold.held_at,
        "mail": hold.mail_state,
        "mail_attempts": hold.mail_attempts,
        "decided_at": hold.decided_at,
        "by": hold.decided_name,
        "decided_by": hold.decided_by,
        "decision_reason": hold.decision_reason,
    })
}
