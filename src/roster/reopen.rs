//! Undoing the end of a journal: for ten minutes everybody who sat there sits there again.

use chrono::TimeDelta;
use serde_json::json;

use super::RosterError;
use super::end::{Ended, end};
use crate::domain::{Actor, JournalId, MessageKind, MessageState, Time};
use crate::ground::Ground;
use crate::licences;
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::journals::{self, Journal};
use crate::storage::{Durability, StorageError, Tx, console_journals, outbox};

/// For so long the end of a journal can be undone.
const MINUTES: i64 = 10;

/// Until when the end of a journal can be undone, exclusive; nothing while it has not ended.
#[must_use]
pub fn reopens_until(journal: &Journal) -> Option<Time> {
    journal.ended_at.map(|ended| ended + TimeDelta::minutes(MINUTES))
}

/// As [`end`], and its upstream is told only when nobody can undo it any more. Durable.
///
/// # Errors
/// As [`end`].
pub async fn end_for_now(
    ground: &Ground,
    journal: &JournalId,
    reason: &str,
    actor: &Actor,
) -> Result<Ended, RosterError> {
    let ended = end(ground, journal, reason, actor).await?;
    if let Some(message) = &ended.message {
        let until = ground.now() + TimeDelta::minutes(MINUTES);
        let write = |tx: Tx| async move { console_journals::put_off(&tx, message, until).await };
        ground.db.write(Durability::Durable, write).await?;
    }
    Ok(ended)
}

/// What came of undoing an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopened {
    /// How many seats are there again.
    pub seats: u64,
    /// The upstream was told of the end before: it is to be linked from there once more.
    pub is_told: bool,
}

/// Links a journal again that a person has just unlinked, with everybody who sat there. The next refresh reads it. Durable.
///
/// # Errors
/// [`RosterError::NotLinked`] when it did not end in the last ten minutes, or is linked anew; the database's.
pub async fn reopen(ground: &Ground, journal: &JournalId, actor: &Actor) -> Result<Reopened, RosterError> {
    let write = |tx: Tx| async move { reopen_in(&tx, ground, journal, actor).await };
    ground.db.write(Durability::Durable, write).await
}

async fn reopen_in(tx: &Tx, ground: &Ground, journal: &JournalId, actor: &Actor) -> Result<Reopened, RosterError> {
    let row = journals::find(tx, journal).await?.ok_or(RosterError::NotLinked)?;
    let now = ground.now();
    let is_open = reopens_until(&row).is_some_and(|until| now < until);
    let ended_at = row.ended_at.filter(|_| is_open).ok_or(RosterError::NotLinked)?;
    let key = row.key();
    if journals::find_live(tx, &row.platform_id, &key).await?.is_some() {
        return Err(RosterError::NotLinked);
    }
    let seats = console_journals::reopen(tx, journal, ended_at, now).await?;
    outbox::overtake(tx, &row.platform_id, &key, now).await?;
    let last = outbox::find_latest(tx, journal).await?;
    let is_told = last.is_some_and(|message| message.kind == MessageKind::Ended && message.state == MessageState::Told);
    record(tx, ground, &row, seats, actor).await?;
    let about = licences::About { journal, platform: &row.platform_id, school: &row.school_id, actor };
    licences::settle(tx, ground, about).await?;
    Ok(Reopened { seats, is_told })
}

async fn record(tx: &Tx, ground: &Ground, journal: &Journal, seats: u64, actor: &Actor) -> Result<(), StorageError> {
    let now = ground.now();
    let entry = Entry {
        platform: Some(&journal.platform_id),
        school: Some(&journal.school_id),
        object: Some(format!("journal:{}", journal.id)),
        detail: json!({ "seats": seats }),
        ..Entry::new(now, "journal.reopened", actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: now,
        platform: &journal.platform_id,
        kind: "journal.reopened",
        sub: journal.id.as_str(),
        audit: &audit,
        payload: json!({ "journal": journal.id }),
    };
    events::announce(tx, &ground.random, &said).await.map(drop)
}
