//! What can go wrong at the database, by what the caller can do about it.

/// An error of the database.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// A unique index refused the row: somebody else was first. A normal outcome, not a fault.
    #[error("a row with this key exists")]
    Taken,
    /// A guard in an UPDATE matched no row: the state changed meanwhile.
    #[error("the row has changed meanwhile")]
    Changed,
    /// A stored text is not a value of its type.
    #[error("column {column} holds a value this version does not know")]
    BadValue {
        /// Name of the column.
        column: String,
    },
    /// The transaction was used after its end.
    #[error("the transaction is over")]
    Over,
    /// An earlier statement of this transaction failed, so the rest of it cannot count.
    #[error("an earlier statement of this transaction failed")]
    Failed,
    /// The work was done but could not be committed, together with everything that was to be committed with it.
    #[error("not committed: {0}")]
    NotCommitted(String),
    /// The database is being closed.
    #[error("the database is closed")]
    Closed,
    /// The migrations in the database and in this binary do not fit together.
    #[error("{0}")]
    Migration(String),
    /// Every connection is lent, and nobody gave one back in time.
    #[error("no connection to the database is free")]
    Busy,
    /// A statement's places and the values given for them do not fit.
    #[error("the statement wants other values than it was given")]
    Unbound,
    /// PostgreSQL did not answer, or refused.
    #[error("database: {0}")]
    Engine(#[source] sqlx::Error),
    /// SQLite refused.
    #[error("database: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

/// The keys of rows, unique or primary: `SQLITE_CONSTRAINT_UNIQUE` and `SQLITE_CONSTRAINT_PRIMARYKEY`.
const TAKEN: [i32; 2] = [2067, 1555];

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(refusal) if TAKEN.contains(&refusal.extended_code) => Self::Taken,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Taken,
            _ => Self::Engine(error),
        }
    }
}

impl StorageError {
    /// True when the same transaction may succeed when it is run again (SQLSTATE 40001 and 40P01).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Engine(sqlx::Error::Database(error)) => {
                matches!(error.code().as_deref(), Some("40001" | "40P01"))
            }
            _ => false,
        }
    }

    /// True when the database cannot be reached or is too busy: "try again in a moment" (503), not a fault of ours.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::NotCommitted(_) | Self::Closed | Self::Busy => true,
            Self::Sqlite(error) => is_held_up(error),
            Self::Engine(error) => {
                self.is_retryable()
                    || matches!(
                        error,
                        sqlx::Error::Io(_)
                            | sqlx::Error::Tls(_)
                            | sqlx::Error::PoolTimedOut
                            | sqlx::Error::PoolClosed
                            | sqlx::Error::WorkerCrashed
                    )
                    || is_busy(error)
            }
            _ => false,
        }
    }
}

/// Locked by another process, unreadable, full.
fn is_held_up(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull, SystemIoFailure};
    error
        .sqlite_error_code()
        .is_some_and(|code| matches!(code, DatabaseBusy | DatabaseLocked | DiskFull | SystemIoFailure))
}

/// Classes 08 and 53, and 57P01 to 03.
fn is_busy(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    error.code().is_some_and(|code| ["08", "53", "57P0"].iter().any(|class| code.starts_with(class)))
}
