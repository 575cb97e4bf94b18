//! The hold rule of a refresh as a table.

use super::*;
use crate::domain::Random;

fn journal(n: u64) -> JournalId {
    JournalId::random(&Random::counter(n * 1_000))
}

fn people(journal: u64, from: usize, count: usize) -> BTreeSet<String> {
    (from..from + count).map(|n| format!("{journal}-{n:04}")).collect()
}

/// A journal of so many, old enough, read whole, in which nothing changes.
fn quiet(n: u64, members: usize) -> Change {
    let none = BTreeSet::new;
    Change {
        journal: journal(n),
        doubt: None,
        is_young: false,
        is_new_year: false,
        members,
        removed: none(),
        deleted: none(),
        lately: none(),
        added: none(),
        added_lately: none(),
        rekeyed: none(),
        flipped: none(),
        moved_lately: none(),
    }
}

fn school(members: usize) -> Whole {
    Whole { members, ..Whole::default() }
}

/// So many journals of ten, each of which loses its share of `removed`.
fn shrinking(journals: u64, removed: usize) -> Vec<Change> {
    let share = |n: u64| removed / 10 + usize::from(usize::try_from(n).unwrap() < removed % 10);
    (0..journals).map(|n| Change { removed: people(n, 0, share(n)), ..quiet(n, 10) }).collect()
}

fn limits(verdict: &Verdict) -> BTreeSet<HoldReason> {
    verdict.reasons().iter().map(|reason| reason.limit).collect()
}

/// E1: a feed that drops 90 %, all, 11 % and exactly 10 % of a school's hundred people.
#[test]
fn a_feed_that_drops_more_than_a_tenth_of_the_school_is_held() {
    for (dropped, held) in [(90, true), (100, true), (11, true), (10, false), (0, false)] {
        let verdict = judge(&school(100), &shrinking(10, dropped));
        assert_eq!(verdict != Verdict::Flow, held, "{dropped}: {verdict:?}");
        assert_eq!(limits(&verdict).contains(&HoldReason::RemovedSchool), held, "{dropped}");
    }
}

#[test]
fn five_people_may_always_leave_a_school_and_a_fifth_may_leave_a_journal() {
    use HoldReason::{RemovedJournal, RemovedSchool};
    let table: &[(usize, usize, usize, &[HoldReason])] = &[
        // Of the school, of the journal, who leave it.
        (20, 9, 5, &[]),
        (20, 9, 6, &[RemovedSchool]),
        (60, 9, 6, &[]),
        (61, 9, 7, &[RemovedSchool]),
        (500, 9, 9, &[]),
        (500, 10, 2, &[]),
        (500, 10, 3, &[RemovedJournal]),
        (500, 25, 5, &[]),
        (500, 25, 6, &[RemovedJournal]),
        (50, 50, 50, &[RemovedJournal, RemovedSchool]),
    ];
    for (members, of, leave, expected) in table {
        let change = Change { removed: people(1, 0, *leave), ..quiet(1, *of) };
        let verdict = judge(&school(*members), &[change]);
        assert_eq!(limits(&verdict), expected.iter().copied().collect(), "{leave} of {of} of {members}");
    }
}

#[test]
fn more_than_ten_and_a_third_of_newcomers_are_held_unless_the_journal_is_young() {
    for (of, added, young, held) in [
        (1, 10, false, false),
        (1, 11, false, true),
        (37, 11, false, false),
        (36, 11, false, true),
        (1, 500, true, false),
    ] {
        let change = Change { added: people(1, 0, added), is_young: young, ..quiet(1, of) };
        let verdict = judge(&school(500), &[change]);
        assert_eq!(limits(&verdict).contains(&HoldReason::AddedJournal), held, "{added} to {of}");
    }
    let everywhere: Vec<Change> = (0..10).map(|n| Change { added: people(n, 0, 4), ..quiet(n, 13) }).collect();
    assert_eq!(limits(&judge(&school(130), &everywhere)), [HoldReason::AddedSchool].into(), "40 of 130");
    assert_eq!(judge(&school(134), &everywhere), Verdict::Flow);
}

