//! The ground every room stands on.

use std::sync::Arc;

use crate::cache::Cache;
use crate::config::Config;
use crate::domain::{Clock, Random, Time};
use crate::storage::Database;
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

impl Ground {
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
