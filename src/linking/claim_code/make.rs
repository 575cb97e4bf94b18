//! Making a code and taking it back.

use chrono::TimeDelta;
use serde_json::json;

use super::super::LinkingError;
use super::super::pairing::{Named, Unfit, pair};
use super::hash;
use crate::domain::{AccountId, Actor, ClaimCode, CodeEnd, CodeId, JournalId, PlatformId, RosterPersonId, Time};
use crate::ground::Ground;
use crate::storage::audit::{self, Entry};
use crate::storage::claim_codes::{self, PrintedCode};
use crate::storage::journals::Journal;
use crate::storage::{Tx, journals};

/// A code to make.
#[derive(Debug, Clone, Copy)]
pub struct MakeCode<'a> {
    /// At which platform.
    pub platform: &'a PlatformId,
    /// For a seat in which journal.
    pub journal: &'a JournalId,
    /// For whose seat.
    pub person: &'a RosterPersonId,
    /// The account that an adult says is theirs.
    pub account: &'a AccountId,
    /// That adult.
    pub actor: &'a Actor,
}

/// A code that was made. It is shown now and never again.
#[derive(Debug, Clone)]
pub struct MadeCode {
    /// Its id.
    pub id: CodeId,
    /// What to print.
    pub code: ClaimCode,
    /// Good until then.
    pub expires_at: Time,
}

/// Makes a code for a seat and an account; an earlier one of the same seat is good no longer. Durable.
///
/// # Errors
/// [`LinkingError::Unfit`] when pupil and account are not to be brought together.
pub async fn make_code(tx: &Tx, ground: &Ground, wish: &MakeCode<'_>) -> Result<MadeCode, LinkingError> {
    let MakeCode { platform, journal, person, account, actor } = *wish;
    let pair = pair(tx, ground, Named { platform, journal, person, account }).await?;
    let now = ground.now();
    if claim_codes::is_promised(tx, account, person, now).await? {
        return Err(Unfit::Promised.into());
    }
    claim_codes::end_of_seat(tx, (journal, person), now, CodeEnd::Replaced).await?;
    let code = ClaimCode::random(&ground.random);
    let row = PrintedCode {
        id: CodeId::random(&ground.random),
        hash: hash(&ground.vault, &pair.person.key(), &code),
        platform_id: platform.clone(),
        journal_id: journal.clone(),
        person_id: person.clone(),
        account_id: account.clone(),
        made_at: now,
        made_by: actor.to_string(),
        expires_at: now + TimeDelta::days(ground.config.sessions.claim_code_days),
        ended_at: None,
        end_reason: None,
    };
    if !claim_codes::insert(tx, &row).await? {
        return Err(crate::storage::StorageError::Changed.into());
    }
    record(tx, ground, "code.made", actor, (&row, &pair.journal)).await?;
    Ok(MadeCode { id: row.id, code, expires_at: row.expires_at })
}

/// Takes a code back; it must be one of this journal. Durable.
///
/// # Errors
/// [`LinkingError::Gone`] when there is no such code, or when it is over.
pub async fn revoke_code(
    tx: &Tx,
    ground: &Ground,
    (journal, id): (&JournalId, &CodeId),
    actor: &Actor,
) -> Result<(), LinkingError> {
    let found = claim_codes::find(tx, id).await?;
    let row = found.filter(|row| row.journal_id == *journal && row.ended_at.is_none()).ok_or(LinkingError::Gone)?;
    let journal = journals::find(tx, journal).await?.ok_or(LinkingError::Gone)?;
    claim_codes::end(tx, id, ground.now(), CodeEnd::TakenBack).await?;
    record(tx, ground, "code.taken_back", actor, (&row, &journal)).await
}

async fn record(
    tx: &Tx,
    ground: &Ground,
    action: &'static str,
    actor: &Actor,
    (row, journal): (&PrintedCode, &Journal),
) -> Result<(), LinkingError> {
    let entry = Entry {
        platform: Some(&row.platform_id),
        school: Some(&journal.school_id),
        account: Some(&row.account_id),
        object: Some(format!("code:{}", row.id)),
        detail: json!({ "journal": row.journal_id, "person": row.person_id, "expires_at": row.expires_at }),
        ..Entry::new(ground.now(), action, actor)
    };
    audit::record(tx, &ground.random, &entry).await?;
    Ok(())
}
