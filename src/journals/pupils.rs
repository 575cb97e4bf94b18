//! The pupils of a journal, with everything that says how it stands with them.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::domain::{JournalId, PersonName, RosterPersonId, SeatReason, SeatRole, SeatState, Time};
use crate::storage::seats::{self, ShownSeat, Signs};
use crate::storage::{StorageError, Tx};
use crate::web::pages::lights::{Light, LightCounts};
use crate::web::pages::waiting::PupilRow;

/// How long "lately" is.
const LATELY: TimeDelta = TimeDelta::days(7);

/// What is known of pupils besides their seats.
pub(super) type SignsOf = BTreeMap<RosterPersonId, Signs>;

/// One pupil of a journal.
#[derive(Debug, Clone)]
pub(super) struct Pupil {
    pub(super) seat: ShownSeat,
    signs: Option<Signs>,
}

/// The signs of everybody in a journal.
pub(super) async fn signs(tx: &Tx, journal: &JournalId, now: Time) -> Result<SignsOf, StorageError> {
    let rows = seats::list_signs(tx, journal, now - LATELY).await?;
    Ok(rows.into_iter().map(|signs| (signs.person_id.clone(), signs)).collect())
}

/// The pupils of a journal, by name.
pub(super) async fn list(tx: &Tx, journal: &JournalId, now: Time) -> Result<Vec<Pupil>, StorageError> {
    Ok(pupils(&seats::list_shown(tx, journal).await?, &signs(tx, journal, now).await?))
}

/// The pupils among those who sit in a journal.
pub(super) fn pupils(seats: &[ShownSeat], signs: &SignsOf) -> Vec<Pupil> {
    let pupils = seats.iter().filter(|seat| seat.role == SeatRole::Pupil);
    pupils.map(|seat| Pupil { seat: seat.clone(), signs: signs.get(&seat.person_id).cloned() }).collect()
}

impl Pupil {
    /// Who.
    pub(super) fn id(&self) -> &RosterPersonId {
        &self.seat.person_id
    }

    /// Full name.
    pub(super) fn name(&self) -> String {
        name(&self.seat)
    }

    /// As a page lists them.
    pub(super) fn row(&self) -> PupilRow {
        PupilRow { person: self.id().clone(), name: self.name(), class_name: self.seat.class_name.clone() }
    }

    /// There is no account yet that is theirs for certain.
    pub(super) fn waits(&self) -> bool {
        self.seat.state == SeatState::Waiting
    }

    /// A teacher said that there is no other account, and the next update makes one.
    pub(super) fn is_said_new(&self) -> bool {
        self.waits() && self.has(|signs| signs.is_said_new)
    }

    /// Waits because there may be an account: what a teacher can say something about.
    pub(super) fn has_candidate(&self) -> bool {
        let reason = matches!(self.seat.reason, Some(SeatReason::Candidate | SeatReason::SharedCandidate));
        self.waits() && reason && !self.is_said_new()
    }

    /// How it stands, the gravest first.
    pub(super) fn light(&self) -> Light {
        match self.seat.state {
            SeatState::Blocked => Light::Blocked,
            _ if self.has(|signs| signs.is_duplicate) => Light::Duplicate,
            _ if self.is_new() => Light::New,
            SeatState::Linked => self.linked_light(),
            SeatState::Waiting | SeatState::New if self.is_said_new() => Light::SaidNew,
            SeatState::Waiting | SeatState::New => Light::Waiting,
        }
    }

    fn linked_light(&self) -> Light {
        match self.let_in_since() {
            Some(since) => Light::LetIn(since),
            None if self.has(|signs| signs.was_here) => Light::Here,
            None => Light::Linked,
        }
    }

    fn has(&self, sign: fn(&Signs) -> bool) -> bool {
        self.signs.as_ref().is_some_and(sign)
    }

    /// Since when they work on a provisional account, if they do.
    fn let_in_since(&self) -> Option<Time> {
        self.signs.as_ref().and_then(|signs| signs.let_in_since)
    }

    fn is_new(&self) -> bool {
        self.seat.state == SeatState::Linked && self.seat.is_new
    }
}

/// A person's name on these pages.
pub(super) fn name(seat: &ShownSeat) -> String {
    PersonName { given: seat.given_name.clone(), family: seat.family_name.clone() }.display()
}

