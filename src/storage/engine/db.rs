//! The two doors: reading from a snapshot, writing in a closure that may run again.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, PgPool};

use super::counters::{Counters, StatementCounts, WriteCounts};
use super::sqlite::{self, Door, Readers};
use super::tx::{self, Count, Line, Tx};
use super::value::{Arg, FromRow};
use super::work::{Change, Doing, Look, Told};
use super::{StorageError, migrate, postgres};

/// Statements whose prepared form a connection keeps.
const STATEMENTS: usize = 300;
/// How long a request waits for a connection before it answers "try again".
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(5);

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
pub struct Database {
    engine: Engine,
    counters: Arc<Counters>,
}

#[derive(Debug, Clone)]
enum Engine {
    /// One file; many readers, and one writer behind its door.
    Sqlite { url: String, readers: Readers, door: Door },
    /// A server.
    Postgres(PgPool),
}

impl Database {
    /// Opens `sqlite:PATH` or `postgres://…` and brings nothing up to date; see [`Database::migrate`].
    ///
    /// # Errors
    /// The address is not of either form, or the database does not answer.
    pub async fn connect(url: &str) -> Result<Self, StorageError> {
        let counters = Arc::default();
        let engine = if url.starts_with("sqlite:") {
            connect_sqlite(url, &counters).await?
        } else {
            connect_postgres(url).await?
        };
        Ok(Self { engine, counters })
    }

    /// Brings the schema up to date. Safe to run again and from several processes.
    ///
    /// # Errors
    /// [`StorageError::Migration`] when the database was made by a newer version or a migration fails.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        match &self.engine {
            Engine::Sqlite { url, .. } => {
                let options = SqliteConnectOptions::from_str(url)?.journal_mode(SqliteJournalMode::Wal);
                migrate::run(&mut options.disable_statement_logging().connect().await?).await
            }
            Engine::Postgres(pool) => migrate::run(pool.acquire().await?.as_mut()).await,
        }
    }

    /// Reads from one snapshot. A write inside fails.
    ///
    /// # Errors
    /// The engine's, or the closure's own.
    pub async fn read<T, E, F, Fut>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(Tx) -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
        E: From<StorageError> + Send,
        T: Send,
    {
        let told = Told::default();
        let look: Look<'_> = Box::new(|tx| Box::pin(told.keep(work(tx))));
        let looked = self.look(look).await;
        told.answer(looked)
    }

    /// The one that is compiled once, and not for each caller.
    async fn look(&self, work: Look<'_>) -> Result<(), StorageError> {
        let line = match &self.engine {
            Engine::Sqlite { readers, .. } => Line::Reader(readers.snapshot().await?),
            Engine::Postgres(pool) => postgres::snapshot(pool).await?,
        };
        self.counters.snapshot();
        // Dropped on every way out, also when the request is cancelled: the pool rolls back before it lends again.
        let tx = Tx::open(line, &self.counters);
        work(tx.clone()).await;
        drop(tx.close().await.line.ok_or(StorageError::Over)?);
        Ok(())
    }

    /// Writes. `work` may run several times (PostgreSQL, 40001), so it awaits nothing but statements and captures
    /// nothing it would use up. What it changed is there when this returns `Ok`, and only then. A dropped call is rolled
    /// back, save in the moment of its commit. Never call `write` inside `work`.
    ///
    /// # Errors
    /// The engine's, or the closure's own; then nothing was written. [`StorageError::NotCommitted`] when the commit failed.
    pub async fn write<T, E, F, Fut>(&self, durability: Durability, work: F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut + Sync,
        Fut: Future<Output = Result<T, E>> + Send,
        E: From<StorageError> + Send,
        T: Send,
    {
        let told = Told::default();
        let change = |tx: Tx| -> Doing<'_> { Box::pin(told.keep(work(tx))) };
        let written = self.change(durability, &change).await;
        told.answer(written)
    }

    /// The one that is compiled once, and not for each caller.
    async fn change(&self, durability: Durability, work: &Change<'_>) -> Result<(), StorageError> {
        match &self.engine {
            Engine::Sqlite { door, .. } => {
                let place = door.enter(durability).await?;
                let kept = work(place.tx.clone()).await;
                let failed = place.tx.failure().await.is_some();
                place.leave(kept).await?;
                if failed && kept { Err(StorageError::Failed) } else { Ok(()) }
            }
            Engine::Postgres(pool) => postgres::write(pool, &self.counters, durability, work).await,
        }
    }

    /// The rows of one statement, without a transaction around it: for hot single reads.
    ///
    /// # Errors
    /// As [`Tx::list`].
    pub async fn list<T: FromRow>(&self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<T>, StorageError> {
        self.counters.statement();
        match &self.engine {
            Engine::Sqlite { readers, door, .. } => match door.look(|line| sqlite::list_looking(line, sql, &args)) {
                Some(rows) => Ok(rows),
                None => sqlite::list(readers.lease().await?.line()?, sql, &args),
            },
            Engine::Postgres(pool) => tx::list_at(pool, sql, args).await,
        }
    }

    /// The first row of one statement, or nothing; see [`Database::list`].
    ///
    /// # Errors
    /// As [`Tx::list`].
    pub async fn find<T: FromRow>(&self, sql: &'static str, args: Vec<Arg>) -> Result<Option<T>, StorageError> {
        Ok(self.list(sql, args).await?.into_iter().next())
    }

    /// A number that one statement computes in a column named `n`; see [`Database::list`].
    ///
    /// # Errors
    /// As [`Tx::list`].
    pub async fn count(&self, sql: &'static str, args: Vec<Arg>) -> Result<i64, StorageError> {
        Ok(self.find::<Count>(sql, args).await?.map_or(0, |count| count.n))
    }

    /// What the write doors have done so far, for metrics and tests.
    #[must_use]
    pub fn write_counts(&self) -> WriteCounts {
        self.counters.read()
    }

    /// What was asked so far through all doors, for tests: what a request costs is mostly how often it asks.
    #[must_use]
    pub fn statement_counts(&self) -> StatementCounts {
        self.counters.asked()
    }

    /// True on PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }
}

async fn connect_sqlite(url: &str, counters: &Arc<Counters>) -> Result<Engine, StorageError> {
    let path = sqlite::path_of(url)?;
    let door = Door::open(path.clone(), Arc::clone(counters)).await?;
    Ok(Engine::Sqlite { url: url.to_owned(), readers: Readers::new(path), door })
}

async fn connect_postgres(url: &str) -> Result<Engine, StorageError> {
    let options = PgConnectOptions::from_str(url)?
        .options([("statement_timeout", "60s"), ("idle_in_transaction_session_timeout", "60s")])
        .statement_cache_capacity(STATEMENTS)
        .disable_statement_logging();
    let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(WAIT_FOR_CONNECTION);
    Ok(Engine::Postgres(pool.connect_with(options).await?))
}
