//! `koppel duplicate …`: accounts of one school that may be one person's.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::{failure, missing};
use super::output::{self, Format};
use super::platform;
use super::word::Named;
use crate::domain::{DuplicateId, DuplicateState, PlatformId, SchoolId};
use crate::linking::LinkingError;
use crate::linking::duplicates::{ask_pupil, look, say_not_same, sweep};
use crate::storage::duplicates::{self, Duplicate, Queued, Suspect};
use crate::storage::{Durability, schools};

/// Most lines of one list.
const MOST: i64 = 200;

/// What can be done with them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what waits for a decision, the likeliest first.
    List(Where),
    /// Look through everybody of a school now. The server does so once a day, and within a minute where a sign-in met one.
    Sweep(Sweep),
    /// Say that a pair is two people, which is remembered, or ask the pupil.
    Decide(Decide),
}

/// At which school.
#[derive(Debug, Args)]
pub struct Where {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// At which school.
    #[arg(long)]
    school: SchoolId,
    #[command(flatten)]
    format: Format,
}

/// Which school, and whether something is written.
#[derive(Debug, Args)]
pub struct Sweep {
    #[command(flatten)]
    at: Where,
    /// Say what would be found, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Which pair, and what of it.
#[derive(Debug, Args)]
pub struct Decide {
    #[command(flatten)]
    named: Named<DuplicateId>,
    /// They are two people.
    #[arg(long, conflicts_with = "ask")]
    not_same: bool,
    /// Ask the pupil, who sees nothing of the other account before its password is right.
    #[arg(long)]
    ask: bool,
    /// Why; for the audit log.
    #[arg(long, default_value = "")]
    reason: String,
    /// Say what the pair is, and write nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::List(at) => run_list(&desk, &at).await,
        Command::Sweep(wish) => run_sweep(&desk, &wish).await,
        Command::Decide(wish) => run_decide(&desk, &wish).await,
    }
}

async fn check(desk: &Desk, at: &Where) -> Result<()> {
    platform::find(desk, &at.platform).await?;
    let school = &at.school;
    let found = desk.ground.db.read(|tx| async move { schools::find(&tx, school).await }).await?;
    found.map(drop).ok_or_else(|| missing("school", school))
}

async fn run_list(desk: &Desk, at: &Where) -> Result<()> {
    check(desk, at).await?;
    let place = (&at.platform, &at.school);
    let rows = desk.ground.db.read(|tx| async move { duplicates::list_queue(&tx, place, None, MOST).await }).await?;
    let rows: Vec<Value> = rows.iter().map(queued).collect();
    Ok(output::table(at.format, &rows, &["id", "one", "other", "score", "why", "state"])?)
}

async fn run_sweep(desk: &Desk, wish: &Sweep) -> Result<()> {
    let at = &wish.at;
    check(desk, at).await?;
    if wish.dry_run {
        let rows: Vec<Value> = look(&desk.ground, &at.platform, &at.school).await?.iter().map(suspect).collect();
        return Ok(output::table(at.format, &rows, &["one", "other", "score", "why"])?);
    }
    let swept = sweep(&desk.ground, &at.platform, &at.school).await?;
    Ok(output::record(at.format, &json!(swept))?)
}

async fn run_decide(desk: &Desk, wish: &Decide) -> Result<()> {
    if wish.ask == wish.not_same {
        return Err(failure("say what is decided", "--not-same for two people, or --ask to ask the pupil"));
    }
    let pair = &find(desk, wish.named.id()?).await?;
    if wish.dry_run {
        return Ok(output::record(wish.format, &shown(pair))?);
    }
    let (ground, actor, reason, asks) = (&desk.ground, &desk.actor, wish.reason.as_str(), wish.ask);
    let work = |tx| async move {
        if asks {
            ask_pupil(&tx, ground, pair, actor).await
        } else if pair.state == DuplicateState::Merged {
            Err(LinkingError::Gone)
        } else {
            say_not_same(&tx, ground, pair, actor, reason).await
        }
    };
    match ground.db.write(Durability::Durable, work).await {
        Ok(()) => Ok(output::record(wish.format, &shown(&find(desk, &pair.id).await?))?),
        Err(LinkingError::Gone) => Err(failure(
            format!("{} is {}, so that is not possible", pair.id, pair.state),
            "`koppel duplicate list --platform … --school …` shows what waits",
        )),
        Err(error) => Err(error.into()),
    }
}

async fn find(desk: &Desk, id: &DuplicateId) -> Result<Duplicate> {
    let found = desk.ground.db.read(|tx| async move { duplicates::find(&tx, id).await }).await?;
    let hint = "`koppel duplicate list --platform … --school …` shows what there is";
    found.ok_or_else(|| failure(format!("there is no pair {id}"), hint))
}

fn queued(row: &Queued) -> Value {
    json!({
        "id": row.id,
        "one": row.one_id,
        "other": row.other_id,
        "score": row.score,
        "why": row.why,
        "state": row.state,
        "found_at": row.found_at,
    })
}

fn suspect(row: &Suspect) -> Value {
    json!({ "one": row.one, "other": row.other, "score": row.score, "why": row.why })
}

fn shown(row: &Duplicate) -> Value {
    json!({
        "id": row.id,
        "platform": row.platform_id,
        "school": row.school_id,
        "one": row.one_id,
        "other": row.other_id,
        "score": row.score,
        "why": row.why,
        "state": row.state,
        "found_at": row.found_at,
        "decided_at": row.decided_at,
        "decided_by": row.decided_by,
    })
}
