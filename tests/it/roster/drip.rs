//! A little at a time, every few minutes, is as much as all at once.

use chrono::TimeDelta;
use koppel::domain::{HoldReason, Member, PersonName, Role, RunState};

use super::runs::{class, is_held, reasons, ten_journals, tens};
use super::school::School;
use crate::support::{TestGround, both_engines};

/// A journal of forty pupils in which something happened to so many of the first.
async fn told(school: &School<'_>, moved: usize, how: fn(Member) -> Member) -> RunState {
    let mut reading = school.reading("j0", class(0, 0..40));
    let each = reading.members.into_iter().enumerate();
    reading.members = each.map(|(n, member)| if n < moved { how(member) } else { member }).collect();
    let run = school.refresh(vec![("j0".to_owned(), Ok(reading))]).await;
    school.world.ground.clock.advance(TimeDelta::minutes(1));
    run.state
}

fn renamed(member: Member) -> Member {
    let name = PersonName { family: Some("Kask".to_owned()), ..member.name.clone() };
    Member { name, ..member }
}

fn with_another_id(member: Member) -> Member {
    Member { subject: format!("new-{}", member.subject), ..member }
}

fn as_teacher(member: Member) -> Member {
    Member { role: Role::Teacher, ..member }
}

/// Five at a time: the third five are too many.
async fn held_at_fifteen(school: &School<'_>, how: fn(Member) -> Member) {
    school.linked(&[(0, (0..40).collect())]).await;
    for (moved, state) in [(5, RunState::Done), (10, RunState::Done), (15, RunState::Held)] {
        assert_eq!(told(school, moved, how).await, state, "{moved}");
    }
    assert!(reasons(&school.open_hold().await.unwrap()).contains(&HoldReason::RekeyedJournal));
}

#[tokio::test]
async fn many_small_refreshes_rename_no_more_than_one() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        held_at_fifteen(&school, renamed).await;
        let renamed_there = "SELECT COUNT(*) AS n FROM roster_person WHERE family_name = 'Kask'";
        assert_eq!(school.world.count(renamed_there).await, 10);
        let named = "SELECT COUNT(*) AS n FROM refresh_moved WHERE LENGTH(person_hash) < 40";
        assert_eq!(school.world.count(named).await, 0, "nobody is named");
        ground.clock.advance(TimeDelta::hours(20));
        assert_eq!(told(&school, 15, renamed).await, RunState::Done, "what was long ago does not count");
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn many_small_refreshes_give_no_more_other_ids_than_one() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        held_at_fifteen(&school, with_another_id).await;
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn many_small_refreshes_turn_no_more_roles_than_one() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        held_at_fifteen(&school, as_teacher).await;
        // Who got a second seat is no newcomer: six more are six.
        let mut reading = school.reading("j0", class(0, (0..40).chain(50..56)));
        for member in &mut reading.members[..10] {
            member.role = Role::Teacher;
        }
        assert_eq!(school.refresh(vec![("j0".to_owned(), Ok(reading))]).await.state, RunState::Done);
        school.sound().await;
    })
    .await;
}

/// The floor of ten is one of a day, not of a minute.
#[tokio::test]
async fn many_small_refreshes_let_no_more_into_one_journal_than_one() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        for (joined, held) in [(4, false), (8, false), (12, true), (8, false)] {
            let run = school.refresh_one(school.told(0, tens(0).chain(500..500 + joined))).await;
            assert_eq!(is_held(&run), held, "{joined}");
            ground.clock.advance(TimeDelta::minutes(1));
        }
        assert_eq!(school.pupils("j0").await.len(), 18);
        ground.clock.advance(TimeDelta::hours(20));
        let run = school.refresh_one(school.told(0, tens(0).chain(500..512))).await;
        assert_eq!((run.state, school.pupils("j0").await.len()), (RunState::Done, 22));
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn many_small_refreshes_let_no_more_into_a_school_than_one() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        ten_journals(&school).await;
        let grown = |each: usize| {
            let journal = |n: usize| school.told(n, tens(n).chain((500 + 10 * n..).take(each)));
            (0..10).map(journal).collect::<Vec<_>>()
        };
        for (each, held) in [(1, false), (2, false), (3, false), (4, true)] {
            assert_eq!(is_held(&school.refresh(grown(each)).await), held, "{each} in each");
            ground.clock.advance(TimeDelta::minutes(1));
        }
        assert_eq!(reasons(&school.open_hold().await.unwrap()), [HoldReason::AddedSchool], "40 of 110");
        assert_eq!(school.live_seats().await, 140);
        school.sound().await;
    })
    .await;
}

/// A file of all journals counts along, and is counted.
#[tokio::test]
async fn rosters_and_refreshes_count_together() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        school.linked(&[(0, (0..40).collect())]).await;
        assert_eq!(told(&school, 6, renamed).await, RunState::Done);
        let members = |moved: usize| {
            let each = class(0, 0..40).into_iter().enumerate();
            each.map(|(n, member)| if n < moved { renamed(member) } else { member }).collect::<Vec<_>>()
        };
        assert!(school.bring(&school.roll(&[("j0", members(12))])).await.held);
        assert!(!school.bring(&school.roll(&[("j0", members(9))])).await.held);
        assert_eq!(told(&school, 12, renamed).await, RunState::Held);
        school.sound().await;
    })
    .await;
}
