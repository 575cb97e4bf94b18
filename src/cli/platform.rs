//! `koppel platform …`.

use std::path::Path;

use anyhow::Result;
use clap::{ArgAction, Args, Subcommand};
use serde_json::{Value, json};
use url::Url;

use super::desk::Desk;
use super::failure::{failure, missing};
use super::output::{self, Format};
use super::word::{Named, word};
use crate::domain::{PasswordOwner, PlatformId, SubMode};
use crate::storage::audit::Entry;
use crate::storage::platforms::{self, Platform};
use crate::storage::{Durability, StorageError, schools};

/// What can be done with platforms.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a learning platform.
    Add(Add),
    /// List the platforms.
    List(Format),
    /// Show one platform.
    Show(Show),
    /// Change a platform.
    Change(Change),
    /// Disable a platform: nobody signs in to it any more. Accounts, links and history stay.
    Remove(Named<PlatformId>),
}

/// A new platform.
#[derive(Debug, Args)]
pub struct Add {
    /// Its id: a-z, 0-9 and -.
    #[arg(long)]
    id: PlatformId,
    /// Its name as people know it.
    #[arg(long)]
    name: String,
    /// Which `sub` its clients see: the account's own id, or one made for this platform only.
    #[arg(long, default_value = "account", value_parser = word!(SubMode))]
    sub: SubMode,
    /// Who verifies its accounts' passwords.
    #[arg(long, default_value = "broker", value_parser = word!(PasswordOwner))]
    password_owner: PasswordOwner,
    /// Its front page.
    #[arg(long, value_name = "URL")]
    home_url: Option<Url>,
    /// Its colour on our pages, #rrggbb.
    #[arg(long, value_parser = colour)]
    colour: Option<String>,
    /// It follows a `sub` that went into another, and shows the work of both (`koppel:former_subs`).
    #[arg(long)]
    moves_history: bool,
}

/// Which platform to show.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    named: Named<PlatformId>,
    #[command(flatten)]
    format: Format,
}

/// What to change; what is not named stays.
#[derive(Debug, Args)]
pub struct Change {
    #[command(flatten)]
    named: Named<PlatformId>,
    /// Its name as people know it.
    #[arg(long)]
    name: Option<String>,
    /// Who verifies its accounts' passwords.
    #[arg(long, value_parser = word!(PasswordOwner))]
    password_owner: Option<PasswordOwner>,
    /// Its front page.
    #[arg(long, value_name = "URL")]
    home_url: Option<Url>,
    /// Its colour on our pages, #rrggbb.
    #[arg(long, value_parser = colour)]
    colour: Option<String>,
    /// Whether it follows a `sub` that went into another, and shows the work of both (`koppel:former_subs`).
    #[arg(long, action = ArgAction::Set, value_name = "true|false")]
    moves_history: Option<bool>,
    /// Bring a removed platform back.
    #[arg(long)]
    enable: bool,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => run_add(&desk, add).await,
        Command::List(format) => {
            let rows = desk.ground.db.read(|tx| async move { platforms::list(&tx).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown).collect();
            Ok(output::table(format, &rows, &["id", "name", "sub", "password_owner", "disabled_at"])?)
        }
        Command::Show(show) => {
            let platform = find(&desk, show.named.id()?).await?;
            Ok(output::record(show.format, &shown(&platform))?)
        }
        Command::Change(change) => run_change(&desk, change).await,
        Command::Remove(named) => run_remove(&desk, named.id()?).await,
    }
}

/// Under `/admin/invite/…` invitations are brought: no platform's console stands there.
const NOT_A_PLATFORM: &str = "invite";

async fn run_add(desk: &Desk, add: Add) -> Result<()> {
    if add.id.as_str() == NOT_A_PLATFORM {
        return Err(failure(format!("a platform cannot be called {NOT_A_PLATFORM}"), "choose another --id"));
    }
    let platform = Platform {
        id: add.id,
        name: add.name,
        sub_mode: add.sub,
        password_owner: add.password_owner,
        home_url: add.home_url.map(String::from),
        colour: add.colour,
        moves_history_since: add.moves_history.then_some(desk.now),
        created_at: desk.now,
        disabled_at: None,
    };
    let (platform, entry) = (&platform, &entry(desk, "platform.added", &platform));
    let insert = |tx| async move {
        platforms::insert(&tx, platform).await?;
        desk.record(&tx, entry).await
    };
    desk.ground.db.write(Durability::Durable, insert).await?;
    Ok(output::json(&shown(platform))?)
}

