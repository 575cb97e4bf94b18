//! One open transaction, the same on both engines.

use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::{Postgres, Sqlite, SqliteConnection};
use tokio::sync::Mutex;

use super::StorageError;
use super::value::{Arg, FromRow, Row};

/// The connection a transaction runs on.
#[derive(Debug)]
pub(super) enum Line {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// A transaction handle. Clones share the one transaction; after its end every call answers [`StorageError::Over`].
#[derive(Debug, Clone)]
pub struct Tx(Arc<Mutex<Option<Line>>>);

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

impl Tx {
    pub(super) fn open(line: Line) -> Self {
        Self(Arc::new(Mutex::new(Some(line))))
    }

    pub(super) async fn close(&self) -> Result<Line, StorageError> {
        self.0.lock().await.take().ok_or(StorageError::Over)
    }

    /// Runs a statement; answers the number of rows it changed.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when a unique index refuses; the engine's own.
    pub async fn execute(&self, sql: &'static str, args: Vec<Arg>) -> Result<u64, StorageError> {
        let mut guard = self.0.lock().await;
        match guard.as_mut().ok_or(StorageError::Over)? {
            Line::Sqlite(line) => {
                let line: &mut SqliteConnection = line;
                Ok(bind_all!(sqlx::query(sql), args).execute(line).await?.rows_affected())
            }
            Line::Postgres(line) => Ok(bind_all!(sqlx::query(sql), args).execute(&mut **line).await?.rows_affected()),
        }
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
        let mut guard = self.0.lock().await;
        let rows: Vec<Row> = match guard.as_mut().ok_or(StorageError::Over)? {
            Line::Sqlite(line) => {
                let line: &mut SqliteConnection = line;
                let rows = bind_all!(sqlx::query(sql), args).fetch_all(line).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Line::Postgres(line) => {
                let rows = bind_all!(sqlx::query(sql), args).fetch_all(&mut **line).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        };
        drop(guard);
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
        matches!(self.0.lock().await.as_ref(), Some(Line::Postgres(_)))
    }
}

crate::row! {
    /// A single computed number.
    pub struct Count {
        /// The number.
        pub n: i64,
    }
}
