//! The embedded engine. Statements run where they are asked for, on the caller's own thread: a point read takes a few
//! microseconds, and a driver that carries each one to a thread of its own and back takes ten times that.
//!
//! What can wait for the disk or for another process (`BEGIN` behind its writer, a durable `COMMIT`, a checkpoint, bulk
//! statements) leaves the caller's thread to others meanwhile.

mod door;
mod readers;
mod wal;
mod way;
mod writer;

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, Rows, ToSql};
use sqlx::sqlite::SqliteConnectOptions;
use tokio::runtime::{Handle, RuntimeFlavor};

pub(super) use door::Door;
pub(super) use readers::{Lease, Readers};

use super::value::{Arg, FromRow, Row};
use super::{StorageError, time};

/// Statements whose prepared form a connection keeps.
const STATEMENTS: usize = 300;
/// How long a statement waits for another process.
const WAIT_FOR_OTHERS: Duration = Duration::from_secs(5);

/// Pages are read where they lie: in a write-ahead log each commit empties the caches of all who only read, and a page that is
/// copied in again and again costs more than what it is read for.
const COMMON: &str = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456;";

/// The file that a `sqlite:PATH` address names.
pub(super) fn path_of(url: &str) -> Result<PathBuf, StorageError> {
    Ok(SqliteConnectOptions::from_str(url)?.get_filename().to_owned())
}

fn open(path: &Path, pragmas: &str) -> Result<Connection, StorageError> {
    let line = Connection::open(path)?;
    line.busy_timeout(WAIT_FOR_OTHERS)?;
    line.set_prepared_statement_cache_capacity(STATEMENTS);
    line.execute_batch(COMMON)?;
    line.execute_batch(pragmas)?;
    Ok(line)
}

/// Runs a statement that answers nothing.
fn run(line: &Connection, sql: &'static str) -> Result<(), StorageError> {
    line.prepare_cached(sql)?.raw_execute()?;
    Ok(())
}

/// Runs a statement; answers the number of rows it changed.
pub(super) fn execute(line: &Connection, sql: &'static str, args: &[Arg]) -> Result<u64, StorageError> {
    let mut statement = bound(line, sql, args)?;
    let mut rows = statement.raw_query();
    while rows.next()?.is_some() {}
    Ok(line.changes())
}

/// The rows of a statement.
pub(super) fn list<T: FromRow>(line: &Connection, sql: &'static str, args: &[Arg]) -> Result<Vec<T>, StorageError> {
    let mut statement = bound(line, sql, args)?;
    read_all(statement.raw_query())
}

/// The rows of a statement that only reads, through a connection that may write; nothing where it is none, or fails.
pub(super) fn list_looking<T: FromRow>(line: &Connection, sql: &'static str, args: &[Arg]) -> Option<Vec<T>> {
    let mut statement = bound(line, sql, args).ok().filter(|statement| statement.readonly())?;
    read_all(statement.raw_query()).ok()
}

fn read_all<T: FromRow>(mut rows: Rows<'_>) -> Result<Vec<T>, StorageError> {
    let mut read = Vec::new();
    while let Some(row) = rows.next()? {
        read.push(T::from_row(&Row::from(row))?);
    }
    Ok(read)
}

/// `SQLite` numbers `$2, $1` by where they first stand and reads a missing value as NULL; ours are numbered by their names,
/// and each place has a value and each value a place.
fn bound<'a>(line: &'a Connection, sql: &'static str, args: &[Arg]) -> Result<CachedStatement<'a>, StorageError> {
    let mut statement = line.prepare_cached(sql)?;
    let mut highest = 0;
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let number = number.ok_or(StorageError::Unbound)?;
        let arg = number.checked_sub(1).and_then(|at| args.get(at)).ok_or(StorageError::Unbound)?;
        statement.raw_bind_parameter(place, arg)?;
        highest = highest.max(number);
    }
    if highest == args.len() { Ok(statement) } else { Err(StorageError::Unbound) }
}

impl ToSql for Arg {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(Some(text)) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Big(Some(number)) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Bool(Some(yes)) => ToSqlOutput::Owned(Value::Integer(i64::from(*yes))),
            Self::Time(Some(at)) => ToSqlOutput::Owned(Value::Text(time::write(*at))),
            Self::Date(Some(date)) => ToSqlOutput::Owned(Value::Text(date.to_string())),
            Self::Text(None) | Self::Big(None) | Self::Bool(None) | Self::Time(None) | Self::Date(None) => {
                ToSqlOutput::Owned(Value::Null)
            }
        })
    }
}

/// Does something long on this thread and lets the other tasks of the thread go elsewhere, where there is an elsewhere.
pub(super) fn aside<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// Whether a statement met another process that writes.
fn is_busy(error: &StorageError) -> bool {
    matches!(error, StorageError::Sqlite(rusqlite::Error::SqliteFailure(error, _))
        if error.code == rusqlite::ErrorCode::DatabaseBusy)
}
