//! How far journals are applied.

use super::super::evidence::{applied_text, rules};
use super::decide::Decided;
use super::{Part, Work};
use crate::domain::{JournalState, SeatReason, SeatRole};
use crate::ground::Ground;
use crate::roster::{Held, Plan};
use crate::storage::journals::Journal;
use crate::storage::journals_bulk::{self, Applied, Reached};
use crate::storage::{StorageError, Tx};

/// Remembers how far each of them was applied, and that its platform is told.
pub(super) async fn journals(
    tx: &Tx,
    ground: &Ground,
    (part, decided): (Part, &[&Decided<'_>]),
) -> Result<(), StorageError> {
    let mut sits = Vec::new();
    let rows = decided.iter().filter_map(|one| {
        let row = match part {
            Part::Everything => after(one.work, &one.journal, &one.plan, &one.held),
            Part::Additions | Part::Access | Part::Absences => looked_into(&one.journal, &one.plan),
        };
        let is_moved = one.is_moved();
        let is_new = is_moved || row != one.journal;
        // Nobody goes by it where everybody is looked at anyway, and to get out of there the journal is applied again.
        if is_new && part == Part::Everything && row.applied_rules.is_some() && !row.has_absences {
            sits.push(Applied { journal_id: row.id.clone(), seats: applied_text(one.work.said) });
        }
        is_new.then(|| Reached { row, touched_at: is_moved.then(|| ground.now()) })
    });
    journals_bulk::update(tx, &rows.collect::<Vec<_>>()).await?;
    journals_bulk::put_applied(tx, &sits).await
}

/// It stands as if it had not been read. Where a clock was started, no equal digest passes it over: it has to run on, or to
/// be stopped.
fn looked_into(journal: &Journal, plan: &Plan) -> Journal {
    Journal { has_absences: journal.has_absences || !plan.steps.miss.is_empty(), ..journal.clone() }
}

fn after(work: &Work<'_>, journal: &Journal, plan: &Plan, held: &Held) -> Journal {
    let facts = &work.said.journal;
    let running = held.seats.iter().filter(|(_, seat)| seat.absent_since.is_some()).map(|(place, _)| place);
    let stopped =
        |place: &(String, SeatRole)| plan.steps.come_back.contains(place) || plan.steps.leave.contains_key(place);
    let has_absences = !plan.steps.miss.is_empty() || running.filter(|place| !stopped(place)).count() > 0;
    Journal {
        name: facts.name.clone(),
        school_year: facts.school_year.clone(),
        landing_url: facts.landing_url.clone(),
        // It could be read: whatever had been withdrawn is granted again.
        state: JournalState::Linked,
        applied_digest: Some(work.said.digest()),
        applied_rules: (!is_open(plan)).then(|| rules(work.place.terms)),
        read_at: Some(work.said.read_at),
        has_absences,
        held: false,
        cursor: work.said.cursor.clone(),
        ..journal.clone()
    }
}

/// Whether the next plan may be another one though the reading is the same: somebody's state rests on what no roster tells.
fn is_open(plan: &Plan) -> bool {
    let may_move = |reason| {
        matches!(
            reason,
            SeatReason::Candidate
                | SeatReason::SharedCandidate
                | SeatReason::PartialRead
                | SeatReason::AccountDisabled
                | SeatReason::SharedAccount
                | SeatReason::Quarantined
                | SeatReason::AnotherPerson
        )
    };
    plan.people.iter().any(|person| person.state.reason().is_some_and(may_move))
}
