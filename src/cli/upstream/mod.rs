//! `koppel upstream …`: school-side systems.

mod settings;

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::{failure, missing};
use super::output::{self, Format};
use super::word::{Named, word};
use crate::domain::{UpstreamId, UpstreamKind};
use crate::storage::audit::Entry;
use crate::storage::upstreams::{self, Upstream};
use crate::storage::{Durability, StorageError};
use settings::Given;

/// What can be done with upstreams.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a system that signs people in.
    Add(Box<Add>),
    /// List the upstreams.
    List(Format),
    /// Show one upstream.
    Show(Show),
    /// Change an upstream.
    Change(Box<Change>),
    /// Disable an upstream: nobody signs in through it. Links and history stay.
    Remove(Named<UpstreamId>),
}

/// A new upstream.
#[derive(Debug, Args)]
pub struct Add {
    /// What kind of system it is.
    #[arg(long, value_parser = word!(UpstreamKind))]
    kind: UpstreamKind,
    /// Its id: a-z, 0-9 and -.
    #[arg(long)]
    id: UpstreamId,
    #[command(flatten)]
    given: Given,
}

/// Which upstream to show.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named<UpstreamId>,
    #[command(flatten)]
    format: Format,
}

/// What to change; what is not named stays.
#[derive(Debug, Args)]
pub struct Change {
    /// Its id: a-z, 0-9 and -.
    #[arg(long)]
    id: UpstreamId,
    #[command(flatten)]
    given: Given,
    /// Bring a removed upstream back.
    #[arg(long)]
    enable: bool,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => run_add(&desk, *add).await,
        Command::List(format) => {
            let rows: Vec<Value> = list(&desk).await?.iter().map(shown).collect();
            Ok(output::table(format, &rows, &["id", "kind", "name", "issuer", "login_url", "disabled_at"])?)
        }
        Command::Show(show) => Ok(output::record(show.format, &shown(&find(&desk, show.named.id()?).await?))?),
        Command::Change(change) => run_change(&desk, *change).await,
        Command::Remove(named) => run_remove(&desk, named.id()?).await,
    }
}

async fn run_add(desk: &Desk, add: Add) -> Result<()> {
    let has_secret = add.kind != UpstreamKind::Lti;
    if add.given.client_id.is_none() || (has_secret && add.given.client_secret_file.is_none()) {
        return Err(failure("--client-id and --client-secret-file are needed", "the upstream gave you both"));
    }
    let mut row = Upstream {
        name: own_name(add.kind, &add.id),
        id: add.id,
        kind: add.kind,
        preset: None,
        issuer: None,
        login_url: None,
        api_url: None,
        client_id: String::new(),
        client_secret: String::new(),
        scopes: String::new(),
        settings: "{}".to_owned(),
        created_at: desk.now,
        updated_at: desk.now,
        disabled_at: None,
    };
    let files = [("client_secret_file", &add.given.client_secret_file), ("settings_file", &add.given.settings_file)];
    let files = files.map(|(option, file)| (option, json!(file)));
    if !has_secret {
        // What is signed proves us there; the key is at `/jwks`.
        row.client_secret = desk.ground.vault.seal(&upstreams::secret_place(&row.id), b"")?;
    }
    add.given.apply(desk, &mut row)?;
    settings::check(desk, &row, &list(desk).await?).await?;
    let (row, entry) = (&row, &entry(desk, "upstream.added", &row));
    let insert = |tx| async move {
        upstreams::insert(&tx, row).await?;
        desk.record(&tx, entry).await
    };
    desk.ground.db.write(Durability::Durable, insert).await?;
    let mut value = shown(row);
    for (option, file) in files {
        output::put(&mut value, option, file);
    }
    Ok(output::json(&value)?)
}

/// How a system writes itself.
fn own_name(kind: UpstreamKind, id: &UpstreamId) -> String {
    match kind {
        UpstreamKind::Ekool => "eKool".to_owned(),
        UpstreamKind::Stuudium => "Stuudium".to_owned(),
        UpstreamKind::Harid => "HarID".to_owned(),
        UpstreamKind::Oidc | UpstreamKind::Lti => id.to_string(),
    }
}

async fn run_change(desk: &Desk, change: Change) -> Result<()> {
    let mut row = find(desk, &change.id).await?;
    row.disabled_at = row.disabled_at.filter(|_| !change.enable);
    change.given.apply(desk, &mut row)?;
    settings::check(desk, &row, &list(desk).await?).await?;
    update(desk, "upstream.changed", row).await
}

async fn run_remove(desk: &Desk, id: &UpstreamId) -> Result<()> {
    let mut row = find(desk, id).await?;
    row.disabled_at = row.disabled_at.or(Some(desk.now));
    update(desk, "upstream.disabled", row).await?;
    output::note(&format!(
        "disabled, because links hang on it; `koppel upstream change --id {id} --enable` brings it back"
    ));
    Ok(())
}

async fn update(desk: &Desk, action: &'static str, row: Upstream) -> Result<()> {
    let row = &Upstream { updated_at: desk.now, ..row };
    let entry = &entry(desk, action, row);
    let update = |tx| async move {
        upstreams::update(&tx, row).await?;
        desk.record(&tx, entry).await
    };
    desk.ground.db.write::<_, StorageError, _, _>(Durability::Durable, update).await?;
    Ok(output::json(&shown(row))?)
}

async fn list(desk: &Desk) -> Result<Vec<Upstream>> {
    Ok(desk.ground.db.read(|tx| async move { upstreams::list(&tx).await }).await?)
}

/// The upstream, or the failure that says there is none.
pub async fn find(desk: &Desk, id: &UpstreamId) -> Result<Upstream> {
    let found = desk.ground.db.read(|tx| async move { upstreams::find(&tx, id).await }).await?;
    found.ok_or_else(|| missing("upstream", id))
}

fn entry<'a>(desk: &'a Desk, action: &'static str, row: &Upstream) -> Entry<'a> {
    Entry { object: Some(format!("upstream:{}", row.id)), detail: shown(row), ..desk.entry(action) }
}

/// An upstream under the names of its options; its secret stays where it is.
fn shown(row: &Upstream) -> Value {
    json!({
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "preset": row.preset,
        "issuer": row.issuer,
        "login_url": row.login_url,
        "api_url": row.api_url,
        "client_id": row.client_id,
        "scopes": row.scopes,
        "settings": serde_json::from_str::<Value>(&row.settings).unwrap_or(Value::Null),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "disabled_at": row.disabled_at,
    })
}