/// How many pupils are what.
pub(super) fn counts(pupils: &[Pupil]) -> LightCounts {
    let count = |is: &dyn Fn(&Pupil) -> bool| pupils.iter().filter(|pupil| is(pupil)).count() as u64;
    LightCounts {
        linked: count(&|pupil| pupil.seat.state == SeatState::Linked && !pupil.is_new()),
        waiting: count(&Pupil::waits),
        new: count(&Pupil::is_new),
        blocked: count(&|pupil| pupil.seat.state == SeatState::Blocked),
        duplicates: count(&|pupil| pupil.has(|signs| signs.is_duplicate)),
        let_in: count(&|pupil| matches!(pupil.light(), Light::LetIn(_))),
        here: count(&|pupil| pupil.seat.state == SeatState::Linked && pupil.has(|signs| signs.was_here)),
    }
}

/// The pupils that a form names, nobody twice. Who sits elsewhere, sat here once or never was is not among them, and no answer
/// tells which.
pub(super) fn named<'a>(pupils: &'a [Pupil], sent: &[String]) -> Vec<&'a Pupil> {
    pupils.iter().filter(|pupil| sent.iter().any(|id| id == pupil.id().as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Random;

    fn pupil(state: SeatState, reason: Option<SeatReason>, is_new: bool) -> Pupil {
        let person_id = RosterPersonId::random(&Random::counter(1));
        let signs = Signs {
            person_id: person_id.clone(),
            is_duplicate: false,
            was_here: false,
            is_said_new: false,
            let_in_since: None,
        };
        let seat = ShownSeat {
            person_id,
            given_name: Some("Mari".into()),
            family_name: Some("Tamm".into()),
            class_name: Some("5A".into()),
            role: SeatRole::Pupil,
            state,
            reason,
            account_id: None,
            is_new,
            has_work: false,
            since: chrono::DateTime::UNIX_EPOCH,
            absent_since: None,
        };
        Pupil { seat, signs: Some(signs) }
    }

    fn with(mut pupil: Pupil, change: fn(&mut Signs)) -> Pupil {
        change(pupil.signs.as_mut().unwrap());
        pupil
    }

    const LONG_AGO: Time = chrono::DateTime::UNIX_EPOCH;

    fn let_in(signs: &mut Signs) {
        signs.let_in_since = Some(LONG_AGO);
    }

    #[test]
    fn the_gravest_sign_is_the_light() {
        let linked = || pupil(SeatState::Linked, None, false);
        let waits = || pupil(SeatState::Waiting, Some(SeatReason::Candidate), false);
        let blocked = pupil(SeatState::Blocked, Some(SeatReason::AccountDisabled), false);
        for (pupil, light) in [
            (linked(), Light::Linked),
            (with(linked(), |signs| signs.was_here = true), Light::Here),
            (pupil(SeatState::Linked, None, true), Light::New),
            (waits(), Light::Waiting),
            (with(waits(), |signs| signs.is_said_new = true), Light::SaidNew),
            (with(with(linked(), let_in), |signs| signs.was_here = true), Light::LetIn(LONG_AGO)),
            (with(with(linked(), let_in), |signs| signs.is_duplicate = true), Light::Duplicate),
            (with(waits(), let_in), Light::Waiting),
            (with(linked(), |signs| (signs.is_duplicate, signs.was_here) = (true, true)), Light::Duplicate),
            (with(blocked, |signs| signs.is_duplicate = true), Light::Blocked),
            (Pupil { signs: None, ..waits() }, Light::Waiting),
        ] {
            assert_eq!(pupil.light(), light, "{pupil:?}");
        }
    }

    #[test]
    fn the_first_four_counts_are_everybody() {
        let here = with(pupil(SeatState::Linked, None, false), |signs| signs.was_here = true);
        let all = [
            here,
            with(pupil(SeatState::Linked, None, false), let_in),
            pupil(SeatState::Linked, None, true),
            pupil(SeatState::Waiting, Some(SeatReason::Candidate), false),
            pupil(SeatState::Blocked, None, false),
        ];
        let counts = counts(&all);
        assert_eq!((counts.linked, counts.waiting, counts.new, counts.blocked), (2, 1, 1, 1));
        assert_eq!((counts.let_in, counts.here), (1, 1));
    }

    #[test]
    fn a_word_is_about_candidates() {
        for reason in SeatReason::ALL {
            let waits = pupil(SeatState::Waiting, Some(*reason), false);
            let candidate = matches!(reason, SeatReason::Candidate | SeatReason::SharedCandidate);
            assert_eq!(waits.has_candidate(), candidate, "{reason}");
            assert!(!with(waits, |signs| signs.is_said_new = true).has_candidate(), "{reason}");
        }
    }
}
