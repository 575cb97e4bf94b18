//! One open transaction, the same on both engines.

use std::pin::Pin;
use std::sync::Arc;

use rusqlite::Connection;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{PgPool, Postgres, Transaction};
use tokio::sync::Mutex;

use super::StorageError;
use super::counters::Counters;
use super::sqlite::{self, Lease};
use super::value::{Arg, FromRow, Row};

/// The connection a transaction runs on. Dropping the two that come from a pool rolls them back there.
#[derive(Debug)]
pub(super) enum Line {
    /// A snapshot of `SQLite`.
    Reader(Lease),
    /// A savepoint at the writer's door.
    Writer(Connection),
    /// Either kind on `PostgreSQL`.
    Postgres(Transaction<'static, Postgres>),
}

/// What a handle leaves behind.
#[derive(Debug)]
pub(super) struct Closed {
    /// The connection; none when the handle was closed before.
    pub(super) line: Option<Line>,
    /// How a statement has failed, if one has.
    pub(super) failure: Option<Failure>,
}

/// How a statement of a transaction failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// Running it again would fail again.
    Final,
    /// The same closure may succeed when it is run again.
    Retryable,
}

#[derive(Debug)]
struct State {
    line: Option<Line>,
    failure: Option<Failure>,
    counters: Arc<Counters>,
}

/// A transaction handle. Clones share the one transaction; after its end every call answers [`StorageError::Over`].
///
/// After a failed statement (also [`StorageError::Taken`]) every further one answers [`StorageError::Failed`] and nothing
/// of the transaction is written: `PostgreSQL` demands it, and `SQLite` shall not behave otherwise.
#[derive(Debug, Clone)]
pub struct Tx(Arc<Mutex<State>>);

const NO_HURRY: &str = "SET LOCAL statement_timeout = 0";

fn bound(sql: &'static str, args: Vec<Arg>) -> Query<'static, Postgres, PgArguments> {
    args.into_iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Text(value) => query.bind(value),
        Arg::Big(value) => query.bind(value),
        Arg::Bool(value) => query.bind(value),
        Arg::Time(value) => query.bind(value),
        Arg::Date(value) => query.bind(value),
    })
}

/// How much a statement does on the embedded engine, where it runs on the caller's thread.
#[derive(Debug, Clone, Copy)]
enum Weight {
    Point,
    Bulk,
}

impl Weight {
    fn run<T>(self, work: impl FnOnce() -> T) -> T {
        match self {
            Self::Point => work(),
            Self::Bulk => sqlite::aside(work),
        }
    }
}

impl Line {
    /// The connection of the writer's door.
    pub(super) fn writer(self) -> Option<Connection> {
        match self {
            Self::Writer(line) => Some(line),
            Self::Reader(_) | Self::Postgres(_) => None,
        }
    }

    async fn execute(&mut self, sql: &'static str, args: Vec<Arg>, weight: Weight) -> Result<u64, StorageError> {
        match self {
            Self::Reader(lease) => weight.run(|| sqlite::execute(lease.line()?, sql, &args)),
            Self::Writer(line) => weight.run(|| sqlite::execute(line, sql, &args)),
            Self::Postgres(at) => Ok(Box::pin(bound(sql, args).execute(&mut **at)).await?.rows_affected()),
        }
    }

    async fn list<T: FromRow>(
        &mut self,
        sql: &'static str,
        args: Vec<Arg>,
        weight: Weight,
    ) -> Result<Vec<T>, StorageError> {
        match self {
            Self::Reader(lease) => weight.run(|| sqlite::list(lease.line()?, sql, &args)),
            Self::Writer(line) => weight.run(|| sqlite::list(line, sql, &args)),
            Self::Postgres(at) => postgres_rows(&fetch(at, sql, args).await?),
        }
    }
}

/// Boxed, so that the driver's state is no part of each caller's.
fn fetch<'a>(
    at: &'a mut Transaction<'static, Postgres>,
    sql: &'static str,
    args: Vec<Arg>,
) -> Pin<Box<dyn Future<Output = Result<Vec<PgRow>, sqlx::Error>> + Send + 'a>> {
    Box::pin(bound(sql, args).fetch_all(&mut **at))
}

impl State {
    /// The connection, for one more statement.
    fn line(&mut self) -> Result<&mut Line, StorageError> {
        if self.failure.is_some() {
            return Err(StorageError::Failed);
        }
        self.counters.statement();
        self.line.as_mut().ok_or(StorageError::Over)
    }

    fn close(&mut self) -> Closed {
        Closed { line: self.line.take(), failure: self.failure }
    }

    fn note<T>(&mut self, result: Result<T, StorageError>) -> Result<T, StorageError> {
        if let Err(error) = &result {
            self.failure = Some(if error.is_retryable() { Failure::Retryable } else { Failure::Final });
        }
        result
    }
}

