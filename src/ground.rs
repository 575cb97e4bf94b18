//! The ground every room stands on.

use std::sync::Arc;

use crate::cache::Cache;
use crate::config::{Config, ConfigError};
use crate::domain::{Clock, Random, Time};
use crate::storage::{Database, StorageError};
use crate::vault::Vault;

/// Database, cache, clock, randomness, secrets and configuration. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The authority.
    pub db: Database,
    /// What may vanish.
    pub cache: Cache,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// Secrets at rest.
    pub vault: Vault,
    /// The configuration.
    pub config: Arc<Config>,
}

/// Why the ground cannot carry anything.
#[derive(Debug, thiserror::Error)]
pub enum GroundError {
    /// The configuration lacks something or does not fit.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database does not open.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Ground {
    /// Opens what the configuration names; the schema is left as it is.
    ///
    /// # Errors
    /// The key ring is empty, the cache's address is none, or the database does not answer.
    pub async fn open(config: Config, clock: Clock, random: Random) -> Result<Self, GroundError> {
        let vault = crate::config::vault(&config.keys, random.clone())?;
        let cache = Cache::connect(&config.cache.url).map_err(|error| {
            ConfigError::new("cache.url", error.to_string(), "write memory: or redis://HOST:6379/0")
        })?;
        let db = Database::connect(&config.database.url).await?;
        Ok(Self { db, cache: cache.with_clock(clock.clone()), clock, random, vault, config: Arc::new(config) })
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Our issuer, without a trailing slash.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.config.server.public_url.as_str().trim_end_matches('/')
    }
}
