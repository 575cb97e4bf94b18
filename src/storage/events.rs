//! The event feed of platforms: a row per change in the transaction of the change, numbered later by the sealer.

use serde_json::Value;

use super::{StorageError, Tx};
use crate::domain::{AuditId, EventId, PlatformId, Random, Time};
use crate::{args, row};

row! {
    /// One event for one platform.
    pub struct Event {
        /// Its id.
        pub id: EventId,
        /// When it happened.
        pub at: Time,
        /// Whom it is for.
        pub platform_id: PlatformId,
        /// What happened, such as `link.created`.
        pub kind: String,
        /// The `sub` it is about.
        pub sub: String,
        /// The audit row of the same change.
        pub audit_id: AuditId,
        /// JSON.
        pub payload: String,
        /// Place in the feed, given by the sealer.
        pub number: Option<i64>,
        /// Hash of the chain up to here.
        pub chain_hash: Option<String>,
    }
}

/// What a platform is to be told.
#[derive(Debug, Clone)]
pub struct Announcement<'a> {
    /// When.
    pub at: Time,
    /// Whom.
    pub platform: &'a PlatformId,
    /// What, such as `link.created`.
    pub kind: &'static str,
    /// The `sub` it is about.
    pub sub: &'a str,
    /// The audit row of the same change.
    pub audit: &'a AuditId,
    /// JSON: what the platform may know. Never names, addresses or numbers.
    pub payload: Value,
}

const INSERT: &str =
    "INSERT INTO event (id, at, platform_id, kind, sub, audit_id, payload) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Announces what this transaction does. Durable.
///
/// # Errors
/// The engine's.
pub async fn announce(tx: &Tx, random: &Random, said: &Announcement<'_>) -> Result<EventId, StorageError> {
    let id = EventId::at(said.at, random);
    let args = args![&id, said.at, said.platform, said.kind, said.sub, said.audit, said.payload.to_string()];
    tx.execute(INSERT, args).await?;
    Ok(id)
}

const LIST_OF_AUDIT: &str = "SELECT * FROM event WHERE audit_id = $1 ORDER BY id";

/// The events of one audit row.
///
/// # Errors
/// The engine's.
pub async fn list_of_audit(tx: &Tx, audit: &AuditId) -> Result<Vec<Event>, StorageError> {
    tx.list(LIST_OF_AUDIT, args![audit]).await
}
