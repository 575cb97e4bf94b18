//! Schema changes, compiled in from `migrations/`.

use std::borrow::Cow;
use std::time::Duration;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migrate, Migration, MigrationType, Migrator};

use super::{Database, StorageError};
use crate::{args, row};

/// Every migration in order: version, name, text.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "ground", include_str!("../../../migrations/0001_ground.sql")),
    (2, "school", include_str!("../../../migrations/0002_school.sql")),
];

/// Brings a database up to date. `SQLite` has no lock for this: when two processes begin at once, one of them fails, looks
/// again and finds the other's work.
pub(super) async fn run<C: Migrate>(line: &mut C) -> Result<(), StorageError> {
    let migrator = migrator();
    let mut tries = 0;
    loop {
        match migrator.run_direct(None, line, false).await {
            Ok(()) => return Ok(()),
            Err(error) if tries == 3 => return Err(StorageError::Migration(error.to_string())),
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
        tries += 1;
    }
}

fn migrator() -> Migrator {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, text)| {
            let text = sqlx::AssertSqlSafe(*text).into_sql_str();
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, text, false)
        })
        .collect();
    Migrator::with_migrations(migrations)
}

row! {
    /// A migration that the database went through.
    pub struct Applied {
        /// Its number.
        pub version: i64,
    }
}

const LIST: &str = "SELECT version FROM _sqlx_migrations WHERE success = TRUE ORDER BY version";

impl Database {
    /// The names of the migrations this database still needs; empty when it fits this binary.
    ///
    /// # Errors
    /// The engine's, also when the database was never migrated at all.
    pub async fn list_missing_migrations(&self) -> Result<Vec<&'static str>, StorageError> {
        let applied: Vec<Applied> = self.read(|tx| async move { tx.list(LIST, args![]).await }).await?;
        let is_missing = |version: i64| applied.iter().all(|done| done.version != version);
        Ok(MIGRATIONS.iter().filter(|(version, _, _)| is_missing(*version)).map(|(_, name, _)| *name).collect())
    }
}
