//! `koppel journal …`.

pub(super) mod refresh;

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::platform;
use super::word::Named;
use crate::domain::{JournalId, PlatformId};
use crate::roster::{self, RosterError};
use crate::storage::journals::{self, Journal};
use crate::storage::licences::{self, Lacking};
use crate::storage::seats::{self, ShownSeat};
use crate::storage::{StorageError, journal_kits};

/// What can be done with journals.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the journals of a platform.
    List(List),
    /// Show one journal: its kits, and each seat with what it is and why.
    Show(Show),
    /// Unlink one journal: its seats end, its licences are free, and the upstream is told.
    End(End),
    /// Read journals again and apply what changed, unless it is too much.
    Refresh(refresh::Refresh),
}

/// Whose journals.
#[derive(Debug, Args)]
pub struct List {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    #[command(flatten)]
    format: Format,
}

/// Which journal.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named<JournalId>,
    #[command(flatten)]
    format: Format,
}

/// Which journal, and why.
#[derive(Debug, Args)]
pub struct End {
    #[command(flatten)]
    named: Named<JournalId>,
    /// Why, for the audit log.
    #[arg(long)]
    reason: String,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::List(list) => {
            platform::find(&desk, &list.platform).await?;
            let platform = &list.platform;
            let rows = desk.ground.db.read(|tx| async move { journals::list(&tx, platform).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown).collect();
            Ok(output::table(
                list.format,
                &rows,
                &["id", "school", "upstream", "external_id", "name", "state", "read_at"],
            )?)
        }
        Command::Show(show) => run_show(&desk, &show).await,
        Command::End(end) => run_end(&desk, &end).await,
        Command::Refresh(wanted) => refresh::run(&desk, &wanted).await,
    }
}

async fn run_show(desk: &Desk, show: &Show) -> Result<()> {
    let id = show.named.id()?;
    let read = |tx| async move {
        let journal = journals::find(&tx, id).await?;
        let kits = journal_kits::list_live(&tx, id).await?;
        let lacking = licences::list_lacking(&tx, &[id]).await?;
        Ok::<_, StorageError>((journal, kits, seats::list_shown(&tx, id).await?, lacking))
    };
    let (journal, kits, seats, lacking) = desk.ground.db.read(read).await?;
    let journal = journal.ok_or_else(|| missing(id))?;
    let mut value = shown(&journal);
    output::put(&mut value, "kit", kits.iter().map(|kit| json!(kit.external_id)).collect());
    let seats: Vec<Value> = seats.iter().map(|one| seat(one, &lacking)).collect();
    if show.format.json {
        output::put(&mut value, "seats", Value::Array(seats));
        return Ok(output::json(&value)?);
    }
    output::record(show.format, &value)?;
    output::line("")?;
    Ok(output::table(
        show.format,
        &seats,
        &["role", "given_name", "family_name", "class", "state", "reason", "lacks", "absent_since"],
    )?)
}

/// Accounts and links stay.
async fn run_end(desk: &Desk, end: &End) -> Result<()> {
    let id = end.named.id()?;
    let ended = match roster::end(&desk.ground, id, &end.reason, &desk.actor).await {
        Ok(ended) => ended,
        Err(RosterError::NotLinked) => {
            let hint = "`koppel journal list --platform …` shows what there is";
            return Err(failure(format!("{id} is not a linked journal"), hint));
        }
        Err(error) => return Err(error.into()),
    };
    if ended.message.is_some() {
        output::note("the running server tells the upstream");
    }
    Ok(output::json(&json!({
        "id": ended.journal.id,
        "name": ended.journal.name,
        "seats_ended": ended.seats,
        "licences_freed": ended.licences.freed,
    }))?)
}

fn missing(id: &JournalId) -> anyhow::Error {
    failure(format!("there is no journal {id}"), "`koppel journal list --platform …` shows what there is")
}

fn shown(journal: &Journal) -> Value {
    json!({
        "id": journal.id,
        "platform": journal.platform_id,
        "school": journal.school_id,
        "upstream": journal.upstream_id,
        "external_id": journal.external_id,
        "name": journal.name,
        "school_year": journal.school_year,
        "state": journal.state,
        "group": journal.group_id,
        "linked_at": journal.linked_at,
        "linked_by": journal.linked_by,
        "read_at": journal.read_at,
        "ended_at": journal.ended_at,
    })
}

/// `lacks` names the products of which its account should hold a licence and holds none.
fn seat(seat: &ShownSeat, lacking: &[Lacking]) -> Value {
    let lacks = lacking.iter().filter(|row| seat.account_id.as_ref() == Some(&row.account_id));
    json!({
        "person": seat.person_id,
        "role": seat.role,
        "given_name": seat.given_name,
        "family_name": seat.family_name,
        "class": seat.class_name,
        "state": seat.state,
        "reason": seat.reason,
        "account": seat.account_id,
        "new": seat.is_new,
        "lacks": lacks.map(|row| &row.product).collect::<Vec<_>>(),
        "since": seat.since,
        "absent_since": seat.absent_since,
    })
}
