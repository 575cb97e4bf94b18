//! The people of a journal as its teacher may see them.

use super::pupils::{self, Pupil, SignsOf, pupils};
use crate::domain::{RosterPersonId, SeatRole, SeatState};
use crate::roster::{Plan, Planned};
use crate::storage::seats::ShownSeat;
use crate::web::pages::lights::NextStep;
use crate::web::pages::seats::{SeatGroup, SeatRow};

/// Everybody who sits in a journal, each once with every role. `base` is the address of the journal's page, for what pupils
/// need next.
pub(super) fn seated(seats: Vec<ShownSeat>, signs: &SignsOf, base: &str) -> Vec<SeatGroup> {
    let pupils = pupils(&seats, signs);
    let mut people: Vec<(RosterPersonId, SeatState, SeatRow)> = Vec::new();
    for seat in seats {
        match people.iter_mut().find(|(id, ..)| *id == seat.person_id) {
            Some((_, _, row)) => {
                row.roles.push(seat.role);
                row.is_missing = row.is_missing && seat.absent_since.is_some();
            }
            None => people.push((seat.person_id.clone(), state(&seat), row(seat))),
        }
    }
    for (id, _, row) in &mut people {
        if let Some(pupil) = pupils.iter().find(|pupil| pupil.id() == id) {
            light(row, pupil, base);
        }
    }
    SeatGroup::all(people.into_iter().map(|(_, state, row)| (state, row)).collect(), "state-new-unused")
}

/// What a pupil's row has besides.
fn light(row: &mut SeatRow, pupil: &Pupil, base: &str) {
    row.light = Some(pupil.light());
    if pupil.is_said_new() {
        row.reason = None;
    }
    if pupil.has_candidate() {
        let (id, step) = (pupil.id(), |id, key, href| NextStep { id, key, href });
        row.next = vec![
            step(format!("code-{id}"), "next-code", format!("{base}/codes")),
            step(format!("word-{id}"), "next-word", format!("{base}/word?person={id}")),
        ];
    }
}

/// Made by a journal and never used is "new" until its person comes.
fn state(seat: &ShownSeat) -> SeatState {
    if seat.state == SeatState::Linked && seat.is_new { SeatState::New } else { seat.state }
}

fn row(seat: ShownSeat) -> SeatRow {
    SeatRow {
        name: pupils::name(&seat),
        class_name: seat.class_name,
        roles: vec![seat.role],
        reason: seat.reason,
        has_work: seat.has_work,
        is_missing: seat.absent_since.is_some(),
        ..SeatRow::default()
    }
}

/// Everybody of a plan: pupils first, by name.
pub(super) fn planned(plan: &Plan) -> Vec<SeatGroup> {
    chosen(plan, |_| true)
}

/// Some of them.
pub(super) fn chosen(plan: &Plan, is_shown: impl Fn(&Planned) -> bool) -> Vec<SeatGroup> {
    let mut people: Vec<&Planned> = plan.people.iter().filter(|person| is_shown(person)).collect();
    people.sort_by(|one, other| place(one).cmp(&place(other)));
    SeatGroup::all(people.into_iter().map(of_plan).collect(), "state-new-what")
}

fn place(person: &Planned) -> (Option<SeatRole>, Option<&str>, Option<&str>) {
    (person.roles.first().copied(), person.facts.family.as_deref(), person.facts.given.as_deref())
}

fn of_plan(person: &Planned) -> (SeatState, SeatRow) {
    let row = SeatRow {
        name: person.facts.name().display(),
        class_name: person.facts.class_name.clone(),
        roles: person.roles.iter().copied().collect(),
        reason: person.state.reason(),
        ..SeatRow::default()
    };
    (person.state.word(), row)
}
