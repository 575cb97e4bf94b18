//! What `koppel doctor` asks the database about itself.

use super::{Database, StorageError, Tx};
use crate::{args, row};

row! {
    /// A PostgreSQL database, as it sees itself.
    pub struct About {
        /// Its collation, such as `C`.
        pub collation: String,
        /// Its clock, in seconds since 1970.
        pub seconds: i64,
    }
}

const ABOUT: &str = "SELECT CAST(datcollate AS TEXT) AS collation, \
    CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT) AS seconds \
    FROM pg_database WHERE datname = current_database()";

impl Database {
    /// What a PostgreSQL database says about itself; nothing on `SQLite`, which has neither collation nor clock.
    ///
    /// # Errors
    /// The engine's.
    pub async fn about(&self) -> Result<Option<About>, StorageError> {
        let about =
            |tx: Tx| async move { if tx.is_postgres().await { tx.find(ABOUT, args![]).await } else { Ok(None) } };
        self.read(about).await
    }
}
