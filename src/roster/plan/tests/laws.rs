//! What holds for every reading and everything we may hold.

use proptest::prelude::*;

use super::model::{account, applied, decided, held, link, member, reading, said, sifted};
use super::*;
use crate::domain::{Completeness, Member, Reading};
use crate::roster::HeldSeat;

const SUBJECTS: [&str; 6] = ["p1", "p2", "p3", "p4", "p5", "#6"];

fn any_member() -> impl Strategy<Value = Member> {
    let roles = vec![Role::Pupil, Role::Pupil, Role::Pupil, Role::Teacher, Role::Staff, Role::Guardian, Role::Admin];
    (prop::sample::select(&SUBJECTS[..]), prop::sample::select(roles), 0..12_u8, any::<[bool; 2]>()).prop_map(
        |(subject, role, kind, [classless, other_class])| {
            let mut member = member(subject, role);
            member.class_name = (!classless).then(|| if other_class { "6A" } else { "5B" }.to_owned());
            match kind {
                0 => member.protected = Some(true),
                1 => member.active = false,
                2 => member.until = chrono::NaiveDate::from_ymd_opt(2026, 1, 1),
                3 => member.from = chrono::NaiveDate::from_ymd_opt(2027, 1, 1),
                4 => member.school = Some("ehis:404".parse().unwrap()),
                5 => member.birth_date = chrono::NaiveDate::from_ymd_opt(2014, 1, 1),
                6 => member.birth_date = chrono::NaiveDate::from_ymd_opt(2015, 1, 1),
                7 => member.name = crate::domain::PersonName::default(),
                _ => {}
            }
            member
        },
    )
}

prop_compose! {
    fn any_reading()(
        members in prop::collection::vec(any_member(), 0..12),
        deleted in prop::collection::vec(prop::sample::select(&SUBJECTS[..]), 0..2),
        partial in prop::bool::weighted(0.2),
        hours in 0..48_i64,
    ) -> Reading {
        let mut reading = reading(members);
        reading.read_at += TimeDelta::hours(hours);
        reading.deleted = deleted.into_iter().map(str::to_owned).collect();
        if partial {
            reading.completeness = Completeness::Partial(PartialRead::PageMissing);
        }
        reading
    }
}

prop_compose! {
    fn any_held()(
        people in prop::collection::vec((0..5_usize, 0..8_u8, 0..4_u64, any::<bool>()), 0..10),
        roster_subject in prop::sample::select(RosterSubject::ALL),
        new_accounts in prop::sample::select(NewAccounts::ALL),
        trusted in prop::bool::weighted(0.8),
    ) -> Held {
        let mut known = held();
        known.terms.new_accounts = new_accounts;
        if !trusted {
            known.terms.roster_subject = roster_subject;
        }
        for (at, kind, n, flag) in people {
            let subject = SUBJECTS[at].to_owned();
            match kind {
                0 if known.links.values().all(|link| link.account != account(n)) => {
                    known.taken.insert(account(n), [subject.clone()].into());
                    known.links.insert(subject, HeldLink { is_open: flag, ..link(&account(n)) });
                }
                1 => drop(known.candidates.entry(subject).or_default().insert(account(n))),
                2 => drop(known.ended.insert(subject)),
                3 => drop(known.quarantined.insert(subject)),
                4 => drop(known.another.insert(subject)),
                5 => drop(known.standings.insert(subject, decided(if flag { StandingState::New } else { StandingState::Waiting }))),
                _ => {
                    let role = if flag { SeatRole::Pupil } else { SeatRole::Teacher };
                    let absent_since = (n > 1).then(|| reading(vec![]).read_at);
                    known.seats.insert((subject, role), HeldSeat { absent_since });
                }
            }
        }
        known
    }
}

