//! "This pupil has no other account": a teacher's word about somebody who waits because of a candidate. The next run makes
//! the account; the word can be taken back until the pupil has used that. They are asked at the first sign-in all the same.

use serde_json::json;

use super::{PLAN, RosterError};
use crate::domain::{Actor, JournalId, RosterPersonId, SeatReason, SeatRole, StandingState};
use crate::ground::Ground;
use crate::linking::{Unborn, unbear};
use crate::storage::audit::{self, Entry};
use crate::storage::events::{self, Announcement};
use crate::storage::journals::Journal;
use crate::storage::roster_people::RosterPerson;
use crate::storage::standings::Standing;
use crate::storage::{Tx, journals, links, roster_people, seats, standings};

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// There is no other account.
    New,
    /// That was said too soon.
    Unsaid,
}

/// Writes a word about a pupil of a journal. The caller knows that whoever says it teaches there. Durable.
///
/// # Errors
/// [`RosterError::NotLinked`] when there is no such pupil there; [`RosterError::Decided`] when there is nothing for a word
/// to decide: the pupil does not wait because of a candidate, or has an account that no word made; [`RosterError::Used`] when
/// somebody has used what the word made.
pub async fn say(
    tx: &Tx,
    ground: &Ground,
    (journal, person): (&JournalId, &RosterPersonId),
    word: Word,
    actor: &Actor,
) -> Result<(), RosterError> {
    let (journal, person) = pupil(tx, journal, person).await?;
    if links::find_live(tx, &journal.platform_id, &person.key()).await?.is_some() {
        return linked(tx, ground, (&journal, &person), word, actor).await;
    }
    let stands = standings::list(tx, &journal.platform_id, &[&person.id]).await?;
    let stands = stands.into_iter().next().ok_or(RosterError::Decided)?;
    let new = said(&stands, word, actor).ok_or(RosterError::Decided)?;
    standings::put(tx, &[Standing { since: ground.now(), ..new }]).await?;
    journals::forget_digest(tx, &journal.platform_id, &person.id).await?;
    record(tx, ground, (&journal, &person), word, actor).await
}

/// Who has an account already has nothing to be said of them but that the one which a word made was made too soon.
async fn linked(
    tx: &Tx,
    ground: &Ground,
    (journal, person): (&Journal, &RosterPerson),
    word: Word,
    actor: &Actor,
) -> Result<(), RosterError> {
    if word == Word::New {
        return Err(RosterError::Decided);
    }
    match unbear(tx, ground, (&journal.platform_id, &person.key()), actor).await? {
        Unborn::Closed => {}
        Unborn::NotOfAWord => return Err(RosterError::Decided),
        Unborn::Used => return Err(RosterError::Used),
    }
    let waits = Standing {
        platform_id: journal.platform_id.clone(),
        person_id: person.id.clone(),
        state: StandingState::Waiting,
        reason: Some(SeatReason::LinkEnded),
        since: ground.now(),
        decided_by: PLAN.to_owned(),
    };
    standings::put(tx, &[waits]).await?;
    journals::forget_digest(tx, &journal.platform_id, &person.id).await?;
    record(tx, ground, (journal, person), word, actor).await
}

/// What stands afterwards; nothing where a word changes nothing. A school that wants to see new accounts, an ended link and
/// a nameless row are not for a teacher to decide.
fn said(stands: &Standing, word: Word, actor: &Actor) -> Option<Standing> {
    let waits = stands.state == StandingState::Waiting
        && matches!(stands.reason, Some(SeatReason::Candidate | SeatReason::SharedCandidate));
    let by_word = stands.state == StandingState::New && stands.decided_by != PLAN;
    let (state, reason, decided_by) = match word {
        Word::New if waits => (StandingState::New, None, actor.to_string()),
        Word::Unsaid if by_word => (StandingState::Waiting, Some(SeatReason::Candidate), PLAN.to_owned()),
        Word::New | Word::Unsaid => return None,
    };
    Some(Standing { state, reason, decided_by, ..stands.clone() })
}

async fn pupil(tx: &Tx, journal: &JournalId, person: &RosterPersonId) -> Result<(Journal, RosterPerson), RosterError> {
    let journal = journals::find(tx, journal).await?.filter(|journal| journal.ended_at.is_none());
    let journal = journal.ok_or(RosterError::NotLinked)?;
    let person = roster_people::find(tx, person).await?.ok_or(RosterError::NotLinked)?;
    let seats = seats::list_of_person(tx, &person.id, &journal.platform_id).await?;
    let sits = seats.iter().any(|seat| seat.journal_id == journal.id && seat.role == SeatRole::Pupil);
    if sits { Ok((journal, person)) } else { Err(RosterError::NotLinked) }
}

async fn record(
    tx: &Tx,
    ground: &Ground,
    (journal, person): (&Journal, &RosterPerson),
    word: Word,
    actor: &Actor,
) -> Result<(), RosterError> {
    let (now, action) = (ground.now(), if word == Word::New { "seat.said_new" } else { "seat.unsaid" });
    let entry = Entry {
        platform: Some(&journal.platform_id),
        school: Some(&journal.school_id),
        object: Some(format!("journal:{}", journal.id)),
        detail: json!({ "person": person.id }),
        ..Entry::new(now, action, actor)
    };
    let audit = audit::record(tx, &ground.random, &entry).await?;
    let announced = Announcement {
        at: now,
        platform: &journal.platform_id,
        kind: "journal.changed",
        sub: journal.id.as_str(),
        audit: &audit,
        payload: json!({ "journal": journal.id }),
    };
    events::announce(tx, &ground.random, &announced).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Random;

    fn standing(state: StandingState, reason: Option<SeatReason>, decided_by: &str) -> Standing {
        Standing {
            platform_id: "opiq".parse().unwrap(),
            person_id: RosterPersonId::random(&Random::counter(1)),
            state,
            reason,
            since: chrono::DateTime::UNIX_EPOCH,
            decided_by: decided_by.into(),
        }
    }

    #[test]
    fn a_word_decides_about_candidates_and_nothing_else() {
        let actor = Actor::Cli("teacher".into());
        for reason in SeatReason::ALL {
            let waits = standing(StandingState::Waiting, Some(*reason), PLAN);
            let candidate = matches!(reason, SeatReason::Candidate | SeatReason::SharedCandidate);
            assert_eq!(said(&waits, Word::New, &actor).is_some(), candidate, "{reason}");
            assert_eq!(said(&waits, Word::Unsaid, &actor), None, "{reason}");
            let blocked = standing(StandingState::Blocked, Some(*reason), PLAN);
            assert_eq!(said(&blocked, Word::New, &actor), None, "{reason}");
        }
        let new =
            said(&standing(StandingState::Waiting, Some(SeatReason::Candidate), PLAN), Word::New, &actor).unwrap();
        assert_eq!((new.state, new.reason, new.decided_by.as_str()), (StandingState::New, None, "cli:teacher"));
        let back = said(&new, Word::Unsaid, &actor).unwrap();
        assert_eq!((back.state, back.decided_by.as_str()), (StandingState::Waiting, PLAN));
        assert_eq!(said(&standing(StandingState::New, None, PLAN), Word::Unsaid, &actor), None, "the plan's own");
    }
}
