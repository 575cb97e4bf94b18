//! `koppel keys …`: signing keys, and the ring that seals them.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::desk::Desk;
use super::output::{self, Format};
use crate::config::new_ring_key;
use crate::domain::Random;
use crate::issuer::keys;
use crate::storage::signing_keys::{self, SigningKey};
use crate::storage::upstreams::{self, Upstream, secret_place};
use crate::storage::{Durability, Tx};

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make successors for the signing keys: published now, signing ten minutes later, while the old ones stay published.
    Rotate(Format),
    /// List the published signing keys.
    List(Format),
    /// Print a new key for the key ring. Nothing is stored.
    NewRingKey,
    /// Seal everything anew with the first key of the ring; afterwards the others can go.
    Rekey(Rekey),
}

/// How to seal anew.
#[derive(Debug, Args)]
pub struct Rekey {
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    match command {
        Command::NewRingKey => Ok(output::line(new_ring_key(&Random::system()).expose_secret())?),
        Command::Rotate(format) => rotate(&Desk::open(file).await?, format).await,
        Command::List(format) => list(&Desk::open(file).await?, format).await,
        Command::Rekey(rekey) => self::rekey(&Desk::open(file).await?, rekey.dry_run).await,
    }
}

const COLUMNS: &[&str] = &["kid", "alg", "created_at", "active_from", "retired_at", "removed_at"];

async fn rotate(desk: &Desk, format: Format) -> Result<()> {
    keys::ensure(&desk.ground).await?;
    let made = keys::rotate(&desk.ground, keys::DEFAULT_LEAD, &desk.actor).await?;
    let made: Vec<Value> = made.iter().map(shown).collect();
    Ok(output::table(format, &made, COLUMNS)?)
}

async fn list(desk: &Desk, format: Format) -> Result<()> {
    let rows: Vec<Value> = published(desk).await?.iter().map(shown).collect();
    Ok(output::table(format, &rows, COLUMNS)?)
}

async fn published(desk: &Desk) -> Result<Vec<SigningKey>> {
    let now = desk.now;
    Ok(desk.ground.db.read(|tx| async move { signing_keys::list_published(&tx, now).await }).await?)
}

/// What `rekey` seals anew.
#[derive(Debug, Default)]
struct Stale {
    upstreams: Vec<Upstream>,
    keys: Vec<SigningKey>,
}

async fn rekey(desk: &Desk, dry_run: bool) -> Result<()> {
    let entry = &desk.entry("keys.rekeyed");
    let stale = if dry_run {
        desk.ground.db.read(|tx| async move { reseal(&tx, desk).await }).await?
    } else {
        let write = |tx| async move {
            let stale = reseal(&tx, desk).await?;
            for row in &stale.upstreams {
                upstreams::update(&tx, row).await?;
            }
            for key in &stale.keys {
                signing_keys::reseal(&tx, &key.kid, &key.private_key).await?;
            }
            desk.record(&tx, entry).await?;
            Ok::<_, anyhow::Error>(stale)
        };
        desk.ground.db.write(Durability::Durable, write).await?
    };
    let (upstreams, keys) = (stale.upstreams.len(), stale.keys.len());
    Ok(output::json(&json!({ "upstreams": upstreams, "signing_keys": keys, "dry_run": dry_run }))?)
}

/// The secrets that outlive a login, sealed with the writing key: those of upstreams, and the signing keys' own.
async fn reseal(tx: &Tx, desk: &Desk) -> Result<Stale> {
    let vault = &desk.ground.vault;
    let mut stale = Stale::default();
    for row in upstreams::list(tx).await? {
        if !row.client_secret.is_empty() && vault.is_stale(&row.client_secret) {
            let place = secret_place(&row.id);
            let client_secret = vault.seal(&place, &vault.open(&place, &row.client_secret)?)?;
            stale.upstreams.push(Upstream { client_secret, updated_at: desk.now, ..row });
        }
    }
    for row in signing_keys::list_published(tx, desk.now).await? {
        if vault.is_stale(&row.private_key) {
            let place = keys::place(&row.kid);
            let private_key = vault.seal(&place, &vault.open(&place, &row.private_key)?)?;
            stale.keys.push(SigningKey { private_key, ..row });
        }
    }
    Ok(stale)
}

fn shown(key: &SigningKey) -> Value {
    json!({
        "kid": key.kid,
        "alg": key.alg,
        "created_at": key.created_at,
        "active_from": key.active_from,
        "retired_at": key.retired_at,
        "removed_at": key.removed_at,
    })
}
