//! `koppel switch …`: a school goes from one upstream to another, or its upstream gives its people new ids.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::word::Named;
use super::{import, platform, school};
use crate::domain::{PlatformId, SchoolId, SwitchId, SwitchState, UpstreamId};
use crate::files;
use crate::linking::LinkingError;
use crate::linking::switch::{self, Dry, Moved, NewSwitch};
use crate::storage::upstream_switches::{self as switches, PairCount, Switch};
use crate::storage::{Durability, StorageError, Tx};

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begin: from now on pairs of old and new ids are collected. Nothing changes for anybody.
    Begin(Begin),
    /// Collect the pairs of a file with the columns `old` and `new`.
    Load(Load),
    /// Collect pairs of people who have signed in with both.
    Learn(One),
    /// Show what applying would do: counts, examples, and the hash to agree with.
    Plan(One),
    /// Move the links. Begun again after a stop it goes on.
    Apply(Apply),
    /// Move them back, within thirty days.
    Undo(Undo),
    /// Give it up before anything has moved.
    Drop(One),
    /// List those of a school.
    List(List),
    /// Show one of them.
    Show(One),
}

/// Which school, from where to where.
#[derive(Debug, Args)]
pub struct Begin {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Which school.
    #[arg(long)]
    school: SchoolId,
    /// From which upstream.
    #[arg(long)]
    from: UpstreamId,
    /// To which one; the same where only its ids are new.
    #[arg(long)]
    to: UpstreamId,
}

/// Which file.
#[derive(Debug, Args)]
pub struct Load {
    #[command(flatten)]
    named: Named<SwitchId>,
    /// CSV (with a header) or JSON lines, by the end of its name; `-` for CSV on standard input.
    #[arg(long)]
    file: PathBuf,
    #[command(flatten)]
    format: Format,
}

/// Which one.
#[derive(Debug, Args)]
pub struct One {
    #[command(flatten)]
    named: Named<SwitchId>,
    #[command(flatten)]
    format: Format,
}

/// Which one, and what was looked through.
#[derive(Debug, Args)]
pub struct Apply {
    #[command(flatten)]
    named: Named<SwitchId>,
    /// The hash that `koppel switch plan` has shown: nothing moves where the pairs are others by now.
    #[arg(long, required_unless_present = "dry_run")]
    agreed: Option<String>,
    /// Show what it would do, move nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Which one.
#[derive(Debug, Args)]
pub struct Undo {
    #[command(flatten)]
    named: Named<SwitchId>,
    /// Show how many would move back, move nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Whose.
#[derive(Debug, Args)]
pub struct List {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Which school.
    #[arg(long)]
    school: SchoolId,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = &Desk::open(file).await?;
    match command {
        Command::Begin(wanted) => begin(desk, &wanted).await,
        Command::Load(wanted) => load(desk, &wanted).await,
        Command::Learn(one) => learn(desk, &one).await,
        Command::Plan(one) => plan(desk, one.named.id()?, one.format).await,
        Command::Apply(wanted) => apply(desk, &wanted).await,
        Command::Undo(wanted) => undo(desk, &wanted).await,
        Command::Drop(one) => {
            let id = one.named.id()?;
            let write = |tx| async move { switch::give_up(&tx, &desk.ground, id, &desk.actor).await };
            desk.ground.db.write(Durability::Durable, write).await.map_err(|error| advised(error, id))?;
            show(desk, id, one.format).await
        }
        Command::List(list) => run_list(desk, &list).await,
        Command::Show(one) => show(desk, one.named.id()?, one.format).await,
    }
}

async fn begin(desk: &Desk, wanted: &Begin) -> Result<()> {
    platform::find(desk, &wanted.platform).await?;
    let school = school::find(desk, &wanted.school).await?.id;
    let Begin { platform, from, to, .. } = wanted;
    let new = &NewSwitch { platform, school: &school, from, to, actor: &desk.actor };
    let write = |tx| async move { switch::begin(&tx, &desk.ground, new).await };
    let id = desk.ground.db.write(Durability::Durable, write).await.map_err(|error| match error {
        LinkingError::Gone => failure(
            format!("{school} does not use {to}, or has never used {from}"),
            format!("koppel school enable --id {school} --upstream {to} --platform {platform}"),
        ),
        LinkingError::Storage(StorageError::Taken) => {
            let hint = format!("koppel switch list --platform {platform} --school {school}");
            failure(format!("{school} is on its way from {from} already"), hint)
        }
        error => error.into(),
    })?;
    show(desk, &id, Format { json: true }).await
}

async fn load(desk: &Desk, wanted: &Load) -> Result<()> {
    let id = wanted.named.id()?;
    let name = wanted.file.display().to_string();
    let reader: Box<dyn Read> = if wanted.file == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(&wanted.file).with_context(|| name.clone())?)
    };
    let read = switch::read(reader, files::Format::of_name(&name));
    let (rows, bad) =
        read.map_err(|error| failure(format!("{name}: {error}"), "the columns are old and new, and no others"))?;
    let rows = &rows;
    let write = |tx| async move { switch::load(&tx, &desk.ground, id, rows, &desk.actor).await };
    let loaded = desk.ground.db.write(Durability::Durable, write).await.map_err(|error| advised(error, id))?;
    import::note_bad(&bad);
    import::note_bad(&loaded.conflicts);
    let (conflicts, bad) = (loaded.conflicts.len(), bad.len());
    let told = json!({ "added": loaded.added, "known": loaded.known, "conflicts": conflicts, "bad": bad });
    Ok(output::record(wanted.format, &told)?)
}

