//! One journal of a refresh: applied as far as it may be, and written down.

use super::super::apply::{Part, apply_part};
use super::super::{Place, Plan, RosterError, Work as Apply};
use super::look::{Difference, Looked, Seen};
use super::{Scope, measure, moved, record};
use crate::domain::{JournalOutcome, JournalState};
use crate::ground::Ground;
use crate::storage::journals::{self, Journal};
use crate::storage::refresh_runs::RefreshRun;
use crate::storage::{Durability, StorageError};

/// How often a journal that others change meanwhile is planned anew.
const TRIES: usize = 3;

/// How far a refresh goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    Everything,
    Additions,
    Nothing,
}

/// What is the same for all journals of a refresh.
#[derive(Debug)]
pub(super) struct Work<'a> {
    pub(super) run: &'a RefreshRun,
    pub(super) place: Place<'a>,
    pub(super) pass: Pass,
    pub(super) is_held: bool,
}

/// Does to one journal what may be done, in a transaction of its own, and remembers what that was.
pub(super) async fn journal(
    ground: &Ground,
    work: &Work<'_>,
    looked: &Looked,
    is_turn_of_year: bool,
) -> Result<(), RosterError> {
    let journal = &looked.journal;
    let (outcome, plan) = match &looked.seen {
        Seen::Read(difference) => read(ground, work, journal, difference).await?,
        Seen::Withdrawn => {
            record::stand(ground, work.run, journal, JournalState::ConsentWithdrawn).await?;
            (JournalOutcome::ConsentWithdrawn, None)
        }
        Seen::Gone => {
            record::stand(ground, work.run, journal, JournalState::Gone).await?;
            (if is_turn_of_year { JournalOutcome::YearOver } else { JournalOutcome::Gone }, None)
        }
        Seen::Unchanged => (JournalOutcome::Unchanged, None),
        Seen::Unread => (JournalOutcome::Unread, None),
    };
    let new_year = matches!(&looked.seen, Seen::Read(difference) if difference.turns);
    let done = record::Done { plan: plan.as_ref(), new_year, pupils: looked.pupils() };
    record::done(ground, work.run, &journal.id, outcome, done).await
}

async fn read(
    ground: &Ground,
    work: &Work<'_>,
    journal: &Journal,
    difference: &Difference,
) -> Result<(JournalOutcome, Option<Plan>), RosterError> {
    let plan = || Some(difference.plan.clone());
    if difference.change.is_partial() {
        hold(ground, work, journal).await?;
        return Ok((JournalOutcome::Partial, plan()));
    }
    if difference.plan.is_empty() && work.pass != Pass::Everything {
        return Ok((JournalOutcome::Unchanged, plan()));
    }
    if work.pass == Pass::Nothing {
        access(ground, (work.run, work.place), journal, difference).await?;
        hold(ground, work, journal).await?;
        return Ok((JournalOutcome::Held, plan()));
    }
    let others: Vec<_> = difference.change.others().map(|who| (journal.id.clone(), who.clone())).collect();
    moved::remember(ground, &Scope::of_journal(journal), &others).await?;
    let part = if work.pass == Pass::Additions { Part::Additions } else { Part::Everything };
    let applied = applied(ground, (work.run, work.place, part), journal, difference).await?;
    if work.pass == Pass::Additions {
        hold(ground, work, journal).await?;
    }
    Ok(match applied {
        None => (JournalOutcome::Busy, None),
        Some(done) if done.is_empty() && work.is_held => (JournalOutcome::Held, plan()),
        Some(done) if done.is_empty() => (JournalOutcome::Unchanged, Some(done)),
        Some(done) if work.pass == Pass::Additions => (JournalOutcome::Additions, Some(done)),
        Some(done) => (JournalOutcome::Applied, Some(done)),
    })
}

/// Remembers that a person has to decide about it.
async fn hold(ground: &Ground, work: &Work<'_>, journal: &Journal) -> Result<(), StorageError> {
    if !work.is_held {
        return Ok(());
    }
    let id = &journal.id;
    ground.db.write(Durability::Durable, |tx| async move { journals::hold(&tx, id, true).await }).await
}

/// Whoever teaches a journal no more loses it at the first complete reading that tells so, whatever becomes of the rest of
/// it. What is empty or cut off tells nothing of the kind, and what is of another school gives nobody anything back. The
/// seat ends as others do.
pub(super) async fn access(
    ground: &Ground,
    (run, place): (&RefreshRun, Place<'_>),
    journal: &Journal,
    difference: &Difference,
) -> Result<(), RosterError> {
    if difference.change.is_partial() {
        return Ok(());
    }
    let part = if difference.change.doubt.is_some() { Part::Absences } else { Part::Access };
    if part.of(difference.plan.clone()).is_empty() {
        return Ok(());
    }
    applied(ground, (run, place, part), journal, difference).await.map(drop)
}

/// Applies exactly what was judged. Where somebody signed in or decided meanwhile, the plan of now will do if it changes
/// nothing that was not judged; a journal that moves on and on is left to the next refresh.
async fn applied(
    ground: &Ground,
    (run, place, part): (&RefreshRun, Place<'_>, Part),
    journal: &Journal,
    difference: &Difference,
) -> Result<Option<Plan>, RosterError> {
    let judged = measure::difference(&ground.vault, &journal.id, &difference.plan);
    let actor = record::actor(run);
    let mut agreed = difference.plan.hash();
    for _ in 0..TRIES {
        let this = Apply {
            place,
            said: &difference.said,
            hidden: &difference.hidden,
            choice: None,
            agreed: Some(&agreed),
            actor: &actor,
            run: run.id.as_str(),
        };
        agreed = match apply_part(ground, &this, part).await {
            Ok(done) => return Ok(Some(done.plan)),
            Err(RosterError::Changed(now))
                if measure::difference(&ground.vault, &journal.id, &now).is_subset(&judged) =>
            {
                now.hash()
            }
            Err(RosterError::Changed(_) | RosterError::Stale | RosterError::NotLinked) => return Ok(None),
            Err(error) => return Err(error),
        };
    }
    Ok(None)
}
