//! Ground for a bench: the embedded engine in a temporary directory, as in production, or a database by its address.

use std::sync::Arc;

use koppel::args;
use koppel::cache::Cache;
use koppel::config::Config;
use koppel::domain::{Clock, Random};
use koppel::ground::Ground;
use koppel::storage::{Database, Durability, StorageError, Tx};
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

/// eKool enabled at one school of one platform.
const FURNITURE: [&str; 5] = [
    "INSERT INTO platform (id, name, sub_mode, password_owner, created_at) VALUES ('opiq', 'Opiq', 'account', 'broker', $1)",
    "INSERT INTO upstream (id, kind, name, client_id, client_secret, scopes, settings, created_at, updated_at) \
     VALUES ('ekool', 'ekool', 'eKool', 'koppel', '', '', '{}', $1, $1)",
    "INSERT INTO school (id, name, country, time_zone, created_at) VALUES ('ehis:1', 'Kool', 'EE', 'Europe/Tallinn', $1)",
    "INSERT INTO platform_school (platform_id, school_id, pupils_keep_session, new_accounts, created_at) \
     VALUES ('opiq', 'ehis:1', FALSE, 'ask_school', $1)",
    "INSERT INTO school_upstream (id, platform_id, school_id, upstream_id, enabled_at, enabled_by) \
     VALUES ('enb_00000000000000000000000001', 'opiq', 'ehis:1', 'ekool', $1, 'cli:bench')",
];
const NUMBER: &str = "INSERT INTO school_number (number, school_id) VALUES ('ehis:1', 'ehis:1')";

/// Puts a school at a platform, and beside it what else the bench needs; `$1` is the time.
pub async fn furnish(ground: &Ground, more: &[&'static str]) {
    let now = ground.now();
    let write = |tx: Tx| async move {
        for sql in FURNITURE.iter().chain(more).copied() {
            tx.execute(sql, args![now]).await?;
        }
        tx.execute(NUMBER, args![]).await
    };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
}