async fn learn(desk: &Desk, one: &One) -> Result<()> {
    let id = one.named.id()?;
    let write = |tx| async move { switch::learn(&tx, &desk.ground, id, &desk.actor).await };
    let added = desk.ground.db.write(Durability::Durable, write).await.map_err(|error| advised(error, id))?;
    Ok(output::record(one.format, &json!({ "added": added }))?)
}

async fn plan(desk: &Desk, id: &SwitchId, format: Format) -> Result<()> {
    let read = |tx: Tx| async move { switch::dry_run(&tx, &desk.ground, id).await };
    let dry: Dry = desk.ground.db.read(read).await.map_err(|error| advised(error, id))?;
    let mut told = json!(dry);
    if !format.json {
        let shown =
            |example: &switch::Example| json!(format!("{} → {} ({:?})", example.old, example.new, example.fate));
        output::put(&mut told, "examples", dry.examples.iter().map(shown).collect());
    }
    Ok(output::record(format, &told)?)
}

async fn apply(desk: &Desk, wanted: &Apply) -> Result<()> {
    let id = wanted.named.id()?;
    let agreed = match &wanted.agreed {
        Some(agreed) if !wanted.dry_run => agreed,
        _ => return plan(desk, id, wanted.format).await,
    };
    let moved = switch::apply(&desk.ground, id, agreed, &desk.actor).await.map_err(|error| advised(error, id))?;
    said(wanted.format, moved)
}

async fn undo(desk: &Desk, wanted: &Undo) -> Result<()> {
    let id = wanted.named.id()?;
    if wanted.dry_run {
        return show(desk, id, wanted.format).await;
    }
    let moved = switch::undo(&desk.ground, id, &desk.actor).await.map_err(|error| advised(error, id))?;
    said(wanted.format, moved)
}

fn said(format: Format, moved: Moved) -> Result<()> {
    Ok(output::record(format, &json!(moved))?)
}

async fn run_list(desk: &Desk, list: &List) -> Result<()> {
    platform::find(desk, &list.platform).await?;
    let school = &school::find(desk, &list.school).await?.id;
    let platform = &list.platform;
    let rows = desk.ground.db.read(|tx| async move { switches::list_of_school(&tx, platform, school).await }).await?;
    let rows: Vec<Value> = rows.iter().map(|row| shown(row, &[])).collect();
    Ok(output::table(list.format, &rows, &["id", "from", "to", "state", "made_at", "undo_until"])?)
}

async fn show(desk: &Desk, id: &SwitchId, format: Format) -> Result<()> {
    let read = |tx: Tx| async move {
        let Some(row) = switches::find(&tx, id).await? else { return Ok(None) };
        Ok::<_, StorageError>(Some((row, switches::count_pairs(&tx, id).await?)))
    };
    let (row, counts) = desk.ground.db.read(read).await?.ok_or_else(|| missing(id))?;
    Ok(output::record(format, &shown(&row, &counts))?)
}

fn missing(id: &SwitchId) -> anyhow::Error {
    failure(format!("there is no switch {id}"), "`koppel switch list --platform … --school …` shows what there is")
}

fn advised(error: LinkingError, id: &SwitchId) -> anyhow::Error {
    match error {
        LinkingError::Gone => missing(id),
        LinkingError::Storage(StorageError::Changed) => failure(
            format!("{id} does not stand as it did"),
            "`koppel switch show` says how it stands, `koppel switch plan` what it would do now",
        ),
        error => error.into(),
    }
}

fn shown(row: &Switch, counts: &[PairCount]) -> Value {
    let pairs: serde_json::Map<String, Value> =
        counts.iter().map(|count| (count.state.as_str().to_owned(), json!(count.pairs))).collect();
    json!({
        "id": row.id,
        "platform": row.platform_id,
        "school": row.school_id,
        "from": row.from_id,
        "to": row.to_id,
        "state": row.state,
        "made_at": row.made_at,
        "made_by": row.made_by,
        "undo_until": row.undo_until.filter(|_| row.state == SwitchState::Applied),
        "ended_at": row.ended_at,
        "pairs": pairs,
    })
}
