//! A journal comes in, once, whoever presses how often.

use koppel::domain::{PartialRead, Role, SeatState};
use koppel::linking::{Answer, Decision};
use koppel::roster::RosterError;
use koppel::storage::links;

use super::school::{School, given, member, pupil};
use crate::linking::world::assertion;
use crate::support::{TestGround, both_engines, counted};

fn class(pupils: usize) -> Vec<koppel::domain::Member> {
    (0..pupils).map(pupil).collect()
}

/// E5 in the database, E6: the same journal 20 times.
#[tokio::test]
async fn the_opiq_case_comes_in_once_however_often_it_is_imported() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.opiq_case().await;
        let reading = school.reading("j1", class(28));
        let shown = school.plan(&reading).await;
        let done = school.try_apply(&reading, Some(&shown.hash())).await.unwrap();
        assert_eq!(done.plan, shown);
        let states = [SeatState::Linked, SeatState::New, SeatState::Waiting, SeatState::Blocked];
        assert_eq!(states.map(|state| shown.count(state)), [12, 7, 9, 0]);
        // Accounts, links, identities, people, standings (9 waiting, 7 new), seats; an audit row per new link and one for
        // the journal beside the 12 of before, an event per new account and link and one for the journal.
        let after = school.everything().await;
        assert_eq!(after, [28, 19, 19, 28, 16, 28, 0, 0, 12 + 7 + 1, 12 + 14 + 1, 0]);
        for round in 0..20 {
            ground.clock.advance(chrono::TimeDelta::minutes(1));
            let again = school.reading("j1", class(28));
            let plan = school.apply(&again).await.plan;
            assert!(plan.is_empty(), "{round}: {:?}", plan.steps);
            assert_eq!(states.map(|state| plan.count(state)), [19, 0, 9, 0]);
            assert_eq!(school.everything().await, after, "{round}");
        }
        school.sound().await;
    })
    .await;
}

/// E7 through the database: 200 shuffles of one reading have one plan.
#[tokio::test]
async fn the_order_of_rows_says_nothing() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.opiq_case().await;
        let mut members = class(28);
        members.extend(class(5));
        let first = school.plan(&school.reading("j1", members.clone())).await.hash();
        let rounds = 200;
        for round in 0..rounds {
            members.rotate_left(round % 7 + 1);
            let at = round % 20;
            members.swap(at, at + 11);
            let shuffled = school.reading("j1", members.clone());
            assert_eq!(school.plan(&shuffled).await.hash(), first, "{round} of {rounds}");
        }
    })
    .await;
    counted("E7", "200 shuffles, 1 plan");
}

/// Whoever was made by a journal is asked at the first sign-in like everybody else, and "no" lands on that account.
#[tokio::test]
async fn a_person_made_by_a_journal_is_asked_and_lands_there() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.apply(&school.reading("j1", vec![pupil(0)])).await;
        let world = &school.world;
        let visit = world.arrive(&assertion("ekool", "p0000", &given(0), 2014)).await;
        assert_eq!(visit.decide().await, Decision::Ask);
        assert!(matches!(visit.answer(Answer::No).decide().await, Decision::SignIn(_)));
        // "Yes": the old account is proven, and the newborn link gives way.
        let old = world.pupil("17", &given(0), 2014).await;
        let link = world.claim(&assertion("ekool", "p0000", &given(0), 2014), &old).await;
        assert_eq!(link.account_id, old);
        assert!(school.apply(&school.reading("j1", vec![pupil(0)])).await.plan.is_empty());
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_the_preview_is_asked_again() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let reading = school.reading("j1", class(3));
        let shown = school.plan(&reading).await.hash();
        // The platform learns of an account that may be one of them.
        school.world.pupil("17", &given(1), 2014).await;
        let before = school.everything().await;
        let Err(RosterError::Changed(now)) = school.try_apply(&reading, Some(&shown)).await else {
            panic!("it was applied")
        };
        assert_eq!((now.count(SeatState::New), now.count(SeatState::Waiting)), (2, 1));
        assert_eq!(school.everything().await, before);
        school.try_apply(&reading, Some(&now.hash())).await.unwrap();
        let renamed = koppel::domain::Member { name: member(9, Role::Pupil).name, ..pupil(0) };
        let later = school.reading("j1", vec![renamed, pupil(1), pupil(2)]);
        assert!(!school.plan(&later).await.is_empty(), "another name is another plan");
    })
    .await;
}