#[test]
fn other_names_birth_dates_ids_and_roles_are_counted_together() {
    for (rekeyed, flipped, held) in [(10, 0, false), (6, 5, true), (11, 0, true), (0, 11, true)] {
        let change = Change { rekeyed: people(1, 0, rekeyed), flipped: people(1, 20, flipped), ..quiet(1, 50) };
        let verdict = judge(&school(50), &[change]);
        let expected = [HoldReason::RekeyedJournal, HoldReason::RekeyedSchool].into_iter().filter(|_| held);
        assert_eq!(limits(&verdict), expected.collect(), "{rekeyed} + {flipped}");
    }
    let one_person_twice = Change { rekeyed: people(1, 0, 10), flipped: people(1, 0, 10), ..quiet(1, 50) };
    assert_eq!(judge(&school(50), &[one_person_twice]), Verdict::Flow);
    let few = Change { rekeyed: people(1, 0, 11), ..quiet(1, 55) };
    assert_eq!(judge(&school(55), &[few]), Verdict::Flow, "exactly a fifth");
}

#[test]
fn a_part_of_the_truth_and_anothers_school_are_held_whatever_they_change() {
    let partial = Change { doubt: Some(ReadingFault::Empty), ..quiet(1, 20) };
    let elsewhere = Change { doubt: Some(ReadingFault::OtherSchool), ..quiet(2, 20) };
    for (change, limit) in [(partial, HoldReason::Partial), (elsewhere, HoldReason::OtherSchool)] {
        let fault = change.doubt;
        let verdict = judge(&school(1_000), &[quiet(3, 20), change]);
        assert_eq!(limits(&verdict), [limit].into());
        assert_eq!(verdict.reasons()[0].fault, fault);
        assert!(!limit.can_be_approved());
    }
}

/// Somebody in eight journals who leaves all of them is one person.
#[test]
fn people_are_counted_and_not_their_seats() {
    let leaves = |n| Change { removed: people(0, 0, 5), ..quiet(n, 30) };
    let everywhere: Vec<Change> = (0..8).map(leaves).collect();
    assert_eq!(judge(&school(30), &everywhere), Verdict::Flow);
}

/// What one refresh may not take, two may not take either.
#[test]
fn what_was_taken_in_the_last_hours_counts_along() {
    let lately = people(1, 0, 8);
    let change = Change { removed: people(1, 8, 3), lately: lately.clone(), ..quiet(1, 100) };
    let whole = Whole { lately, ..school(100) };
    assert_eq!(limits(&judge(&whole, &[change])), [HoldReason::RemovedSchool].into());
    let nobody = Change { lately: people(1, 0, 60), ..quiet(1, 100) };
    assert_eq!(judge(&Whole { lately: people(1, 0, 60), ..school(100) }, &[nobody]), Verdict::Flow, "nothing to hold");
}

/// Thirty percent are thirty percent of those who were there before, and ten are never too many.
#[test]
fn who_was_added_in_the_last_hours_counts_along() {
    let lately = people(1, 0, 10);
    let change = |members, added| Change {
        added: people(1, 100, added),
        added_lately: lately.clone(),
        ..quiet(1, members + lately.len())
    };
    for (members, added, held) in [(36, 1, true), (36, 0, false), (37, 1, false), (37, 2, true), (5, 0, false)] {
        let verdict = judge(&school(500), &[change(members, added)]);
        assert_eq!(limits(&verdict).contains(&HoldReason::AddedJournal), held, "{added} more to {members}");
    }
    let young = Change { is_young: true, ..change(5, 40) };
    assert_eq!(judge(&school(500), &[young]), Verdict::Flow);
    let elsewhere = Whole { newcomers: 30, added_lately: people(9, 0, 30), ..school(130) };
    let few = |added| Change { added: people(1, 0, added), ..quiet(1, 30) };
    assert_eq!(limits(&judge(&elsewhere, &[few(1)])), [HoldReason::AddedSchool].into(), "31 of 100");
    assert_eq!(judge(&elsewhere, &[quiet(1, 30)]), Verdict::Flow, "nothing to hold");
    let known = Whole { newcomers: 0, ..elsewhere };
    assert_eq!(judge(&known, &[few(9)]), Verdict::Flow, "39 of 130, who sat there in other journals");
}

