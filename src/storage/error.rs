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
}
