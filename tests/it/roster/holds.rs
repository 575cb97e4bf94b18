//! Refreshes that are held: when, what is applied all the same, and what a person decides.

use chrono::TimeDelta;
use koppel::domain::{HoldReason, HoldState, JournalOutcome, Reading, RunState};
use koppel::storage::holds;

use super::runs::{class, is_held, reasons, ten_journals, tens, without};
use super::school::{School, pupil};
use crate::support::{TestGround, both_engines, counted};

const REMOVED: &str = "SELECT COUNT(*) AS n FROM seat WHERE end_reason IN ('left', 'deleted')";

/// E1: a feed that drops 90 %, 100 %, 11 % and exactly 10 % of a school: held, held, held, applied. Held: nobody is removed.
#[tokio::test]
async fn a_feed_that_shrinks_is_held_when_it_would_take_more_than_a_tenth() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        // Of 110 people; 100 of 100 pupils are all, and the tenth of 110 is 11.
        for (gone, held) in [(90, true), (100, true), (12, true), (11, false)] {
            let first = school.refresh(without(&school, gone)).await;
            assert_eq!((first.state, school.live_seats().await), (RunState::Done, 110), "{gone}: the clock begins");
            ground.clock.advance(TimeDelta::hours(21));
            let second = school.refresh(without(&school, gone)).await;
            assert_eq!(is_held(&second), held, "{gone}");
            let removed = if held { 0 } else { 11 };
            assert_eq!(
                (school.live_seats().await, school.world.count(REMOVED).await),
                (110 - removed, removed),
                "{gone}"
            );
            assert_eq!(school.open_hold().await.is_some(), held);
            if held {
                let back = school.refresh(without(&school, 0)).await;
                assert_eq!((back.state, school.open_hold().await), (RunState::Done, None), "the whole list ends it");
                assert!(!school.journal("j1").await.held);
            }
            ground.clock.advance(TimeDelta::hours(21));
        }
        school.sound().await;
    })
    .await;
    counted("E1", "4 feeds: held, held, held, applied");
}

#[tokio::test]
async fn an_approval_is_good_for_one_run_and_for_no_more_than_was_approved() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert!(is_held(&school.refresh(without(&school, 40)).await));
        let hold = school.open_hold().await.unwrap();
        assert_eq!(reasons(&hold), [HoldReason::RemovedSchool, HoldReason::RemovedJournal]);
        assert!(!hold.reasons.contains("p00") && !hold.difference.contains("p00"), "{hold:?}");
        // Meanwhile ten more are gone for good: that was not approved.
        let more = school.approve(&hold).await;
        let mut told = without(&school, 40);
        let deleted = vec!["p0009".to_owned()];
        told[0].1 = told[0].1.clone().map(|reading| Reading { deleted, members: class(0, 4..9), ..reading });
        let more = school.go_on(&more, told).await;
        assert_eq!((more.state, school.live_seats().await), (RunState::Held, 110));
        let second = school.open_hold().await.unwrap();
        assert_ne!(second.id, hold.id);
        // Somebody is back: a smaller difference.
        let fewer = school.approve(&second).await;
        let fewer = school.go_on(&fewer, without(&school, 39)).await;
        assert_eq!((fewer.state, school.live_seats().await), (RunState::Done, 71));
        assert_eq!(school.open_hold().await, None);
        // Used up, and what it took is not held against the next one.
        let next: Vec<_> = without(&school, 45);
        school.refresh(next).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert_eq!(school.refresh(without(&school, 45)).await.state, RunState::Done, "6 of 71");
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_discarded_hold_changes_nothing_and_the_next_refresh_is_judged_anew() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        school.refresh(without(&school, 40)).await;
        let hold = school.open_hold().await.unwrap();
        school.refresh(without(&school, 40)).await;
        assert_eq!(school.open_hold().await.unwrap().id, hold.id, "the same difference is one hold");
        school.discard(&hold).await.unwrap();
        assert!(school.discard(&hold).await.is_err(), "decided once");
        let id = &hold.id;
        let decided = school.world.storage(|tx| async move { holds::find(&tx, id).await }).await.unwrap();
        assert_eq!((decided.state, decided.difference.as_str()), (HoldState::Discarded, ""));
        assert_eq!(
            (decided.decided_by.as_deref(), decided.decided_name.as_deref(), decided.decision_reason.as_deref()),
            (Some("cli:root"), Some("Anu Kask"), Some("the feed is broken"))
        );
        assert!(is_held(&school.refresh(without(&school, 40)).await));
        assert_eq!(school.live_seats().await, 110);
        let audited = "SELECT COUNT(*) AS n FROM audit WHERE action IN ('hold.opened', 'hold.discarded')";
        assert_eq!(school.world.count(audited).await, 3);
        school.sound().await;
    })
    .await;
}

/// Five at a time, every few minutes, are as many as all at once.
#[tokio::test]
async fn many_small_refreshes_take_no_more_than_one() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        for gone in (5..=40).step_by(5) {
            school.refresh(without(&school, gone)).await;
            ground.clock.advance(TimeDelta::minutes(3));
        }
        ground.clock.advance(TimeDelta::hours(19) + TimeDelta::minutes(40));
        for _ in 0..8 {
            school.refresh(without(&school, 40)).await;
            ground.clock.advance(TimeDelta::minutes(3));
        }
        assert_eq!(school.world.count(REMOVED).await, 10, "two small ones, and the third is held");
        assert!(school.open_hold().await.is_some());
    })
    .await;
}

