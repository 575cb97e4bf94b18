//! Who asks for a refresh of one journal from outside: its teacher, and its upstream. Both rights are looked at in the
//! transaction that asks.

use chrono::TimeDelta;

use super::ask::{Scope, Wish, ask_in};
use crate::domain::{AccountId, Actor, JournalId, JournalKey, PlatformId, RunCause, Time};
use crate::ground::Ground;
use crate::storage::journals::{self, Journal};
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{Durability, StorageError, Tx, taught, upstream_nonces};
use crate::upstream::NONCE_LIFE;
use crate::vault::sha256;

/// An upstream that tells of every keystroke in a journal has it read once in so long.
const BETWEEN_NOTICES: TimeDelta = TimeDelta::minutes(1);

/// A teacher asks for a refresh of a journal, after looking at what it would do: `agreed` is the hash of that plan. Nothing
/// when the journal is not theirs, or not any more. Durable.
///
/// # Errors
/// The database's.
pub async fn ask_as_teacher(
    ground: &Ground,
    account: &AccountId,
    (platform, journal): (&PlatformId, &JournalId),
    agreed: &str,
) -> Result<Option<RefreshRun>, StorageError> {
    let actor = &Actor::Account(account.clone());
    let write = |tx: Tx| async move {
        let Some(journal) = taught::find(&tx, account, platform, journal).await? else { return Ok(None) };
        let wish = Wish { agreed: Some(agreed), ..Wish::plain(RunCause::Teacher, actor) };
        ask_in(&tx, ground, &Scope::of_journal(&journal), wish).await
    };
    ground.db.write(Durability::Durable, write).await
}

/// An upstream says that something happened to a journal, with a nonce that its signature covers. Whatever it says, the
/// journal is read again wherever it is linked, and nothing else; where it is not, nothing happens. False when the nonce was
/// used before: then nothing happens either. Durable.
///
/// # Errors
/// The database's.
pub async fn take_notice(ground: &Ground, key: &JournalKey, nonce: &str) -> Result<bool, StorageError> {
    let (actor, now) = (&Actor::Upstream(key.upstream.clone()), ground.now());
    let (hash, until) = (&sha256(nonce), now + NONCE_LIFE);
    let write = |tx: Tx| async move {
        if !upstream_nonces::insert(&tx, &key.upstream, hash, until).await? {
            return Ok(false);
        }
        for journal in journals::list_by_key(&tx, key).await? {
            let not_before = Some(begins(&tx, &journal, now).await?);
            let wish = Wish { not_before, ..Wish::plain(RunCause::Upstream, actor) };
            ask_in(&tx, ground, &Scope::of_journal(&journal), wish).await?;
        }
        Ok(true)
    };
    ground.db.write(Durability::Durable, write).await
}

/// Now, or a little after the last time that its upstream had it read.
async fn begins(tx: &Tx, journal: &Journal, now: Time) -> Result<Time, StorageError> {
    let last = refresh_runs::find_latest(tx, &journal.id, RunCause::Upstream).await?;
    Ok(last.map_or(now, |last| now.max(last.due_at + BETWEEN_NOTICES)))
}
