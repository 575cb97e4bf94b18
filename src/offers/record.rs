//! What every change leaves behind, in its transaction.

use serde_json::{Value, json};

use super::By;
use crate::domain::SchoolId;
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::{StorageError, Tx};

/// A change of something that a platform has.
#[derive(Debug)]
pub(super) struct Change<'a> {
    /// What, such as `kit.put`.
    pub(super) action: &'static str,
    /// Of which school, where it is one's.
    pub(super) school: Option<&'a SchoolId>,
    /// The platform's own id of it.
    pub(super) external_id: &'a str,
    /// `kind:id`.
    pub(super) object: String,
    pub(super) detail: Value,
}

/// Writes audit row and event.
pub(super) async fn record(tx: &Tx, ground: &Ground, by: By<'_>, change: Change<'_>) -> Result<(), StorageError> {
    let now = ground.now();
    let entry = Entry {
        platform: Some(by.platform),
        school: change.school,
        object: Some(change.object),
        detail: change.detail,
        ..Entry::new(now, change.action, by.actor)
    };
    let audit = &audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: now,
        platform: by.platform,
        kind: change.action,
        // There is no person in it: its subject is what the platform calls it.
        sub: change.external_id,
        audit,
        payload: json!({ "external_id": change.external_id }),
    };
    events::announce(tx, &ground.random, &said).await.map(drop)
}
