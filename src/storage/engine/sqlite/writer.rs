//! The one writing connection of `SQLite`: a transaction, and a savepoint in it for each caller.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{StorageError, WAIT_FOR_OTHERS, is_busy, open, run, wal};
use crate::storage::engine::db::Durability;

/// Another process that writes is met without waiting first, and the checkpoints are ours.
/// The writer keeps its pages from one transaction to the next, and a batch that does not fit is written to the log in pieces,
/// some of its pages twice: 16 MiB instead of two, taken only when they are used.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 0; \
    PRAGMA cache_size = -16384;";
const BEGIN: &str = "BEGIN IMMEDIATE";

/// What a caller's changes stand in, and are undone with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// The transaction: nobody else's stand in it yet. `SQLite` keeps no copies of the pages then.
    Transaction,
    /// A savepoint.
    Savepoint,
}

/// The connection, and what is known of it.
#[derive(Debug)]
pub(super) struct Writer {
    path: PathBuf,
    /// Absent while it is lent to a caller, and after an error that left it in doubt.
    line: Option<Connection>,
    /// What `synchronous` is set to on this connection.
    set: Option<Durability>,
    /// When the log is to be written back into the database.
    checkpoint: wal::Due,
}

impl Writer {
    /// One that will be opened when it is needed.
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, line: None, set: None, checkpoint: wal::Due::default() }
    }

    /// One that is open.
    pub(super) fn open(path: PathBuf) -> Result<Self, StorageError> {
        let line = Some(open_writer(&path)?);
        Ok(Self { line, ..Self::new(path) })
    }

    /// Begins a transaction; false when that may take long: another process writes, or the connection has to be opened.
    pub(super) fn begin(&mut self, durability: Durability) -> Result<bool, StorageError> {
        if self.line.is_none() {
            return Ok(false);
        }
        self.strengthen(durability)?;
        match self.run(BEGIN) {
            Err(error) if is_busy(&error) => Ok(false),
            begun => begun.map(|()| true),
        }
    }

    /// Begins a transaction and takes the time it needs.
    pub(super) fn begin_patiently(&mut self, durability: Durability) -> Result<(), StorageError> {
        if self.line.is_none() {
            (self.line, self.set) = (Some(open_writer(&self.path)?), None);
        }
        self.strengthen(durability)?;
        self.line()?.busy_timeout(WAIT_FOR_OTHERS)?;
        let begun = self.run(BEGIN);
        self.line()?.busy_timeout(Duration::ZERO)?;
        begun
    }

    /// It cannot be changed inside a transaction.
    fn strengthen(&mut self, durability: Durability) -> Result<(), StorageError> {
        if self.set != Some(durability) {
            self.run(match durability {
                Durability::Durable => "PRAGMA synchronous = FULL",
                Durability::Relaxed => "PRAGMA synchronous = NORMAL",
            })?;
            self.set = Some(durability);
        }
        Ok(())
    }

    /// Lends the connection to a caller.
    pub(super) fn lend(&mut self, within: Within) -> Result<Connection, StorageError> {
        if within == Within::Savepoint {
            self.run("SAVEPOINT caller")?;
        }
        self.line.take().ok_or(StorageError::Closed)
    }

    /// Takes the connection back.
    pub(super) fn take_back(&mut self, line: Option<Connection>) {
        self.line = line;
    }

    /// Keeps what a caller has done.
    pub(super) fn keep(&self, within: Within) -> Result<(), StorageError> {
        match within {
            Within::Transaction => Ok(()),
            Within::Savepoint => self.run("RELEASE caller"),
        }
    }

    /// Undoes it. After a full disk or an I/O error `SQLite` may have rolled back everything: then there is nothing to undo it
    /// with, and this fails.
    pub(super) fn undo(&self, within: Within) -> Result<(), StorageError> {
        match within {
            Within::Transaction => self.run("ROLLBACK"),
            Within::Savepoint => self.run("ROLLBACK TO caller").and_then(|()| self.run("RELEASE caller")),
        }
    }

    /// Commits; answers the pages in the log.
    pub(super) fn commit(&self) -> Result<wal::Pages, StorageError> {
        wal::counting(|| self.run("COMMIT"))
    }

    /// Whether and how the log is to be written back after a commit that left so many pages in it.
    pub(super) fn due(&mut self, pages: wal::Pages) -> Option<wal::How> {
        self.checkpoint.after(pages)
    }

    /// Writes the log back into the database. Failing is no harm: the next commit tries again.
    pub(super) fn write_back(&self, how: wal::How) {
        if let Err(error) = self.line().and_then(|line| wal::write_back(line, how)) {
            tracing::warn!(%error, "the log of the database could not be written back");
        }
    }

    /// Reads outside a transaction; nothing where there is no connection.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Connection) -> Option<T>) -> Option<T> {
        look(self.line.as_ref()?)
    }

    /// Throws the connection away, and with it whatever it had left open.
    pub(super) fn drop_line(&mut self) {
        (self.line, self.set) = (None, None);
    }

    fn run(&self, sql: &'static str) -> Result<(), StorageError> {
        run(self.line()?, sql)
    }

    fn line(&self) -> Result<&Connection, StorageError> {
        self.line.as_ref().ok_or(StorageError::Closed)
    }
}

fn open_writer(path: &Path) -> Result<Connection, StorageError> {
    let line = open(path, PRAGMAS)?;
    wal::watch(&line);
    Ok(line)
}
