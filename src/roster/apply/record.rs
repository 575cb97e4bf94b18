//! One audit row per journal and run, with the digest of what it did, and the event that a platform reads it by.

use serde_json::{Value, json};

use super::RosterError;
use super::decide::Decided;
use crate::domain::{AuditId, EventId};
use crate::ground::Ground;
use crate::roster::Plan;
use crate::storage::audit::Entry;
use crate::storage::events::Event;
use crate::storage::{Tx, accounts_bulk, listed};

/// Records and announces that journals were applied; answers the ids of the audit rows, in their order. Counts and a
/// digest: who is in a journal stands in the seats.
pub(super) async fn journals(tx: &Tx, ground: &Ground, moved: &[&Decided<'_>]) -> Result<Vec<AuditId>, RosterError> {
    let entries: Vec<Entry<'_>> = moved.iter().map(|decided| entry(ground, decided)).collect();
    let audits = listed::record(tx, &ground.random, &entries).await?;
    let events = moved.iter().zip(&audits).map(|(decided, audit)| event(ground, decided, audit));
    accounts_bulk::announce(tx, &events.collect::<Vec<_>>()).await?;
    Ok(audits)
}

fn entry<'a>(ground: &Ground, decided: &'a Decided<'_>) -> Entry<'a> {
    let (work, plan) = (decided.work, &decided.plan);
    Entry {
        platform: Some(work.place.platform),
        school: Some(work.place.school),
        object: Some(format!("journal:{}", decided.journal.id)),
        detail: json!({
            "run": work.run, "read_at": work.said.read_at, "plan": plan.hash(), "counts": counts(plan),
        }),
        ..Entry::new(ground.now(), "journal.applied", work.actor)
    }
}

fn event(ground: &Ground, decided: &Decided<'_>, audit: &AuditId) -> Event {
    let journal = &decided.journal.id;
    Event {
        id: EventId::at(ground.now(), &ground.random),
        at: ground.now(),
        platform_id: decided.work.place.platform.clone(),
        kind: "journal.changed".to_owned(),
        // An event about a journal has no person: its subject is the journal.
        sub: journal.to_string(),
        audit_id: audit.clone(),
        payload: json!({ "journal": journal, "counts": counts(&decided.plan) }).to_string(),
        number: None,
        chain_hash: None,
    }
}

fn counts(plan: &Plan) -> Value {
    let steps = &plan.steps;
    json!({
        "joined": steps.sit.len(), "left": steps.leave.len(), "missing": steps.miss.len(),
        "back": steps.come_back.len(), "born": steps.births.len(), "told": steps.people.len(),
    })
}
