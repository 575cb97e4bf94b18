//! One audit row per journal and run, with the digest of what it did, and the event that a platform reads it by.

use serde_json::{Value, json};

use super::{RosterError, Work};
use crate::domain::AuditId;
use crate::ground::Ground;
use crate::roster::Plan;
use crate::storage::Tx;
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::journals::Journal;

/// Records and announces that a journal was applied. Counts and a digest: who is in it stands in the seats.
pub(super) async fn journal(
    tx: &Tx,
    ground: &Ground,
    work: &Work<'_>,
    journal: &Journal,
    plan: &Plan,
) -> Result<AuditId, RosterError> {
    let now = ground.now();
    let counts = counts(plan);
    let entry = Entry {
        platform: Some(work.place.platform),
        school: Some(work.place.school),
        object: Some(format!("journal:{}", journal.id)),
        detail: json!({ "run": work.run, "read_at": work.said.read_at, "plan": plan.hash(), "counts": counts }),
        ..Entry::new(now, "journal.applied", work.actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: now,
        platform: work.place.platform,
        kind: "journal.changed",
        // An event about a journal has no person: its subject is the journal.
        sub: journal.id.as_str(),
        audit: &audit,
        payload: json!({ "journal": journal.id, "counts": counts }),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(audit)
}

fn counts(plan: &Plan) -> Value {
    let steps = &plan.steps;
    json!({
        "joined": steps.sit.len(), "left": steps.leave.len(), "missing": steps.miss.len(),
        "back": steps.come_back.len(), "born": steps.births.len(), "told": steps.people.len(),
    })
}
