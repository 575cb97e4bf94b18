//! Where a command works: opened ground, and who sits there.

use std::path::Path;

use anyhow::Result;

use super::failure::failure;
use crate::config::Config;
use crate::domain::{Actor, Clock, Random, Time};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::{StorageError, Tx};

/// Opened ground and the person at the terminal.
#[derive(Debug)]
pub struct Desk {
    /// What the configuration names.
    pub ground: Ground,
    /// Who is asking, for the audit log.
    pub actor: Actor,
    /// When the command began.
    pub now: Time,
}

impl Desk {
    /// Opens what `file` and the environment name. A database without any schema gets one; an outdated one does not.
    ///
    /// # Errors
    /// The configuration does not fit, the database does not answer or needs `koppel migrate`.
    pub async fn open(file: Option<&Path>) -> Result<Self> {
        let config = Config::load(file, std::env::vars())?;
        let ground = Ground::open(config, Clock::system(), Random::system()).await?;
        match ground.db.list_missing_migrations().await {
            Ok(missing) if missing.is_empty() => {}
            Ok(missing) => {
                let message = format!("the database lacks migrations: {}", missing.join(", "));
                return Err(failure(message, "`koppel migrate` brings it up to date; make a backup first"));
            }
            Err(_) => ground.db.migrate().await?,
        }
        Ok(Self { now: ground.now(), ground, actor: actor() })
    }

    /// An audit entry about nothing in particular yet.
    #[must_use]
    pub fn entry(&self, action: &'static str) -> Entry<'_> {
        Entry::new(self.now, action, &self.actor)
    }

    /// Records an entry in the transaction of the change.
    ///
    /// # Errors
    /// The engine's.
    pub async fn record(&self, tx: &Tx, entry: &Entry<'_>) -> Result<(), StorageError> {
        audit::record(tx, &self.ground.random, entry).await.map(drop)
    }
}

/// The name of the system account, also behind sudo.
fn actor() -> Actor {
    let name = ["SUDO_USER", "USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    Actor::Cli(name.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".to_owned()))
}