async fn run_change(desk: &Desk, change: Change) -> Result<()> {
    let id = change.named.id()?;
    if change.moves_history == Some(false) {
        nobody_let_in(desk, id).await?;
    }
    let (change, now) = (&change, desk.now);
    update(desk, "platform.changed", id, |old| Platform {
        name: change.name.clone().unwrap_or(old.name),
        password_owner: change.password_owner.unwrap_or(old.password_owner),
        home_url: change.home_url.clone().map(String::from).or(old.home_url),
        colour: change.colour.clone().or(old.colour),
        moves_history_since: match change.moves_history {
            Some(moves) => moves.then(|| old.moves_history_since.unwrap_or(now)),
            None => old.moves_history_since,
        },
        disabled_at: old.disabled_at.filter(|_| !change.enable),
        ..old
    })
    .await
}

/// What pupils do on a provisional account would be lost at a platform that follows nothing.
async fn nobody_let_in(desk: &Desk, id: &PlatformId) -> Result<()> {
    let schools = desk.ground.db.read(|tx| async move { schools::list_at_platform(&tx, id).await }).await?;
    match schools.iter().find(|school| school.lets_in_since.is_some()) {
        None => Ok(()),
        Some(school) => Err(failure(
            format!("{} lets its pupils in on provisional accounts", school.school_id),
            format!("`koppel school change {} --platform {id} --let-in-now false` first", school.school_id),
        )),
    }
}

async fn run_remove(desk: &Desk, id: &PlatformId) -> Result<()> {
    let now = desk.now;
    update(desk, "platform.disabled", id, |old| Platform { disabled_at: old.disabled_at.or(Some(now)), ..old }).await?;
    output::note(&format!(
        "disabled, because accounts and history hang on it; `koppel platform change {id} --enable` brings it back"
    ));
    Ok(())
}

/// Changes what stands there at the moment of writing.
async fn update(
    desk: &Desk,
    action: &'static str,
    id: &PlatformId,
    change: impl Fn(Platform) -> Platform + Sync,
) -> Result<()> {
    let change = &change;
    let update = |tx| async move {
        let Some(old) = platforms::find(&tx, id).await? else { return Ok(None) };
        let platform = change(old);
        platforms::update(&tx, &platform).await?;
        desk.record(&tx, &entry(desk, action, &platform)).await?;
        Ok::<_, StorageError>(Some(platform))
    };
    let platform = desk.ground.db.write(Durability::Durable, update).await?;
    Ok(output::json(&shown(&platform.ok_or_else(|| missing("platform", id))?))?)
}

/// The platform, or the failure that says there is none.
pub async fn find(desk: &Desk, id: &PlatformId) -> Result<Platform> {
    let found = desk.ground.db.read(|tx| async move { platforms::find(&tx, id).await }).await?;
    found.ok_or_else(|| missing("platform", id))
}

fn entry<'a>(desk: &'a Desk, action: &'static str, platform: &'a Platform) -> Entry<'a> {
    Entry { platform: Some(&platform.id), detail: shown(platform), ..desk.entry(action) }
}

fn shown(platform: &Platform) -> Value {
    json!({
        "id": platform.id,
        "name": platform.name,
        "sub": platform.sub_mode,
        "password_owner": platform.password_owner,
        "home_url": platform.home_url,
        "colour": platform.colour,
        "moves_history": platform.moves_history_since.is_some(),
        "created_at": platform.created_at,
        "disabled_at": platform.disabled_at,
    })
}

fn colour(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('#').filter(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    digits.map(|_| text.to_ascii_lowercase()).ok_or_else(|| "write it like #1d70b8".to_owned())
}
