//! `koppel journal …`.

mod gone;
pub(super) mod refresh;

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::by::person;
use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::word::Named;
use super::{platform, school};
use crate::domain::{JournalId, JournalState, PlatformId, SchoolId};
use crate::roster::{self, Ended, RosterError};
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
    /// Unlink one journal, or all that their upstream has no more: seats end, licences are free, and the upstream is told.
    End(End),
    /// Read journals again and apply what changed, unless it is too much.
    Refresh(refresh::Refresh),
}

/// Whose journals.
#[derive(Debug, Args)]
pub struct List {
    /// At which platform.
    #[arg(long, required_unless_present = "school")]
    platform: Option<PlatformId>,
    /// Of which school.
    #[arg(long)]
    school: Option<SchoolId>,
    /// Only those that stand so: gone at their upstream, or gone with the school year (over).
    #[arg(long, value_enum)]
    state: Option<Stands>,
    #[command(flatten)]
    format: Format,
}

/// How a journal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Stands {
    /// Read and applied.
    Linked,
    /// The upstream lets us read it no longer.
    ConsentWithdrawn,
    /// The upstream has it no longer.
    Gone,
    /// The same, around the day on which the school's year turns.
    Over,
    /// Unlinked.
    Ended,
}

/// Which journal.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named<JournalId>,
    #[command(flatten)]
    format: Format,
}

/// Which journal, or which journals, and why.
#[derive(Debug, Args)]
pub struct End {
    /// Which one.
    #[arg(value_name = "ID", required_unless_present_any = ["id_option", "gone"], conflicts_with = "gone")]
    id: Option<JournalId>,
    /// Which one, the long way.
    #[arg(long = "id", value_name = "ID", conflicts_with_all = ["id", "gone"])]
    id_option: Option<JournalId>,
    /// Every journal of a school that its upstream has no more.
    #[arg(long, requires = "school")]
    gone: bool,
    /// Of this school.
    #[arg(long, requires = "gone")]
    school: Option<SchoolId>,
    /// At this platform only.
    #[arg(long, requires = "gone")]
    platform: Option<PlatformId>,
    /// The person who decides that they are over, by name; stored with each.
    #[arg(long, requires = "gone", value_name = "NAME", value_parser = person)]
    by: Option<String>,
    /// Why, for the audit log.
    #[arg(long, required_unless_present = "dry_run")]
    reason: Option<String>,
    /// How many journals these are, where a large part of the school sits in them.
    #[arg(long, requires = "gone", value_name = "NUMBER")]
    count: Option<usize>,
    /// List them, end nothing.
    #[arg(long, requires = "gone")]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::List(list) => run_list(&desk, &list).await,
        Command::Show(show) => run_show(&desk, &show).await,
        Command::End(end) => match &end.school {
            Some(school) if end.gone => gone::end(&desk, &end, school).await,
            _ => run_end(&desk, &end).await,
        },
        Command::Refresh(wanted) => refresh::run(&desk, &wanted).await,
    }
}

async fn run_list(desk: &Desk, list: &List) -> Result<()> {
    if let Some(platform) = &list.platform {
        platform::find(desk, platform).await?;
    }
    let school = match &list.school {
        Some(number) => Some(school::find(desk, number).await?),
        None => None,
    };
    if let (Some(school), Some(wanted @ (Stands::Gone | Stands::Over))) = (&school, list.state) {
        let found = gone::find(desk, school, list.platform.as_ref()).await?;
        let rows = found.iter().map(gone::shown).filter(|row| wanted == Stands::Gone || row["state"] == "over");
        return Ok(output::table(list.format, &rows.collect::<Vec<_>>(), &gone::COLUMNS)?);
    }
    if list.state == Some(Stands::Over) {
        return Err(failure("whose year is over is asked school by school", "add --school"));
    }
    let (platform, school) = (list.platform.as_ref(), school.as_ref().map(|school| &school.id));
    let read = |tx| async move {
        match (school, platform) {
            (Some(school), _) => journals::list_at_school(&tx, school).await,
            (None, Some(platform)) => journals::list(&tx, platform).await,
            (None, None) => Ok(Vec::new()),
        }
    };
    let mut rows: Vec<Journal> = desk.ground.db.read(read).await?;
    rows.retain(|row| platform.is_none_or(|platform| row.platform_id == *platform) && stands(row, list.state));
    let rows: Vec<Value> = rows.iter().map(shown).collect();
    Ok(output::table(list.format, &rows, &["id", "school", "upstream", "external_id", "name", "state", "read_at"])?)
}

fn stands(journal: &Journal, wanted: Option<Stands>) -> bool {
    wanted.is_none_or(|wanted| match wanted {
        Stands::Linked => journal.state == JournalState::Linked,
        Stands::ConsentWithdrawn => journal.state == JournalState::ConsentWithdrawn,
        Stands::Gone | Stands::Over => journal.state == JournalState::Gone,
        Stands::Ended => journal.state == JournalState::Ended,
    })
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
    let (Some(id), Some(reason)) = (end.id.as_ref().or(end.id_option.as_ref()), &end.reason) else {
        return Err(failure("no journal was named", "name it, or use --gone --school"));
    };
    let ended = match roster::end(&desk.ground, id, reason, &desk.actor).await {
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
    Ok(output::json(&self::ended(&ended))?)
}

fn ended(ended: &Ended) -> Value {
    json!({
        "id": ended.journal.id,
        "name": ended.journal.name,
        "seats_ended": ended.seats,
        "licences_freed": ended.licences.freed,
    })
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
