//! Proves on a live database what must always be true: `koppel check`, and every test afterwards. Reads one snapshot.

mod chain;
mod rules;

use std::fmt;

use super::{Database, StorageError, Tx};
use crate::domain::Time;
use crate::vault::Vault;
use rules::RULES;

/// Something that must never be, and is. Printed as one line; names rows by id, never people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which promise is broken, such as `invariant 1`.
    pub promise: &'static str,
    /// What is wrong.
    pub wrong: &'static str,
    /// Where: an id, or a count.
    pub at: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.promise, self.wrong, self.at)
    }
}

/// Every violation in the database; at most a hundred of each kind. An empty list is the only good answer.
///
/// # Errors
/// The engine's.
pub async fn check(db: &Database, vault: &Vault, now: Time) -> Result<Vec<Violation>, StorageError> {
    db.read(|tx| async move {
        // A whole database is looked at, and nobody waits for a page.
        tx.take_time().await?;
        let mut found = Vec::new();
        for rule in RULES {
            found.extend(rule.violations(&tx, now).await?);
        }
        found.extend(rules::unknown_purposes(&tx).await?);
        found.extend(chain::violations(&tx, vault, now).await?);
        Ok(found)
    })
    .await
}

crate::row! {
    /// Where a rule is broken.
    pub struct Found {
        /// An id.
        pub at: String,
    }
}

async fn list(tx: &Tx, sql: &'static str, args: Vec<super::Arg>) -> Result<Vec<String>, StorageError> {
    Ok(tx.list::<Found>(sql, args).await?.into_iter().map(|row| row.at).collect())
}