fn with_a_shuffled_copy() -> impl Strategy<Value = (Reading, Reading)> {
    any_reading().prop_flat_map(|reading| {
        let copies = Just(reading.members.clone()).prop_shuffle();
        copies.prop_map(move |members| (reading.clone(), Reading { members, ..reading.clone() }))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// E7: the order of rows and pages says nothing, and a row that comes twice comes once.
    #[test]
    fn any_order_and_paging_gives_the_same_plan((one, mut other) in with_a_shuffled_copy(), known in any_held(), again in 0..12_usize) {
        if let Some(repeated) = other.members.get(again).cloned() {
            other.members.push(repeated);
        }
        let (one, other) = (said(&one), said(&other));
        prop_assert_eq!(one.digest(), other.digest());
        let (one, other) = (plan(&one, &known), plan(&other, &known));
        prop_assert_eq!(one.hash(), other.hash());
        prop_assert_eq!(one, other);
    }

    /// E6 in the small: the plan of the applied state is empty.
    #[test]
    fn the_plan_of_the_applied_state_is_empty(reading in any_reading(), known in any_held()) {
        let said = said(&reading);
        let first = plan(&said, &known);
        let after = applied(&first, &said, known);
        let second = plan(&said, &after);
        prop_assert_eq!(&second.steps, &Steps::default());
        prop_assert_eq!(applied(&second, &said, after.clone()), after);
    }

    #[test]
    fn a_partial_reading_removes_and_makes_nobody(reading in any_reading(), known in any_held()) {
        let partial = Reading { completeness: Completeness::Partial(PartialRead::Truncated), ..reading };
        let steps = plan(&said(&partial), &known).steps;
        prop_assert!(steps.leave.is_empty() && steps.miss.is_empty() && steps.births.is_empty());
    }

    #[test]
    fn two_rows_of_one_journal_are_never_one_account(reading in any_reading(), known in any_held()) {
        let plan = plan(&said(&reading), &known);
        let linked: Vec<_> = plan.people.iter().filter_map(|person| match &person.state {
            State::Linked(account) => Some(account),
            _ => None,
        }).collect();
        prop_assert_eq!(linked.iter().collect::<BTreeSet<_>>().len(), linked.len());
    }

    #[test]
    fn nobody_is_born_who_may_have_an_account(reading in any_reading(), known in any_held()) {
        let plan = plan(&said(&reading), &known);
        for subject in &plan.steps.births {
            prop_assert!(!known.ended.contains(subject) && !known.links.contains_key(subject));
            prop_assert!(!known.quarantined.contains(subject) && !known.another.contains(subject));
            prop_assert_eq!(known.terms.roster_subject, RosterSubject::SameAsLogin);
            prop_assert!(plan.is_complete && plan.steps.standings.get(subject).is_none_or(|(state, _)| *state == StandingState::New));
        }
    }

    #[test]
    fn blocked_and_waiting_always_have_a_reason(reading in any_reading(), known in any_held()) {
        let plan = plan(&said(&reading), &known);
        for person in &plan.people {
            let needs = matches!(person.state.word(), SeatState::Waiting | SeatState::Blocked);
            prop_assert_eq!(person.state.reason().is_some(), needs);
        }
        prop_assert!(plan.steps.standings.values().all(|(state, reason)| reason.is_some() == (*state != StandingState::New)));
    }

    /// S34: whoever is protected changes nothing about what is planned, shown or hashed.
    #[test]
    fn the_protected_leave_no_trace(reading in any_reading(), known in any_held()) {
        let hidden: BTreeSet<String> = reading
            .members
            .iter()
            .filter(|member| member.protected == Some(true) && !member.subject.starts_with('#'))
            .map(|member| member.subject.clone())
            .collect();
        let mut without = reading.clone();
        without.members.retain(|member| member.protected != Some(true) && !hidden.contains(&member.subject));
        without.deleted.retain(|subject| !hidden.contains(subject));
        let (said, kept_apart) = sifted(&reading);
        prop_assert_eq!(&said, &sifted(&without).0);
        prop_assert_eq!(said.digest(), sifted(&without).0.digest());
        prop_assert_eq!(plan(&said, &known).hash(), plan(&sifted(&without).0, &known).hash());
        prop_assert_eq!(format!("{kept_apart:?}"), "Hidden");
    }
}