/// Other names, ids and roles too: ten, and ten more, are twenty.
#[test]
fn who_was_told_of_otherwise_in_the_last_hours_counts_along() {
    let lately = people(1, 0, 10);
    let change = |rekeyed: usize, flipped| Change {
        rekeyed: people(1, 20, rekeyed),
        flipped: people(1, 30, flipped),
        moved_lately: lately.clone(),
        ..quiet(1, 50)
    };
    for (rekeyed, flipped, held) in [(0, 0, false), (1, 0, true), (0, 1, true)] {
        let verdict = judge(&school(500), &[change(rekeyed, flipped)]);
        assert_eq!(limits(&verdict).contains(&HoldReason::RekeyedJournal), held, "{rekeyed} + {flipped}");
    }
    let again = Change { rekeyed: people(1, 0, 10), ..change(0, 0) };
    assert_eq!(judge(&school(500), &[again]), Verdict::Flow, "the same people");
    let whole = Whole { moved_lately: people(9, 0, 10), ..school(50) };
    let one = Change { rekeyed: people(1, 20, 1), ..quiet(1, 50) };
    assert_eq!(limits(&judge(&whole, &[one])), [HoldReason::RekeyedSchool].into());
}

#[test]
fn a_school_year_that_turns_by_the_calendar_is_not_held() {
    let turn =
        |n, is_new_year| Change { removed: people(n, 0, 25), added: people(n, 30, 25), is_new_year, ..quiet(n, 25) };
    let turned: Vec<Change> = (0..4).map(|n| turn(n, true)).collect();
    assert_eq!(judge(&school(100), &turned), Verdict::Flow);
    assert_ne!(judge(&school(100), &[turn(1, false)]), Verdict::Flow);
    let renamed = Change { rekeyed: people(1, 60, 25), ..turn(1, true) };
    assert!(limits(&judge(&school(100), &[renamed])).contains(&HoldReason::RekeyedSchool));
}

/// A changed label is no open door: who goes is measured by who comes, and what has no second reading by itself.
#[test]
fn a_school_year_that_turns_has_a_ceiling() {
    use HoldReason::{AddedJournal, RemovedJournal};
    let table: &[(usize, usize, bool, usize, &[HoldReason])] = &[
        // Of so many, leave, taken out on purpose, come.
        (25, 25, false, 13, &[]),
        (25, 25, false, 12, &[RemovedJournal]),
        (25, 16, false, 0, &[]),
        (25, 17, false, 0, &[RemovedJournal]),
        (25, 22, true, 25, &[]),
        (25, 23, true, 25, &[RemovedJournal]),
        (5, 5, true, 0, &[]),
        (14, 0, false, 30, &[]),
        (15, 0, false, 31, &[AddedJournal]),
        (16, 0, false, 31, &[]),
    ];
    for (of, leave, on_purpose, come, expected) in table {
        let removed = people(1, 0, *leave);
        let deleted = if *on_purpose { removed.clone() } else { BTreeSet::new() };
        let change = Change { removed, deleted, added: people(1, 50, *come), is_new_year: true, ..quiet(1, *of) };
        let verdict = judge(&school(500), &[change]);
        assert_eq!(limits(&verdict), expected.iter().copied().collect(), "{leave} of {of}, {on_purpose}, {come}");
    }
    let lately = people(1, 0, 16);
    let drip = Change { removed: people(1, 16, 1), lately, is_new_year: true, ..quiet(1, 25) };
    assert_eq!(limits(&judge(&school(500), &[drip])), [RemovedJournal].into(), "and one more");
}

/// Both switches: the school wants it, and nothing but removals and unread pages are in doubt.
#[test]
fn additions_flow_only_where_the_school_chose_so_and_they_are_not_in_doubt() {
    let shrunk = || vec![Change { removed: people(1, 0, 20), added: people(1, 50, 3), ..quiet(1, 40) }];
    let choosing = Whole { additions_flow: true, ..school(100) };
    assert!(matches!(judge(&school(100), &shrunk()), Verdict::Hold(_)));
    assert!(matches!(judge(&choosing, &shrunk()), Verdict::FlowAdditions(_)));
    let mut doubtful = shrunk();
    doubtful.push(Change { rekeyed: people(2, 0, 30), ..quiet(2, 60) });
    assert!(matches!(judge(&choosing, &doubtful), Verdict::Hold(_)));
    let flood = vec![Change { added: people(1, 0, 40), ..quiet(1, 40) }];
    assert!(matches!(judge(&choosing, &flood), Verdict::Hold(_)));
}
