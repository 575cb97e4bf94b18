//! One open transaction, the same on both engines.

use std::sync::Arc;

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool, Transaction};
use tokio::sync::Mutex;

use super::StorageError;
use super::value::{Arg, FromRow, Row};

/// The connection a transaction runs on. Dropping the two that come from a pool rolls them back there.
#[derive(Debug)]
pub(super) enum Line {
    /// A snapshot of `SQLite`.
    Reader(Transaction<'static, Sqlite>),
    /// A savepoint at the writer's door.
    Writer(Box<SqliteConnection>),
    /// Either kind on `PostgreSQL`.
    Postgres(Transaction<'static, Postgres>),
}

/// How a statement of a transaction failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// Running it again would fail again.
    Final,
    /// The same closure may succeed when it is run again.
    Retryable,
}

#[derive(Debug, Default)]
struct State {
    line: Option<Line>,
    failure: Option<Failure>,
}

/// A transaction handle. Clones share the one transaction; after its end every call answers [`StorageError::Over`].
///
/// After a failed statement (also [`StorageError::Taken`]) every further one answers [`StorageError::Failed`] and nothing
/// of the transaction is written: `PostgreSQL` demands it, and `SQLite` shall not behave otherwise.
#[derive(Debug, Clone)]
pub struct Tx(Arc<Mutex<State>>);

macro_rules! bind_all {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for arg in $args {
            query = match arg {
                Arg::Text(value) => query.bind(value),
                Arg::Big(value) => query.bind(value),
                Arg::Bool(value) => query.bind(value),
                Arg::Time(value) => query.bind(value),
                Arg::Date(value) => query.bind(value),
            };
        }
        query
    }};
}

macro_rules! on_line {
    ($line:expr, $sql:expr, $args:expr, |$query:ident, $at:ident| $run:expr, $row:expr, $pg_row:expr) => {
        match $line {
            Line::Reader($at) => {
                let $query = bind_all!(sqlx::query($sql), $args);
                let $at: &mut SqliteConnection = $at;
                $run.map($row)
            }
            Line::Writer($at) => {
                let $query = bind_all!(sqlx::query($sql), $args);
                let $at: &mut SqliteConnection = $at;
                $run.map($row)
            }
            Line::Postgres($at) => {
                let $query = bind_all!(sqlx::query($sql), $args);
                let $at: &mut PgConnection = $at;
                $run.map($pg_row)
            }
        }
    };
}

impl State {
    fn line(&mut self) -> Result<&mut Line, StorageError> {
        if self.failure.is_some() {
            return Err(StorageError::Failed);
        }
        self.line.as_mut().ok_or(StorageError::Over)
    }

    fn note<T>(&mut self, result: Result<T, sqlx::Error>) -> Result<T, StorageError> {
        result.map_err(|error| {
            let error = StorageError::from(error);
            self.failure = Some(if error.is_retryable() { Failure::Retryable } else { Failure::Final });
            error
        })
    }
}

impl Tx {
    pub(super) fn open(line: Line) -> Self {
        Self(Arc::new(Mutex::new(State { line: Some(line), failure: None })))
    }

    /// Ends the handle and all its clones, and gives the connection back. Waits for a statement that is still running.
    pub(super) async fn close(&self) -> Result<Line, StorageError> {
        self.0.lock().await.line.take().ok_or(StorageError::Over)
    }

    /// Whether a statement has failed.
    pub(super) async fn failure(&self) -> Option<Failure> {
        self.0.lock().await.failure
    }

    /// Runs a statement; answers the number of rows it changed.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when a unique index refuses; the engine's own.
    pub async fn execute(&self, sql: &'static str, args: Vec<Arg>) -> Result<u64, StorageError> {
        let mut state = self.0.lock().await;
        let line = state.line()?;
        let done =
            on_line!(line, sql, args, |query, at| query.execute(at).await, |done| done.rows_affected(), |done| done
                .rows_affected());
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
        let line = state.line()?;
        let rows = on_line!(line, sql, args, |query, at| query.fetch_all(at).await, sqlite_rows, postgres_rows);
        let rows = state.note(rows)?;
        drop(state);
        rows.iter().map(T::from_row).collect()
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

/// The rows of one statement, straight at a pool and outside any transaction.
pub(super) async fn list_at<T: FromRow>(
    pool: &Pool<'_>,
    sql: &'static str,
    args: Vec<Arg>,
) -> Result<Vec<T>, StorageError> {
    let rows = match pool {
        Pool::Sqlite(pool) => sqlite_rows(bind_all!(sqlx::query(sql), args).fetch_all(*pool).await?),
        Pool::Postgres(pool) => postgres_rows(bind_all!(sqlx::query(sql), args).fetch_all(*pool).await?),
    };
    rows.iter().map(T::from_row).collect()
}

/// Where a single statement may be read.
pub(super) enum Pool<'a> {
    Sqlite(&'a SqlitePool),
    Postgres(&'a PgPool),
}

fn sqlite_rows(rows: Vec<SqliteRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Sqlite).collect()
}

fn postgres_rows(rows: Vec<PgRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Postgres).collect()
}

crate::row! {
    /// A single computed number.
    pub struct Count {
        /// The number.
        pub n: i64,
    }
}