#[tokio::test]
async fn who_joined_gets_a_seat_in_a_held_refresh_where_the_school_chose_so() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let told = || {
            let mut told = without(&school, 40);
            told[3] = school.told(3, tens(3).skip(4).chain([500, 501]));
            told[4] = school.told_in_part(4, tens(4).chain([502]));
            told
        };
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert!(is_held(&school.refresh(told()).await));
        assert_eq!(school.live_seats().await, 110, "nothing of a held refresh is applied");
        school.wish(|wishes| wishes.additions_flow = true).await;
        let run = school.refresh(told()).await;
        assert!(is_held(&run) && school.open_hold().await.is_some());
        assert_eq!((school.live_seats().await, school.world.count(REMOVED).await), (112, 0));
        let outcomes = school.outcomes(&run).await;
        assert_eq!(outcomes[3..5], [JournalOutcome::Additions, JournalOutcome::Partial]);
        assert!(school.pupils("j3").await.contains("p0500") && !school.pupils("j4").await.contains("p0502"));
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn while_the_school_waits_nobody_is_taken_out_of_one_journal() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert!(is_held(&school.refresh(without(&school, 40)).await));
        let one = || school.told(0, tens(0).skip(1).chain([500]));
        let run = school.refresh_one(one()).await;
        assert!(is_held(&run));
        assert_eq!((school.live_seats().await, school.open_hold_about(Some("j0")).await), (110, None));
        school.discard(&school.open_hold().await.unwrap()).await.unwrap();
        assert_eq!(school.refresh_one(one()).await.state, RunState::Done);
        assert_eq!(school.pupils("j0").await.len(), 10, "one left, one came");
        school.sound().await;
    })
    .await;
}

/// What the school's hold stopped does not come in by the back door, one journal after the other.
#[tokio::test]
async fn while_the_school_waits_one_journal_gets_only_whom_the_school_lets_in() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.refresh(without(&school, 40)).await;
        ground.clock.advance(TimeDelta::hours(21));
        assert!(is_held(&school.refresh(without(&school, 40)).await));
        let joins = |n: usize| school.told(n, tens(n).chain([500 + n]));
        let run = school.refresh_one(joins(0)).await;
        assert!(is_held(&run) && school.journal("j0").await.held);
        assert_eq!((school.outcomes(&run).await, school.live_seats().await), (vec![JournalOutcome::Held], 110));
        school.wish(|wishes| wishes.additions_flow = true).await;
        let some = school.refresh_one(school.told(1, tens(1).skip(2).chain([501]))).await;
        assert!(is_held(&some), "two of them are due to leave");
        assert_eq!(school.outcomes(&some).await, [JournalOutcome::Additions]);
        assert_eq!((school.pupils("j1").await.len(), school.world.count(REMOVED).await), (11, 0));
        let (name, cut) = school.told_in_part(2, tens(2).chain([502]));
        assert_eq!(school.outcomes(&school.refresh_one((name, cut)).await).await, [JournalOutcome::Partial]);
        assert!(!school.pupils("j2").await.contains("p0502"), "a part of the truth lets nobody in");
        assert!(school.open_hold().await.is_some());
        school.sound().await;
    })
    .await;
}

/// Where the hold is about who comes in, nobody comes in, whatever the school chose for other holds.
#[tokio::test]
async fn whom_a_hold_of_the_school_is_about_nobody_lets_in_by_one_journal() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.wish(|wishes| wishes.additions_flow = true).await;
        let grown = |n: usize| school.told(n, tens(n).chain(500 + 4 * n..504 + 4 * n));
        assert!(is_held(&school.refresh((0..10).map(grown).collect()).await));
        assert_eq!(reasons(&school.open_hold().await.unwrap()), [HoldReason::AddedSchool]);
        assert!(is_held(&school.refresh_one(grown(0)).await));
        assert_eq!((school.live_seats().await, school.open_hold_about(Some("j0")).await), (110, None));
        let same = school.refresh_one(school.told(3, tens(3))).await;
        assert_eq!(same.state, RunState::Done, "nothing of it waits");
        school.discard(&school.open_hold().await.unwrap()).await.unwrap();
        assert_eq!(school.refresh_one(grown(0)).await.state, RunState::Done);
        assert_eq!(school.pupils("j0").await.len(), 14);
        school.sound().await;
    })
    .await;
}

/// In holidays nobody who leaves is counted, so a person who agrees to the newcomers has agreed to nothing else.
#[tokio::test]
async fn an_approval_in_holidays_takes_nobody_out() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        school.pause().await;
        let told = || {
            let each = without(&school, 100).into_iter().enumerate();
            let mut told: Vec<_> = each
                .map(|(n, (name, answer))| {
                    let deleted: Vec<String> = tens(n).map(|n| format!("p{n:04}")).collect();
                    (name, answer.map(|reading| Reading { deleted, ..reading }))
                })
                .collect();
            told[0].1.as_mut().unwrap().members.extend((500..512).map(pupil));
            told
        };
        assert!(is_held(&school.refresh(told()).await));
        let hold = school.open_hold().await.unwrap();
        assert_eq!(reasons(&hold), [HoldReason::AddedJournal]);
        let run = school.approve(&hold).await;
        let run = school.go_on(&run, told()).await;
        assert_eq!((run.state, school.open_hold().await), (RunState::Done, None));
        assert_eq!((school.live_seats().await, school.world.count(REMOVED).await), (122, 0));
        school.sound().await;
    })
    .await;
}
