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
    /// The database did not answer, or refused.
    #[error("database: {0}")]
    Engine(#[source] sqlx::Error),
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
            Self::NotCommitted(_) | Self::Closed => true,
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

/// `SQLite`: locked by another process (5, 6), I/O error (10), full (13). `PostgreSQL`: classes 08 and 53, and 57P01 to 03.
fn is_busy(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(error) = error else { return false };
    let Some(code) = error.code() else { return false };
    let sqlite = code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13)) && code.len() < 5;
    sqlite || code.starts_with("08") || code.starts_with("53") || code.starts_with("57P0")
}
