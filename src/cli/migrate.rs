//! `koppel migrate`.

use std::path::Path;

use anyhow::Result;

use super::output;
use crate::config::Config;
use crate::storage::Database;

/// Brings the database up to date.
pub async fn run(file: Option<&Path>) -> Result<()> {
    let config = Config::load(file, std::env::vars())?;
    let db = Database::connect(&config.database.url).await?;
    let missing = db.list_missing_migrations().await;
    db.migrate().await?;
    match missing {
        Ok(missing) if missing.is_empty() => output::note("the database was up to date"),
        Ok(missing) => output::note(&format!("the database went through: {}", missing.join(", "))),
        Err(_) => output::note("the database was made"),
    }
    Ok(())
}
