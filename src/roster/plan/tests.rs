//! Rule by rule, and the Opiq case. What holds for every journal: `laws`.

mod laws;
mod model;

use chrono::TimeDelta;

use super::super::HeldSeat;
use super::*;
use crate::domain::{NewAccounts, PartialRead, Role, RosterSubject, SeatReason};
use model::{account, held, member, reading, said};

fn state(members: Vec<crate::domain::Member>, held: &Held, subject: &str) -> State {
    let plan = plan(&said(&reading(members)), held);
    plan.people.into_iter().find(|person| person.subject == subject).unwrap().state
}

/// E5: 28 pupils, 12 of them linked, 9 with unlinked accounts of their own, 7 new.
#[test]
fn the_opiq_case_reuses_twelve_makes_seven_and_lets_nine_wait() {
    let pupils: Vec<_> = (0..28).map(|n| member(&format!("p{n:02}"), Role::Pupil)).collect();
    let mut known = held();
    for n in 0..12 {
        known.links.insert(format!("p{n:02}"), model::link(&account(n)));
    }
    for n in 12..21 {
        known.candidates.insert(format!("p{n:02}"), [account(n)].into());
    }
    let plan = plan(&said(&reading(pupils)), &known);
    let counts = [SeatState::Linked, SeatState::New, SeatState::Waiting, SeatState::Blocked];
    assert_eq!(counts.map(|state| plan.count(state)), [12, 7, 9, 0]);
    let born: Vec<&str> = plan.steps.births.iter().map(String::as_str).collect();
    assert_eq!(born, ["p21", "p22", "p23", "p24", "p25", "p26", "p27"]);
    assert_eq!((plan.steps.sit.len(), plan.steps.people.len(), plan.steps.leave.len()), (28, 28, 0));
    let reasons: Vec<_> = plan.people.iter().filter_map(|person| person.state.reason()).collect();
    assert_eq!(reasons, [SeatReason::Candidate; 9]);
}

#[test]
fn an_identity_with_an_ended_link_waits_and_nobody_can_make_it_new() {
    let mut known = held();
    known.ended.insert("p1".into());
    assert_eq!(state(vec![member("p1", Role::Pupil)], &known, "p1"), State::Waiting(SeatReason::LinkEnded));
    known.standings.insert("p1".into(), model::decided(StandingState::New));
    assert_eq!(state(vec![member("p1", Role::Pupil)], &known, "p1"), State::Waiting(SeatReason::LinkEnded));
}

#[test]
fn a_roster_that_names_people_otherwise_links_and_makes_nobody() {
    for roster_subject in [RosterSubject::Different, RosterSubject::Unknown] {
        let mut known = held();
        known.terms.roster_subject = roster_subject;
        known.links.insert("p1".into(), model::link(&account(1)));
        known.standings.insert("p3".into(), model::decided(StandingState::New));
        let members = ["p1", "p2", "p3"].map(|subject| member(subject, Role::Pupil)).to_vec();
        let plan = plan(&said(&reading(members)), &known);
        assert!(plan.people.iter().all(|person| person.state == State::Waiting(SeatReason::SubjectDiffers)));
        assert_eq!((plan.steps.births.len(), plan.steps.sit.len()), (0, 3));
    }
}

/// Found by the law that the plan of the applied state is empty.
#[test]
fn who_has_no_other_account_shares_no_candidate() {
    let mut known = held();
    for subject in ["p1", "p2"] {
        known.candidates.insert(subject.into(), [account(1)].into());
    }
    known.standings.insert("p1".into(), model::decided(StandingState::New));
    let both = vec![member("p1", Role::Pupil), member("p2", Role::Pupil)];
    assert_eq!(state(both.clone(), &known, "p1"), State::New);
    assert_eq!(state(both, &known, "p2"), State::Waiting(SeatReason::Candidate));
}

#[test]
fn what_a_person_decided_stands() {
    let mut known = held();
    known.candidates.insert("p1".into(), [account(1)].into());
    known.standings.insert("p1".into(), model::decided(StandingState::New));
    assert_eq!(state(vec![member("p1", Role::Pupil)], &known, "p1"), State::New, "has no other account");
    known.candidates.clear();
    known.standings.insert("p1".into(), model::decided(StandingState::Waiting));
    assert_eq!(state(vec![member("p1", Role::Pupil)], &known, "p1"), State::Waiting(SeatReason::Candidate));
}

