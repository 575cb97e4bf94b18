//! Whoever is of support leaves a trace that the school reads: once an hour and session.

use std::time::Duration;

use serde_json::json;

use super::super::door::Steward;
use crate::domain::ConsoleRole;
use crate::login::Login;
use crate::storage::audit::{self, Entry};
use crate::storage::{Durability, StorageError, Tx};

/// Writes down that support looks at a school. Nothing for anybody else.
pub(in crate::admin) async fn note_look(login: &Login, steward: &Steward) -> Result<(), StorageError> {
    if steward.role != ConsoleRole::Support {
        return Ok(());
    }
    let (ground, session) = (&login.ground, &steward.owner.live.session.id);
    let key = format!("support:{session}:{}", steward.school());
    if ground.cache.fetch(&key).await.is_some() {
        return Ok(());
    }
    let actor = steward.actor();
    let entry = &Entry {
        platform: Some(steward.platform()),
        school: Some(steward.school()),
        detail: json!({ "reason": steward.reason }),
        ..Entry::new(ground.now(), "support.looked", &actor)
    };
    let write = |tx: Tx| async move { audit::record(&tx, &ground.random, entry).await };
    ground.db.write(Durability::Durable, write).await?;
    ground.cache.put(&key, "1", Duration::from_hours(1)).await;
    Ok(())
}
