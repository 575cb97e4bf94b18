//! Schema changes, compiled in from `migrations/`.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Every migration in order: version, name, text.
const MIGRATIONS: &[(i64, &str, &str)] = &[(1, "ground", include_str!("../../migrations/0001_ground.sql"))];

/// The migrator for either engine.
pub(super) fn migrator() -> Migrator {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, text)| {
            let text = sqlx::AssertSqlSafe(*text).into_sql_str();
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, text, false)
        })
        .collect();
    Migrator::with_migrations(migrations)
}
