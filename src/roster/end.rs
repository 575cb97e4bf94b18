//! A journal is unlinked by a person: its seats end, its licences are free again, and the upstream is told.

use serde_json::json;

use super::RosterError;
use super::tell::{self, About};
use crate::domain::{Actor, JournalId, MessageId, Time};
use crate::ground::Ground;
use crate::licences::{self, Settled};
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::journals::{self, Journal};
use crate::storage::{Durability, Tx, gone_journals, seats};

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The journal as it was.
    pub journal: Journal,
    /// How many seats ended.
    pub seats: u64,
    /// What became of the licences.
    pub licences: Settled,
    /// The message to the upstream; none while the same journal is linked at another platform, too.
    pub message: Option<MessageId>,
}

/// Unlinks a journal. Accounts and links stay. Durable.
///
/// # Errors
/// [`RosterError::NotLinked`] when there is no such live journal; the database's.
pub async fn end(ground: &Ground, journal: &JournalId, reason: &str, actor: &Actor) -> Result<Ended, RosterError> {
    end_as(ground, (journal, None), Said { reason, by: None }, actor).await
}

/// Why a journal ends.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Why.
    pub reason: &'a str,
    /// Who answers for it, by name; nobody where it ends by itself.
    pub by: Option<&'a str>,
}

/// As [`end`]; with a time only if its upstream has it no more, and had it at no moment since then.
pub(super) async fn end_as(
    ground: &Ground,
    of: (&JournalId, Option<Time>),
    said: Said<'_>,
    actor: &Actor,
) -> Result<Ended, RosterError> {
    let write = |tx: Tx| async move { end_in(&tx, ground, of, said, actor).await };
    ground.db.write(Durability::Durable, write).await
}

async fn end_in(
    tx: &Tx,
    ground: &Ground,
    (journal, gone_since): (&JournalId, Option<Time>),
    said: Said<'_>,
    actor: &Actor,
) -> Result<Ended, RosterError> {
    let found = journals::find(tx, journal).await?.ok_or(RosterError::NotLinked)?;
    let key = found.key();
    // Whoever applies a plan of it at this moment is waited for.
    let locked = journals::lock(tx, &found.platform_id, &key).await?;
    let row = locked.filter(|row| row.id == *journal).ok_or(RosterError::NotLinked)?;
    if let Some(since) = gone_since
        && !gone_journals::is_gone_since(tx, journal, since).await?
    {
        return Err(RosterError::NotLinked);
    }
    let now = ground.now();
    let seats = seats::end_of_journal(tx, journal, now).await?;
    journals::end(tx, journal, now, &actor.to_string()).await?;
    record(tx, ground, &row, (said, seats), actor).await?;
    let about = licences::About { journal, platform: &row.platform_id, school: &row.school_id, actor };
    let licences = licences::settle(tx, ground, about).await?;
    // The upstream knows one link of a journal, wherever it leads: while another platform reads it, nothing is over.
    let message = if journals::is_linked_anywhere(tx, &key).await? {
        None
    } else {
        Some(tell::say_ended(tx, ground, About { platform: &row.platform_id, key: &key, journal }).await?)
    };
    Ok(Ended { journal: row, seats, licences, message })
}

async fn record(
    tx: &Tx,
    ground: &Ground,
    journal: &Journal,
    (said, seats): (Said<'_>, u64),
    actor: &Actor,
) -> Result<(), RosterError> {
    let now = ground.now();
    let entry = Entry {
        platform: Some(&journal.platform_id),
        school: Some(&journal.school_id),
        object: Some(format!("journal:{}", journal.id)),
        detail: json!({ "reason": said.reason, "by": said.by, "seats": seats }),
        ..Entry::new(now, "journal.ended", actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let said = Announcement {
        at: now,
        platform: &journal.platform_id,
        kind: "journal.ended",
        sub: journal.id.as_str(),
        audit: &audit,
        payload: json!({ "journal": journal.id }),
    };
    events::announce(tx, &ground.random, &said).await?;
    Ok(())
}
