//! Who sits in the journal: joining, missing, coming back, leaving. Absence is a state with a clock (invariant 4).

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Filtered, Held, HeldSeat};
use super::{BETWEEN_READS, Planned, Steps, takes_part};
use crate::domain::{SeatEnd, SeatRole};

/// Writes the steps about every seat that is told of or held.
pub(super) fn walk(said: &Filtered, held: &Held, people: &[Planned], steps: &mut Steps) {
    let told: BTreeMap<&str, &Planned> = people.iter().map(|person| (person.subject.as_str(), person)).collect();
    let gone: BTreeSet<&str> = said.rows.iter().filter(|row| !row.is_here()).map(|row| row.subject.as_str()).collect();
    for person in people.iter().filter(|person| takes_part(person)) {
        for role in &person.roles {
            let place = (person.subject.clone(), *role);
            match held.seats.get(&place) {
                None => drop(steps.sit.insert(place)),
                Some(seat) if seat.absent_since.is_some() => drop(steps.come_back.insert(place)),
                Some(_) => {}
            }
        }
    }
    for (place, seat) in held.seats.iter().filter(|((subject, _), _)| !held.settled.contains(subject)) {
        let person = told.get(place.0.as_str()).filter(|_| !gone.contains(place.0.as_str()));
        // A refused row keeps what its person has.
        let is_here = person.is_some_and(|person| person.roles.contains(&place.1) || !takes_part(person));
        if !is_here {
            missing(said, place, *seat, person.is_none(), steps);
        }
    }
}

fn missing(said: &Filtered, place: &(String, SeatRole), seat: HeldSeat, unmentioned: bool, steps: &mut Steps) {
    if !said.is_complete {
        return;
    }
    if unmentioned && said.deleted.contains(&place.0) {
        steps.leave.insert(place.clone(), SeatEnd::Deleted);
        return;
    }
    // An empty answer has many causes, and "all have left" is the rarest.
    if said.rows.is_empty() {
        return;
    }
    match seat.absent_since {
        None => drop(steps.miss.insert(place.clone())),
        Some(since) if said.read_at >= since + BETWEEN_READS => {
            steps.leave.insert(place.clone(), SeatEnd::Left);
        }
        Some(_) => {}
    }
}
