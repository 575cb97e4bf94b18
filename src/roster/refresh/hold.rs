//! Holds: opened by a refresh that would change too much, decided by a person, good for one run.

use std::collections::BTreeSet;

use serde_json::json;

use super::super::RosterError;
use super::ask::ask_in;
use super::look::Look;
use super::setting::Setting;
use super::{Scope, Wish, measure, record};
use crate::domain::{Actor, HoldId, HoldState, LimitPassed, MailState, RunCause};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::holds::{self, Hold, difference_place};
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{Durability, StorageError, Tx};

/// Everything a refresh would change, as keyed hashes.
fn difference(ground: &Ground, look: &Look) -> BTreeSet<String> {
    let each =
        look.read().map(|(journal, difference)| measure::difference(&ground.vault, &journal.id, &difference.plan));
    each.flatten().collect()
}

/// What a person who approves it agrees to; nothing once it is decided and done.
pub(in crate::roster) fn opened(ground: &Ground, hold: &Hold) -> Option<BTreeSet<String>> {
    let clear = ground.vault.open(&difference_place(&hold.id), &hold.difference).ok()?;
    serde_json::from_slice(&clear).ok()
}

/// Whether a person approved this: the same difference or a smaller one, read whole, from the school's own journals.
pub(super) async fn covers(ground: &Ground, run: &RefreshRun, look: &Look) -> Result<bool, RosterError> {
    let Some(id) = &run.hold_id else { return Ok(false) };
    let hold = ground.db.read(|tx| async move { holds::find(&tx, id).await }).await?;
    let Some(hold) = hold.filter(|hold| hold.state == HoldState::Approved && hold.spent_at.is_none()) else {
        return Ok(false);
    };
    let can_be = look.verdict.reasons().iter().all(|reason| reason.limit.can_be_approved());
    Ok(can_be && opened(ground, &hold).is_some_and(|agreed| difference(ground, look).is_subset(&agreed)))
}

/// Holds a refresh.
pub(super) async fn open(
    ground: &Ground,
    run: &RefreshRun,
    (look, setting): (&Look, &Setting),
) -> Result<(), RosterError> {
    let (reasons, difference) = (look.verdict.reasons(), &difference(ground, look));
    let turned = look.read().filter(|(_, difference)| difference.change.is_new_year).count();
    let why = Why { reasons, difference, is_told: setting.wishes.hold_contact.is_some(), turned };
    open_for(ground, run, why).await.map(drop)
}

/// Why something is held.
#[derive(Debug, Clone, Copy)]
pub(in crate::roster) struct Why<'a> {
    /// Which limits it would pass.
    pub(in crate::roster) reasons: &'a [LimitPassed],
    /// What it would change, as keyed hashes.
    pub(in crate::roster) difference: &'a BTreeSet<String>,
    /// Whether the school names somebody who is told.
    pub(in crate::roster) is_told: bool,
    /// How many of the journals move to another school year.
    pub(in crate::roster) turned: usize,
}

/// Holds a run; answers its hold. One that is held for the same difference already stays as it is, and nobody is told twice.
pub(in crate::roster) async fn open_for(
    ground: &Ground,
    run: &RefreshRun,
    why: Why<'_>,
) -> Result<HoldId, RosterError> {
    let row = &row(ground, run, why)?;
    let scope = &Scope::of(run);
    let (now, actor) = (ground.now(), &record::actor(run));
    let write = |tx: Tx| async move {
        if let Some(before) = holds::find_open(&tx, scope.place(), scope.journal.as_ref()).await?
            && before.reasons == row.reasons
            && opened(ground, &before).as_ref() == Some(why.difference)
            && is_by_file(&tx, &before).await? == (run.cause == RunCause::File)
        {
            return end_approval(&tx, ground, run, false).await.map(|()| before.id);
        }
        holds::replace(&tx, scope.place(), scope.journal.as_ref(), now).await?;
        holds::insert(&tx, row).await?;
        let detail = json!({ "run": run.id, "reasons": why.reasons });
        let entry = Entry { detail, ..entry(ground, "hold.opened", row, actor) };
        audit::record(&tx, &ground.random, &entry).await?;
        end_approval(&tx, ground, run, false).await.map(|()| row.id.clone())
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}

/// Whether what is held came by a file, and not from the upstream.
pub(in crate::roster) async fn is_by_file(tx: &Tx, hold: &Hold) -> Result<bool, StorageError> {
    let run = refresh_runs::find(tx, &hold.run_id).await?;
    Ok(run.is_some_and(|run| run.cause == RunCause::File))
}

fn row(ground: &Ground, run: &RefreshRun, why: Why<'_>) -> Result<Hold, StorageError> {
    let (id, now) = (HoldId::random(&ground.random), ground.now());
    let clear = json!(why.difference).to_string();
    let sealed = ground.vault.seal(&difference_place(&id), clear.as_bytes());
    Ok(Hold {
        run_id: run.id.clone(),
        platform_id: run.platform_id.clone(),
        school_id: run.school_id.clone(),
        upstream_id: run.upstream_id.clone(),
        journal_id: run.journal_id.clone(),
        reasons: json!(why.reasons).to_string(),
        turned: i64::try_from(why.turned).unwrap_or(i64::MAX),
        difference: sealed.map_err(|_| StorageError::BadValue { column: "difference".to_owned() })?,
        state: HoldState::Open,
        held_at: now,
        decided_at: None,
        decided_by: None,
        decided_name: None,
        decision_reason: None,
        spent_at: None,
        mail_state: if why.is_told { MailState::Queued } else { MailState::None },
        mail_attempts: 0,
        mail_next_at: why.is_told.then_some(now),
        id,
    })
}

fn entry<'a>(ground: &Ground, action: &'static str, hold: &'a Hold, actor: &'a Actor) -> Entry<'a> {
    Entry {
        platform: Some(&hold.platform_id),
        school: Some(&hold.school_id),
        object: Some(format!("hold:{}", hold.id)),
        ..Entry::new(ground.now(), action, actor)
    }
}