#[test]
fn a_school_that_wants_to_see_new_accounts_first_gets_none() {
    let mut known = held();
    known.terms.new_accounts = NewAccounts::AskSchool;
    assert_eq!(state(vec![member("p1", Role::Pupil)], &known, "p1"), State::Waiting(SeatReason::SchoolAsks));
}

#[test]
fn nobody_is_made_for_a_row_without_a_name() {
    let bare = crate::domain::Member::new("p1", Role::Pupil);
    assert_eq!(state(vec![bare], &held(), "p1"), State::Waiting(SeatReason::Unnamed));
}

#[test]
fn two_people_of_one_journal_are_never_one() {
    let mut known = held();
    let twins = || vec![member("p1", Role::Pupil), member("p2", Role::Pupil)];
    known.candidates = [("p1".into(), [account(1)].into()), ("p2".into(), [account(1)].into())].into();
    for subject in ["p1", "p2"] {
        assert_eq!(state(twins(), &known, subject), State::Waiting(SeatReason::SharedCandidate));
    }
    known.links.insert("p1".into(), model::link(&account(1)));
    known.taken.insert(account(1), ["p1".into()].into());
    assert_eq!(state(twins(), &known, "p1"), State::Linked(account(1)));
    assert_eq!(state(twins(), &known, "p2"), State::New, "the account is the other's");
    let elsewhere = vec![member("p2", Role::Pupil)];
    assert_eq!(state(elsewhere, &known, "p2"), State::Waiting(SeatReason::Candidate), "perhaps one id came anew");
    known.links.insert("p2".into(), HeldLink { via_merge: true, ..model::link(&account(1)) });
    assert_eq!(state(twins(), &known, "p2"), State::Blocked(SeatReason::SharedAccount));
    assert_eq!(state(twins(), &known, "p1"), State::Linked(account(1)));
}

#[test]
fn a_shut_account_and_a_recycled_subject_are_blocked_and_keep_their_seats() {
    let mut known = held();
    known.links.insert("p1".into(), HeldLink { is_open: false, ..model::link(&account(1)) });
    known.quarantined.insert("p2".into());
    let plan = plan(&said(&reading(vec![member("p1", Role::Pupil), member("p2", Role::Teacher)])), &known);
    let states: Vec<_> = plan.people.iter().map(|person| person.state.clone()).collect();
    assert_eq!(states, [State::Blocked(SeatReason::AccountDisabled), State::Blocked(SeatReason::Quarantined)]);
    assert_eq!((plan.steps.sit.len(), plan.steps.births.len()), (2, 0));
}

/// E2: a subject that comes with another birth date has no effect, and neither takes nor gives a seat.
#[test]
fn another_person_under_a_known_subject_changes_nothing() {
    let mut known = held();
    known.another.insert("p1".into());
    let newcomer = plan(&said(&reading(vec![member("p1", Role::Pupil)])), &known);
    assert_eq!(newcomer.people[0].state, State::Blocked(SeatReason::AnotherPerson));
    assert_eq!(newcomer.steps, Steps { journal: true, ..Steps::default() });
    model::sit(&mut known, "p1", SeatRole::Pupil);
    assert_eq!(plan(&said(&reading(vec![member("p1", Role::Pupil)])), &known).steps, newcomer.steps);
}

/// E13, its first strike and its second.
#[test]
fn a_seat_ends_at_the_second_complete_read_twenty_hours_later() {
    let mut known = held();
    model::sit(&mut known, "p1", SeatRole::Pupil);
    model::sit(&mut known, "t1", SeatRole::Teacher);
    model::sit(&mut known, "p2", SeatRole::Pupil);
    let rest = || reading(vec![member("p2", Role::Pupil)]);
    let first = plan(&said(&rest()), &known).steps;
    assert_eq!((first.miss.len(), first.leave.len()), (2, 0), "one read is no absence");
    for seat in known.seats.values_mut().take(1) {
        seat.absent_since = Some(rest().read_at);
    }
    let at = |hours| {
        let mut later = rest();
        later.read_at += TimeDelta::hours(hours);
        plan(&said(&later), &known).steps
    };
    assert_eq!((at(19).leave.len(), at(20).leave.len()), (0, 1));
    assert_eq!(at(20).leave.into_iter().next().unwrap(), (("p1".into(), SeatRole::Pupil), SeatEnd::Left));
    let back = reading(vec![member("p1", Role::Pupil), member("p2", Role::Pupil), member("t1", Role::Teacher)]);
    let back = plan(&said(&back), &known).steps;
    assert_eq!((back.come_back.len(), back.sit.len(), back.miss.len()), (1, 0, 0), "the clock stops");
}