impl Tx {
    pub(super) fn open(line: Line, counters: &Arc<Counters>) -> Self {
        Self(Arc::new(Mutex::new(State { line: Some(line), failure: None, counters: Arc::clone(counters) })))
    }

    /// Ends the handle and all its clones, and gives the connection back. Waits for a statement that is still running.
    pub(super) async fn close(&self) -> Closed {
        self.0.lock().await.close()
    }

    /// The same at once; nothing, and nothing is ended, while a statement is running.
    pub(super) fn try_close(&self) -> Option<Closed> {
        Some(self.0.try_lock().ok()?.close())
    }

    /// Whether a statement has failed.
    pub(super) async fn failure(&self) -> Option<Failure> {
        self.0.lock().await.failure
    }

    /// Lets the statements that follow take as long as they need, where the engine would stop them after a while.
    ///
    /// # Errors
    /// The engine's.
    pub async fn take_time(&self) -> Result<(), StorageError> {
        let mut state = self.0.lock().await;
        let done = match state.line()? {
            Line::Postgres(at) => sqlx::query(NO_HURRY).execute(&mut **at).await.map(drop).map_err(Into::into),
            Line::Reader(_) | Line::Writer(_) => Ok(()),
        };
        state.note(done)
    }

    /// Runs a statement; answers the number of rows it changed.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when a unique index refuses; the engine's own.
    pub async fn execute(&self, sql: &'static str, args: Vec<Arg>) -> Result<u64, StorageError> {
        let mut state = self.0.lock().await;
        let done = state.line()?.execute(sql, args, Weight::Point).await;
        state.note(done)
    }

    /// Runs an UPDATE whose guard must match exactly one row.
    ///
    /// # Errors
    /// [`StorageError::Changed`] when it matched none; else as [`Tx::execute`].
    pub async fn execute_one(&self, sql: &'static str, args: Vec<Arg>) -> Result<(), StorageError> {
        if self.execute(sql, args).await? == 0 { Err(StorageError::Changed) } else { Ok(()) }
    }

    /// The rows of a statement.
    ///
    /// # Errors
    /// As [`Tx::execute`]; [`StorageError::BadValue`] for a stored text that is not a value of its type.
    pub async fn list<T: FromRow>(&self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<T>, StorageError> {
        let mut state = self.0.lock().await;
        let rows = state.line()?.list(sql, args, Weight::Point).await;
        state.note(rows)
    }

    /// [`Tx::execute`] for a statement that touches hundreds of rows: others may have the thread meanwhile.
    ///
    /// # Errors
    /// As [`Tx::execute`].
    pub async fn execute_bulk(&self, sql: &'static str, args: Vec<Arg>) -> Result<u64, StorageError> {
        let mut state = self.0.lock().await;
        let done = state.line()?.execute(sql, args, Weight::Bulk).await;
        state.note(done)
    }

    /// [`Tx::list`] for a statement that reads hundreds of rows: others may have the thread meanwhile.
    ///
    /// # Errors
    /// As [`Tx::list`].
    pub async fn list_bulk<T: FromRow>(&self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<T>, StorageError> {
        let mut state = self.0.lock().await;
        let rows = state.line()?.list(sql, args, Weight::Bulk).await;
        state.note(rows)
    }

    /// The first row of a statement, or nothing.
    ///
    /// # Errors
    /// As [`Tx::list`].
    pub async fn find<T: FromRow>(&self, sql: &'static str, args: Vec<Arg>) -> Result<Option<T>, StorageError> {
        Ok(self.list(sql, args).await?.into_iter().next())
    }

    /// A number that a statement computes in a column named `n`.
    ///
    /// # Errors
    /// As [`Tx::list`].
    pub async fn count(&self, sql: &'static str, args: Vec<Arg>) -> Result<i64, StorageError> {
        Ok(self.find::<Count>(sql, args).await?.map_or(0, |count| count.n))
    }

    /// True on PostgreSQL: only for the bulk statements that need a text of their own.
    pub async fn is_postgres(&self) -> bool {
        matches!(self.0.lock().await.line, Some(Line::Postgres(_)))
    }
}

/// The rows of one statement at PostgreSQL, outside any transaction.
pub(super) async fn list_at<T: FromRow>(
    pool: &PgPool,
    sql: &'static str,
    args: Vec<Arg>,
) -> Result<Vec<T>, StorageError> {
    postgres_rows(&Box::pin(bound(sql, args).fetch_all(pool)).await?)
}

fn postgres_rows<T: FromRow>(rows: &[PgRow]) -> Result<Vec<T>, StorageError> {
    rows.iter().map(|row| T::from_row(&Row::from(row))).collect()
}

crate::row! {
    /// A single computed number.
    pub struct Count {
        /// The number.
        pub n: i64,
    }
}