/// Two processes with one agreed plan: one links the journal, the other is told.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_processes_one_applies_and_the_other_sees_it() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let other = ground.another_process().await;
        let reading = school.reading("j1", class(28));
        let agreed = school.plan(&reading).await.hash();
        let (one, two) = tokio::join!(
            school.apply_at(&ground, &reading, Some(&agreed)),
            school.apply_at(&other, &reading, Some(&agreed))
        );
        let (won, lost): (Vec<_>, Vec<_>) = [one, two].into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 1));
        assert!(matches!(lost[0], Err(RosterError::Changed(_))), "{lost:?}");
        assert_eq!(school.everything().await[..6], [28, 28, 28, 28, 28, 28]);
        let unasked = school.apply_at(&other, &reading, None).await.unwrap();
        assert!(unasked.plan.is_empty(), "a refresh has nothing to do");
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn a_part_of_a_journal_and_an_old_read_are_not_applied() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let old = school.reading("j1", class(3));
        ground.clock.advance(chrono::TimeDelta::minutes(1));
        school.apply(&school.reading("j1", class(2))).await;
        let before = school.everything().await;
        assert!(matches!(school.try_apply(&old, None).await, Err(RosterError::Stale)));
        let mut part = school.reading("j1", class(5));
        part.completeness = koppel::domain::Completeness::Partial(PartialRead::PageMissing);
        assert!(matches!(school.try_apply(&part, None).await, Err(RosterError::Partial)));
        assert_eq!(school.everything().await, before);
    })
    .await;
}

/// A journal of nobody, a whole school of 1,200 in one, and somebody who teaches in one and learns in another.
#[tokio::test]
async fn journals_of_every_size_come_in() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        assert_eq!(school.apply(&school.reading("j0", vec![])).await.plan.people.len(), 0);
        let many = school.apply(&school.reading("j1", class(1_200))).await.plan;
        assert_eq!((many.count(SeatState::New), school.everything().await[5]), (1_200, 1_200));
        school.apply(&school.reading("j2", vec![member(7, Role::Teacher), pupil(8)])).await;
        assert_eq!(school.everything().await[3..6], [1_200, 1_200, 1_202], "one person, one standing, two seats");
        for journal in ["j1", "j2"] {
            let members = if journal == "j1" { class(1_200) } else { vec![member(7, Role::Teacher), pupil(8)] };
            assert!(school.apply(&school.reading(journal, members)).await.plan.is_empty(), "{journal}");
        }
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn an_ended_link_makes_its_person_wait() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.apply(&school.reading("j1", class(2))).await;
        let world = &school.world;
        let key = &assertion("ekool", "p0000", "x", 2014).key;
        let platform = &world.platform;
        let link = &world.storage(|tx| async move { links::find_live(&tx, platform, key).await }).await.unwrap();
        let (whole, actor) = (&ground.ground(), &koppel::domain::Actor::Job("test"));
        let reason = koppel::linking::EndReason::Administrator;
        world.write(|tx| async move { koppel::linking::end(&tx, whole, &link.id, reason, actor).await }).await.unwrap();
        let plan = school.apply(&school.reading("j1", class(2))).await.plan;
        assert_eq!((plan.count(SeatState::Waiting), plan.count(SeatState::Linked)), (1, 1));
        assert_eq!(school.everything().await[0], 2, "nobody is made a second time");
        school.sound().await;
    })
    .await;
}
