//! Journals of a roster written one transaction after the other, each as large as it may be without keeping others waiting.

use std::time::{Duration, Instant};

use super::super::apply::{Batch, Choice, Outcome, Part, Work, apply_many};
use super::super::evidence::{Depth, Seen};
use super::super::{Filtered, Hidden, Place, Plan, RosterError};
use super::Listed;
use super::bring::Brought;
use super::history::History;
use super::judged::{Allowed, Prints};
use super::sieve::Sieve;
use crate::domain::{Actor, JournalOutcome};
use crate::ground::Ground;
use crate::storage::StorageError;

/// How long a transaction should take: half of what a sign-in may be kept waiting.
const AIM: Duration = Duration::from_millis(25);
/// People in the first transaction, and in the largest.
const FIRST: usize = 250;
const MOST: usize = 4_000;

/// What is the same for all journals of a roster.
#[derive(Clone, Copy)]
pub(super) struct Applying<'a> {
    pub(super) ground: &'a Ground,
    pub(super) sieve: &'a Sieve<'a>,
    pub(super) place: Place<'a>,
    pub(super) prints: &'a Prints,
    pub(super) part: Part,
    pub(super) actor: &'a Actor,
    pub(super) run: &'a str,
}

/// A journal, and what it may change.
pub(super) type ToDo<'a> = (&'a Listed, &'a Allowed);

/// The first of these, with about so many people together, at least one of them; and the rest.
pub(super) fn next<T>(rest: &[T], people: usize, size: impl Fn(&T) -> usize) -> (&[T], &[T]) {
    let sums = rest.iter().scan(0, |sum, one| {
        *sum += size(one) + 1;
        Some(*sum)
    });
    let fits = sums.take_while(|sum| *sum <= people).count();
    rest.split_at_checked(fits.max(1)).unwrap_or((rest, &[]))
}

/// Applies all of them, in their order. Each transaction that was committed stays, whatever becomes of the next.
pub(super) async fn apply_all(
    applying: Applying<'_>,
    to_do: &[ToDo<'_>],
    (brought, mut history): (&mut Brought, Option<&mut History<'_>>),
    told: &(dyn Fn(usize) + Sync),
) -> Result<(), RosterError> {
    let (mut rest, mut people) = (to_do, FIRST);
    while !rest.is_empty() {
        let (now, _) = next(rest, people, |(listed, _)| listed.members.len());
        let said: Vec<(Filtered, Hidden)> = now.iter().map(|(listed, _)| applying.sieve.filtered(listed)).collect();
        let began = Instant::now();
        let outcomes = some(applying, now, &said).await?;
        let done = now.get(..outcomes.len()).unwrap_or(now);
        let written: usize = done.iter().map(|(listed, _)| listed.members.len() + 1).sum();
        people = if done.len() < now.len() { written } else { fitting(written, began.elapsed()) };
        for ((listed, _), outcome) in done.iter().zip(outcomes) {
            if let (Ok(applied), Some(history)) = (&outcome, history.as_deref_mut()) {
                history.note(&applied.journal, applying.outcome(&applied.plan), &applied.plan).await?;
            }
            brought.note(&listed.facts.key.external_id, outcome);
        }
        rest = rest.get(done.len()..).unwrap_or_default();
        told(to_do.len() - rest.len());
    }
    Ok(())
}

/// How many people fit into the next transaction, when so many took so long.
fn fitting(written: usize, took: Duration) -> usize {
    let wanted = if took * 2 < AIM {
        written * 2
    } else {
        written * 25 / usize::try_from(took.as_millis()).unwrap_or(25).max(1)
    };
    wanted.clamp(written / 2, written * 2).clamp(1, MOST)
}

/// Applies the first of these in one transaction. One that cannot be written at all does not take others along: it is
/// tried alone, and left over.
async fn some(
    applying: Applying<'_>,
    to_do: &[ToDo<'_>],
    said: &[(Filtered, Hidden)],
) -> Result<Vec<Outcome>, RosterError> {
    let choice = Choice::default();
    let works: Vec<Work<'_>> = said.iter().map(|said| applying.work(said, &choice)).collect();
    let may = |place: usize, plan: &Plan| {
        to_do.get(place).is_some_and(|(_, allowed)| applying.prints.is_within(plan, allowed))
    };
    let seen: Vec<Option<&Seen>> = to_do.iter().map(|(_, allowed)| allowed.seen.as_ref()).collect();
    let all = Batch { works: &works, part: applying.part, depth: Depth::Again(&seen), may: &may };
    match apply_many(applying.ground, &all).await {
        Err(error) if is_its_own(&error) => {}
        done => return done,
    }
    let first = Batch { works: works.get(..1).unwrap_or_default(), ..all };
    match apply_many(applying.ground, &first).await {
        Err(error) if is_its_own(&error) => Ok(vec![Err(error)]),
        done => done,
    }
}

/// Whether the fault may be one journal's, and not the database's.
fn is_its_own(error: &RosterError) -> bool {
    match error {
        RosterError::Storage(StorageError::Closed | StorageError::Over) => false,
        RosterError::Storage(error) => !error.is_unavailable(),
        _ => true,
    }
}

impl<'a> Applying<'a> {
    fn outcome(self, plan: &Plan) -> JournalOutcome {
        match self.part {
            _ if plan.is_empty() => JournalOutcome::Unchanged,
            Part::Additions => JournalOutcome::Additions,
            Part::Everything => JournalOutcome::Applied,
            // Only who may open the journal: the rest waits for a decision.
            Part::Access | Part::Absences => JournalOutcome::Held,
        }
    }

    fn work(self, (said, hidden): &'a (Filtered, Hidden), choice: &'a Choice) -> Work<'a> {
        let Self { place, actor, run, .. } = self;
        Work { place, said, hidden, choice: Some(choice), agreed: None, actor, run }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_takes_whole_journals_and_at_least_one() {
        let sizes = [10, 10, 500, 3];
        let taken = |people| next(&sizes, people, |size| *size).0.len();
        assert_eq!([1, 11, 22, 523, 524, 9_000].map(taken), [1, 1, 2, 3, 3, 4]);
        assert_eq!(next(&[500, 1], 20, |size: &usize| *size), (&[500][..], &[1][..]));
    }

    #[test]
    fn a_slow_transaction_is_followed_by_a_smaller_one() {
        let after = |written, millis| fitting(written, Duration::from_millis(millis));
        assert_eq!(
            [after(100, 1), after(100, 20), after(100, 50), after(100, 900), after(1, 900)],
            [200, 125, 50, 50, 1]
        );
        assert_eq!(after(4_000, 1), MOST);
    }
}