/// Nothing is held any more: what was open about these journals is over, and an approval is used up.
pub(in crate::roster) async fn close(ground: &Ground, run: &RefreshRun, approved: bool) -> Result<(), RosterError> {
    let (scope, now) = (&Scope::of(run), ground.now());
    let write = |tx: Tx| async move {
        holds::replace(&tx, scope.place(), scope.journal.as_ref(), now).await?;
        if scope.journal.is_none() {
            holds::replace_settled(&tx, scope.place(), now).await?;
        }
        end_approval(&tx, ground, run, approved).await
    };
    Ok(ground.db.write(Durability::Durable, write).await?)
}

/// An approval is good for one run, whether it was of use or not.
async fn end_approval(tx: &Tx, ground: &Ground, run: &RefreshRun, used: bool) -> Result<(), StorageError> {
    match &run.hold_id {
        Some(id) if used => holds::spend(tx, id, ground.now()).await,
        Some(id) => holds::lapse(tx, id).await,
        None => Ok(()),
    }
}

/// What a person says about a hold.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// Who writes it down.
    pub actor: &'a Actor,
    /// Who answers for it, by name.
    pub by: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Lets what is held pass, once: the journals are read again, and applied if it is the same difference or a smaller one.
/// What came by a file passes when that file is brought again, and no refresh is asked for. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when the hold is not open any more; the database's.
pub async fn approve(ground: &Ground, hold: &Hold, said: Decision<'_>) -> Result<Option<RefreshRun>, StorageError> {
    let scope = &Scope {
        platform: hold.platform_id.clone(),
        school: hold.school_id.clone(),
        upstream: hold.upstream_id.clone(),
        journal: hold.journal_id.clone(),
    };
    let write = |tx: Tx| async move {
        decide(&tx, ground, hold, (HoldState::Approved, said)).await?;
        if is_by_file(&tx, hold).await? {
            return Ok(None);
        }
        let wish = Wish { hold: Some(&hold.id), ..Wish::plain(RunCause::School, said.actor) };
        ask_in(&tx, ground, scope, wish).await?.ok_or(StorageError::Changed).map(Some)
    };
    ground.db.write(Durability::Durable, write).await
}

/// Throws a held refresh away. The next one is judged anew. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when the hold is not open any more; the database's.
pub async fn discard(ground: &Ground, hold: &Hold, said: Decision<'_>) -> Result<(), StorageError> {
    let write = |tx: Tx| async move { decide(&tx, ground, hold, (HoldState::Discarded, said)).await };
    ground.db.write(Durability::Durable, write).await
}

async fn decide(
    tx: &Tx,
    ground: &Ground,
    hold: &Hold,
    (state, said): (HoldState, Decision<'_>),
) -> Result<(), StorageError> {
    let Decision { actor, by, reason } = said;
    holds::decide(tx, &hold.id, state, (&actor.to_string(), by, reason), ground.now()).await?;
    let action = if state == HoldState::Approved { "hold.approved" } else { "hold.discarded" };
    let entry = Entry { detail: json!({ "by": by, "reason": reason }), ..entry(ground, action, hold, actor) };
    audit::record(tx, &ground.random, &entry).await.map(drop)
}