#[test]
fn an_explicit_delete_ends_the_seat_at_once() {
    let mut known = held();
    model::sit(&mut known, "p1", SeatRole::Pupil);
    let mut gone = reading(vec![member("p2", Role::Pupil)]);
    gone.deleted = vec!["p1".into()];
    let steps = plan(&said(&gone), &known).steps;
    assert_eq!(steps.leave, [(("p1".into(), SeatRole::Pupil), SeatEnd::Deleted)].into());
    gone.members.push(member("p1", Role::Pupil));
    assert!(plan(&said(&gone), &known).steps.leave.is_empty(), "who is told of is there");
    gone.members.pop();
    gone.completeness = crate::domain::Completeness::Partial(PartialRead::Truncated);
    assert!(plan(&said(&gone), &known).steps.leave.is_empty(), "a part of the truth removes nobody");
}

#[test]
fn an_empty_answer_is_nobodys_absence() {
    let mut known = held();
    model::sit(&mut known, "p1", SeatRole::Pupil);
    let steps = plan(&said(&reading(vec![])), &known).steps;
    assert_eq!((steps.miss.len(), steps.leave.len()), (0, 0));
}

#[test]
fn a_changed_role_takes_the_old_seats_access_at_once() {
    let mut known = held();
    model::sit(&mut known, "p1", SeatRole::Teacher);
    let steps = plan(&said(&reading(vec![member("p1", Role::Pupil)])), &known).steps;
    assert_eq!(steps.sit, [("p1".into(), SeatRole::Pupil)].into());
    assert_eq!(steps.miss, [("p1".into(), SeatRole::Teacher)].into());
}

/// Whatever else of a plan waits: teachers who are gone, also those whose seat would end at once, and those who are back.
#[test]
fn who_may_open_a_journal_does_not_wait() {
    let mut known = held();
    for (subject, role) in [("p1", SeatRole::Pupil), ("t1", SeatRole::Teacher), ("t2", SeatRole::Teacher)] {
        model::sit(&mut known, subject, role);
    }
    let taught = |subject: &str| (subject.to_owned(), SeatRole::Teacher);
    let mut rest = reading(vec![member("p2", Role::Pupil)]);
    rest.deleted = vec!["t2".into()];
    let waiting = plan(&said(&rest), &known);
    let gone: BTreeSet<_> = [taught("t1"), taught("t2")].into();
    assert_eq!(waiting.access().steps, Steps { miss: gone.clone(), ..Steps::default() });
    let additions = waiting.additions().steps;
    assert_eq!((additions.miss, additions.sit.len(), additions.leave.len()), (gone, 1, 0));
    known.seats.insert(taught("t1"), HeldSeat { absent_since: Some(rest.read_at) });
    known.seats.insert(taught("t2"), HeldSeat { absent_since: Some(rest.read_at) });
    assert!(plan(&said(&rest), &known).access().is_empty(), "their clocks run");
    let back = reading(vec![member("p2", Role::Pupil), member("t1", Role::Teacher)]);
    let back = plan(&said(&back), &known);
    assert_eq!(back.access().steps, Steps { come_back: [taught("t1")].into(), ..Steps::default() });
    assert!(back.absences().is_empty());
}

/// A list without anybody, and one that was cut off, lock nobody out.
#[test]
fn no_teacher_is_gone_by_an_empty_or_a_partial_reading() {
    let mut known = held();
    model::sit(&mut known, "p1", SeatRole::Pupil);
    model::sit(&mut known, "t1", SeatRole::Teacher);
    let mut nobody = reading(vec![]);
    assert!(plan(&said(&nobody), &known).access().is_empty());
    nobody.deleted = vec!["p1".into(), "t1".into()];
    let waiting = plan(&said(&nobody), &known);
    assert_eq!((waiting.steps.leave.len(), waiting.access().is_empty()), (2, true), "not even one that says so");
    let mut cut = reading(vec![member("p1", Role::Pupil)]);
    cut.completeness = crate::domain::Completeness::Partial(PartialRead::PageMissing);
    assert!(plan(&said(&cut), &known).access().is_empty());
}

#[test]
fn a_journal_of_nobody_has_a_plan() {
    let plan = plan(&said(&reading(vec![])), &held());
    assert_eq!((plan.people.len(), plan.steps), (0, Steps { journal: true, ..Steps::default() }));
}
