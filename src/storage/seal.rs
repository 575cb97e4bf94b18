//! Numbering and hash-chaining of committed audit and event rows, and the signed head of each chain.
//!
//! The hash of a row covers its stream, its number, the hash before it and every column but the salt, which goes with an
//! erased detail. So a changed, inserted, swapped or removed row shows, and the signed head shows a cut end.

use serde_json::{Value, json};

use super::audit::Audit;
use super::events::Event;
use super::{FromRow, StorageError, Tx};
use crate::domain::Time;
use crate::vault::{self, Vault};
use crate::{args, row};

row! {
    /// The end of a chain.
    pub struct SealHead {
        /// `audit` or `event`.
        pub stream: String,
        /// Number of the last row; 0 before the first.
        pub number: i64,
        /// Hash of the last row.
        pub chain_hash: String,
        /// When it was sealed.
        pub sealed_at: Time,
        /// Id of the key of the signature.
        pub key_id: String,
        /// Keyed hash over stream, number and chain hash.
        pub signature: String,
    }
}

/// A chain of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// The audit log.
    Audit,
    /// The event feed.
    Event,
}

/// A row as the chain sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// Its id.
    pub id: String,
    /// What is covered by its hash.
    pub covered: Value,
    /// Its number, when it is sealed.
    pub number: Option<i64>,
    /// Its hash, when it is sealed.
    pub chain_hash: Option<String>,
}

impl From<Audit> for Ring {
    fn from(row: Audit) -> Self {
        let covered = json!([
            row.id,
            row.at.timestamp_millis(),
            row.action,
            row.actor,
            row.platform_id,
            row.school_id,
            row.account_id,
            row.link_id,
            row.object,
            row.commitment
        ]);
        Self { id: row.id.to_string(), covered, number: row.number, chain_hash: row.chain_hash }
    }
}

impl From<Event> for Ring {
    fn from(row: Event) -> Self {
        let covered =
            json!([row.id, row.at.timestamp_millis(), row.platform_id, row.kind, row.sub, row.audit_id, row.payload]);
        Self { id: row.id.to_string(), covered, number: row.number, chain_hash: row.chain_hash }
    }
}

/// The hash of the row with this number, after the row with the hash `before` (empty for the first).
#[must_use]
pub fn chain_hash(stream: Stream, number: i64, before: &str, covered: &Value) -> String {
    vault::sha256(&json!([stream.as_str(), number, before, covered]).to_string())
}

struct Texts {
    unsealed: &'static str,
    seal: &'static str,
    sealed: &'static str,
    waiting: &'static str,
}

const AUDIT: Texts = Texts {
    unsealed: "SELECT * FROM audit WHERE number IS NULL ORDER BY at, id LIMIT $1",
    seal: "UPDATE audit SET number = $2, chain_hash = $3 WHERE id = $1 AND number IS NULL",
    sealed: "SELECT * FROM audit WHERE number > $1 ORDER BY number LIMIT $2",
    waiting: "SELECT COUNT(*) AS n FROM audit WHERE number IS NULL AND at < $1",
};
const EVENT: Texts = Texts {
    unsealed: "SELECT * FROM event WHERE number IS NULL ORDER BY at, id LIMIT $1",
    seal: "UPDATE event SET number = $2, chain_hash = $3 WHERE id = $1 AND number IS NULL",
    sealed: "SELECT * FROM event WHERE number > $1 ORDER BY number LIMIT $2",
    waiting: "SELECT COUNT(*) AS n FROM event WHERE number IS NULL AND at < $1",
};

impl Stream {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Audit, Self::Event];

    /// Its name in `seal_head`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Event => "event",
        }
    }

    fn texts(self) -> &'static Texts {
        match self {
            Self::Audit => &AUDIT,
            Self::Event => &EVENT,
        }
    }

    async fn rings(self, tx: &Tx, sql: &'static str, args: Vec<super::Arg>) -> Result<Vec<Ring>, StorageError> {
        match self {
            Self::Audit => rings::<Audit>(tx, sql, args).await,
            Self::Event => rings::<Event>(tx, sql, args).await,
        }
    }

    /// At most `most` sealed rows after the number `after`, in order.
    ///
    /// # Errors
    /// The engine's.
    pub async fn list_sealed(self, tx: &Tx, after: i64, most: i64) -> Result<Vec<Ring>, StorageError> {
        self.rings(tx, self.texts().sealed, args![after, most]).await
    }

    /// How many rows from before `since` have no number yet.
    ///
    /// # Errors
    /// The engine's.
    pub async fn count_waiting(self, tx: &Tx, since: Time) -> Result<i64, StorageError> {
        tx.count(self.texts().waiting, args![since]).await
    }
}

async fn rings<T: FromRow + Into<Ring>>(
    tx: &Tx,
    sql: &'static str,
    args: Vec<super::Arg>,
) -> Result<Vec<Ring>, StorageError> {
    Ok(tx.list::<T>(sql, args).await?.into_iter().map(Into::into).collect())
}

const FIND_HEAD: &str = "SELECT * FROM seal_head WHERE stream = $1";
const SET_HEAD: &str = "INSERT INTO seal_head (stream, number, chain_hash, sealed_at, key_id, signature) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (stream) DO UPDATE SET number = excluded.number, \
    chain_hash = excluded.chain_hash, sealed_at = excluded.sealed_at, key_id = excluded.key_id, \
    signature = excluded.signature WHERE seal_head.number < excluded.number";

/// The end of a chain, if it has begun.
///
/// # Errors
/// The engine's.
pub async fn find_head(tx: &Tx, stream: Stream) -> Result<Option<SealHead>, StorageError> {
    tx.find(FIND_HEAD, args![stream.as_str()]).await
}

/// What the signature of a head is over.
#[must_use]
pub fn head_text(stream: Stream, number: i64, chain_hash: &str) -> String {
    json!([stream.as_str(), number, chain_hash]).to_string()
}

/// What the keyed hash of a head is for.
pub const HEAD_PURPOSE: &str = "seal_head";

/// Numbers and chains at most `most` rows of a stream and signs the new head. Answers how many. Durable.
///
/// Two at once do no harm: numbers are unique and a head only grows, so one of them fails or runs again.
///
/// # Errors
/// [`StorageError::Changed`] when another process sealed meanwhile; the engine's.
pub async fn seal(tx: &Tx, vault: &Vault, stream: Stream, now: Time, most: i64) -> Result<usize, StorageError> {
    let (mut number, mut hash) =
        find_head(tx, stream).await?.map_or((0, String::new()), |head| (head.number, head.chain_hash));
    let rows = stream.rings(tx, stream.texts().unsealed, args![most]).await?;
    for row in &rows {
        number += 1;
        hash = chain_hash(stream, number, &hash, &row.covered);
        tx.execute_one(stream.texts().seal, args![&row.id, number, &hash]).await?;
    }
    if !rows.is_empty() {
        let signed = vault.keyed_hash(HEAD_PURPOSE, &head_text(stream, number, &hash));
        tx.execute_one(SET_HEAD, args![stream.as_str(), number, hash, now, signed.key_id, signed.hash]).await?;
    }
    Ok(rows.len())
}
