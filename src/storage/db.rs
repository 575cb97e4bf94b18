//! The two doors: reading from a snapshot, writing in a closure that may run again.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};
use tokio::sync::Mutex;

use super::StorageError;
use super::tx::{Line, Tx};

/// How strong a commit must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// Survives `kill -9`; a power loss may take the last moments. Attempts, codes, sessions, tokens.
    Relaxed,
    /// Survives a power loss. Accounts, links, consent, audit, and everything that is ended.
    Durable,
}

/// The database, SQLite or PostgreSQL. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Database {
    /// One file, one writer.
    Sqlite(SqliteDoors),
    /// A server.
    Postgres(PgPool),
}

/// The pools of the embedded engine.
#[derive(Debug, Clone)]
pub struct SqliteDoors {
    readers: SqlitePool,
    writer: SqlitePool,
    door: Arc<Mutex<()>>,
}

impl Database {
    /// Opens `sqlite:PATH` or `postgres://…` and brings nothing up to date; see [`Database::migrate`].
    ///
    /// # Errors
    /// The address is not of either form, or the database does not answer.
    pub async fn connect(url: &str) -> Result<Self, StorageError> {
        if url.starts_with("sqlite:") { Self::connect_sqlite(url).await } else { Self::connect_postgres(url).await }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, StorageError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let readers =
            SqlitePoolOptions::new().max_connections(8).connect_with(options.pragma("query_only", "ON")).await?;
        Ok(Self::Sqlite(SqliteDoors { readers, writer, door: Arc::new(Mutex::new(())) }))
    }

    async fn connect_postgres(url: &str) -> Result<Self, StorageError> {
        let options = PgConnectOptions::from_str(url)?;
        Ok(Self::Postgres(PgPoolOptions::new().max_connections(16).connect_with(options).await?))
    }

    /// Brings the schema up to date. Safe to run again and from several processes.
    ///
    /// # Errors
    /// [`StorageError::Migration`] when the database was made by a newer version or a migration fails.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        let migrator = super::migrate::migrator();
        let done = match self {
            Self::Sqlite(doors) => migrator.run(&doors.writer).await,
            Self::Postgres(pool) => migrator.run(pool).await,
        };
        done.map_err(|error| StorageError::Migration(error.to_string()))
    }

    /// Reads from one snapshot. A write inside fails.
    ///
    /// # Errors
    /// The engine's, or the closure's own.
    pub async fn read<T, E, F, Fut>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(Tx) -> Fut,
        Fut: Future<Output = Result<T, E>>,
        E: From<StorageError>,
    {
        let begin = match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        let tx = Tx::open(self.line(false).await?);
        tx.execute(begin, vec![]).await?;
        let result = work(tx.clone()).await;
        tx.execute("ROLLBACK", vec![]).await?;
        tx.close().await?;
        result
    }

    /// Writes. `work` may run several times (PostgreSQL, 40001), so it awaits nothing but statements and captures
    /// nothing it would use up. What it changed is there when this returns `Ok`, and only then.
    ///
    /// # Errors
    /// The engine's, or the closure's own; then nothing was written.
    pub async fn write<T, E, F, Fut>(&self, _durability: Durability, work: F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, E>>,
        E: From<StorageError>,
    {
        let _place = match self {
            Self::Sqlite(doors) => Some(doors.door.lock().await),
            Self::Postgres(_) => None,
        };
        let begin = match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        };
        let tx = Tx::open(self.line(true).await?);
        tx.execute(begin, vec![]).await?;
        let result = work(tx.clone()).await;
        tx.execute(if result.is_ok() { "COMMIT" } else { "ROLLBACK" }, vec![]).await?;
        tx.close().await?;
        result
    }

    async fn line(&self, writing: bool) -> Result<Line, StorageError> {
        Ok(match self {
            Self::Sqlite(doors) if writing => Line::Sqlite(doors.writer.acquire().await?),
            Self::Sqlite(doors) => Line::Sqlite(doors.readers.acquire().await?),
            Self::Postgres(pool) => Line::Postgres(pool.acquire().await?),
        })
    }
}
