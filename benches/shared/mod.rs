//! Ground for a bench: the embedded engine in a temporary directory, as in production, or a database by its address.

use std::sync::Arc;

use koppel::cache::Cache;
use koppel::config::Config;
use koppel::domain::{Clock, Random};
use koppel::ground::Ground;
use koppel::storage::Database;
use koppel::vault::{Vault, VaultKey};

/// An empty database. Its files go with the directory.
pub async fn ground() -> (Ground, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/koppel.db", dir.path().display());
    (ground_at(&url).await, dir)
}

/// On an empty database at this address.
pub async fn ground_at(url: &str) -> Ground {
    let mut config = Config::load(None, []).unwrap();
    config.server.public_url = "https://koppel.test".parse().unwrap();
    let random = Random::system();
    let vault = Vault::new(vec![VaultKey::new("bench".to_owned(), random.bytes())], random.clone()).unwrap();
    let db = Database::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    let (clock, cache) = (Clock::system(), Cache::memory());
    Ground { db, cache, clock, random, vault, config: Arc::new(config) }
}
