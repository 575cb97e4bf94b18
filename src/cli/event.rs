//! `koppel event …`.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::platform;
use crate::domain::{EventId, PlatformId};
use crate::storage::audit::Entry;
use crate::storage::event_acks::{self, Listed};
use crate::storage::{Durability, StorageError, Tx};

/// What can be done with events.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what a platform was told or is to be told, in order.
    List(List),
    /// Show how far a platform is: when it asked last, how much waits for it, what it could not read.
    State(State),
    /// Tell a platform again what came after an event.
    Replay(Replay),
}

/// Which events.
#[derive(Debug, Args)]
pub struct List {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Only what came after this event.
    #[arg(long, value_name = "EVENT")]
    after: Option<EventId>,
    /// At most so many.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    #[command(flatten)]
    format: Format,
}

/// Which platform.
#[derive(Debug, Args)]
pub struct State {
    /// Of which platform.
    #[arg(long)]
    platform: PlatformId,
    #[command(flatten)]
    format: Format,
}

/// From where on.
#[derive(Debug, Args)]
pub struct Replay {
    /// Which platform.
    #[arg(long)]
    platform: PlatformId,
    /// Everything that came after this event.
    #[arg(long, value_name = "EVENT", required_unless_present = "all", conflicts_with = "all")]
    after: Option<EventId>,
    /// Everything of the last 90 days.
    #[arg(long)]
    all: bool,
    /// Change nothing; say how many events would be told again.
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
        Command::State(state) => run_state(&desk, &state).await,
        Command::Replay(replay) => run_replay(&desk, &replay).await,
    }
}

async fn run_list(desk: &Desk, list: &List) -> Result<()> {
    platform::find(desk, &list.platform).await?;
    let after = number(desk, &list.platform, list.after.as_ref()).await?;
    let (platform, limit) = (&list.platform, i64::from(list.limit));
    let rows = desk.ground.db.read(|tx| async move { event_acks::list(&tx, platform, after, limit).await }).await?;
    let rows: Vec<Value> = rows.iter().map(shown).collect();
    Ok(output::table(list.format, &rows, &["id", "at", "kind", "sub", "state", "problem"])?)
}

async fn run_state(desk: &Desk, state: &State) -> Result<()> {
    platform::find(desk, &state.platform).await?;
    let (platform, now) = (&state.platform, desk.now);
    let read = |tx: Tx| async move {
        let stream = event_acks::find_stream(&tx, platform).await?;
        let waiting = event_acks::count_untaken(&tx, platform, now).await?;
        let first = event_acks::list_untaken(&tx, platform, now, 1).await?.into_iter().next();
        let problems = event_acks::count_problems(&tx, platform).await?;
        Ok::<_, StorageError>(json!({
            "platform": platform,
            "asked_at": stream.and_then(|stream| stream.polled_at),
            "waiting": waiting,
            "waiting_since": first.map(|event| event.at),
            "problems": problems,
        }))
    };
    Ok(output::record(state.format, &desk.ground.db.read(read).await?)?)
}

async fn run_replay(desk: &Desk, replay: &Replay) -> Result<()> {
    platform::find(desk, &replay.platform).await?;
    let after = number(desk, &replay.platform, replay.after.as_ref()).await?;
    let (platform, now, dry_run) = (&replay.platform, desk.now, replay.dry_run);
    let entry = &Entry {
        platform: Some(platform),
        object: replay.after.as_ref().map(|event| format!("event:{event}")),
        ..desk.entry("event.replayed")
    };
    if !dry_run {
        let write = |tx: Tx| async move {
            event_acks::rewind(&tx, platform, after).await?;
            desk.record(&tx, entry).await
        };
        desk.ground.db.write(Durability::Durable, write).await?;
    }
    let count = |tx: Tx| async move { event_acks::count_after(&tx, platform, after, now).await };
    let events = desk.ground.db.read(count).await?;
    let told = json!({
        "platform": platform, "after": replay.after, "all": replay.all, "events": events, "dry_run": dry_run,
    });
    Ok(output::record(replay.format, &told)?)
}

/// The place of an event; before the first where none is named.
async fn number(desk: &Desk, platform: &PlatformId, event: Option<&EventId>) -> Result<i64> {
    let Some(event) = event else { return Ok(0) };
    let find = |tx: Tx| async move { event_acks::find_number(&tx, platform, event).await };
    let found = desk.ground.db.read(find).await?;
    found.ok_or_else(|| {
        let hint = format!("`koppel event list --platform {platform}` shows what there is");
        failure(format!("{event} is no event of {platform} that has its place in the feed"), hint)
    })
}

fn shown(event: &Listed) -> Value {
    json!({
        "id": event.id,
        "at": event.at,
        "kind": event.kind,
        "sub": event.sub,
        "payload": serde_json::from_str::<Value>(&event.payload).unwrap_or_default(),
        "state": if event.is_taken { "taken" } else { "waiting" },
        "problem": event.problem,
    })
}
