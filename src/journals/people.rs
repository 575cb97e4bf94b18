//! The people of a journal as its teacher may see them.

use crate::domain::{PersonName, RosterPersonId, SeatRole, SeatState};
use crate::roster::{Plan, Planned};
use crate::storage::seats::ShownSeat;
use crate::web::pages::seats::{SeatGroup, SeatRow};

/// Everybody who sits in a journal, each once with every role.
pub(super) fn seated(seats: Vec<ShownSeat>) -> Vec<SeatGroup> {
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
    SeatGroup::all(people.into_iter().map(|(_, state, row)| (state, row)).collect(), "state-new-unused")
}

/// Made by a journal and never used is "new" until its person comes.
fn state(seat: &ShownSeat) -> SeatState {
    if seat.state == SeatState::Linked && seat.is_new { SeatState::New } else { seat.state }
}

fn row(seat: ShownSeat) -> SeatRow {
    SeatRow {
        name: PersonName { given: seat.given_name, family: seat.family_name }.display(),
        class_name: seat.class_name,
        roles: vec![seat.role],
        reason: seat.reason,
        has_work: seat.has_work,
        is_missing: seat.absent_since.is_some(),
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
