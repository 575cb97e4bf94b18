//! What changed since: everything that did, nothing that did not, and for 30 days what is over.

use chrono::TimeDelta;
use koppel::args;
use koppel::domain::{Member, Role, Time};

use super::house::{House, id};
use crate::issuer::desk::Desk;
use crate::roster::school::{member, pupil};
use crate::support::{TestGround, both_engines};

fn class() -> Vec<Member> {
    vec![pupil(0), pupil(1), pupil(2), member(9, Role::Teacher)]
}

async fn open(desk: &Desk) -> House<'_> {
    let house = House::open(desk).await;
    house.school.apply(&house.school.reading("j1", class())).await;
    house.school.apply(&house.school.reading("j2", vec![pupil(5), member(9, Role::Teacher)])).await;
    house.pass(1);
    house
}

/// A moment after everything that happened, before everything that will.
fn later(house: &House<'_>) -> Time {
    house.pass(1);
    house.desk.ground.now() - TimeDelta::seconds(1)
}

async fn counts(house: &House<'_>, moment: Time) -> Vec<usize> {
    let mut counts = Vec::new();
    for list in ["orgs", "classes", "users", "enrollments"] {
        counts.push(house.since(list, moment).await.len());
    }
    counts
}

#[tokio::test]
async fn a_reading_that_changes_nothing_is_no_change() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = open(&desk).await;
        let beginning = desk.ground.now() - TimeDelta::hours(1);
        assert_eq!(counts(&house, beginning).await, [1, 2, 5, 6]);
        let moment = later(&house);
        house.school.apply(&house.school.reading("j1", class())).await;
        assert_eq!(counts(&house, moment).await, [0, 0, 0, 0]);
    })
    .await;
}

/// Joined, taken out, renamed, disabled: each is a change of the records it is about, and of no pupil beside them.
#[tokio::test]
async fn every_change_is_told_of_whom_it_is_about() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = open(&desk).await;
        let moment = later(&house);
        let mut reading = house.school.reading("j1", vec![pupil(0), pupil(1), pupil(3), member(9, Role::Teacher)]);
        reading.deleted = vec!["p0002".into()];
        house.school.apply(&reading).await;
        let users = house.since("users", moment).await;
        let gone: Vec<_> = users.values().filter(|status| *status == "tobedeleted").collect();
        // One came, one went; the teacher's class changed.
        assert_eq!((users.len(), gone.len()), (3, 1), "{users:?}");
        assert_eq!(house.since("enrollments", moment).await.len(), 3);
        assert_eq!(house.since("classes", moment).await.len(), 1);
        let moment = later(&house);
        desk.change(
            "UPDATE account SET given_name = 'Uus', updated_at = $1 WHERE id = (SELECT account_id FROM link \
             WHERE subject = 'p0000')",
            args![desk.ground.now()],
        )
        .await;
        assert_eq!((house.since("users", moment).await.len(), house.since("classes", moment).await.len()), (1, 0));
        let moment = later(&house);
        desk.change(
            "UPDATE account SET disabled_at = $1, updated_at = $1 WHERE id = (SELECT account_id FROM link \
             WHERE subject = 'p0001')",
            args![desk.ground.now()],
        )
        .await;
        for list in ["users", "enrollments"] {
            let changed = house.since(list, moment).await;
            assert_eq!(changed.values().collect::<Vec<_>>(), ["tobedeleted"], "{list}: {changed:?}");
        }
        assert_eq!(house.list("students?filter=status%3D'active'").await.len(), 3);
    })
    .await;
}

/// A teacher whom a complete reading does not name has no class from then on, and has it back with the next that does.
#[tokio::test]
async fn a_teacher_who_is_gone_has_no_class_at_the_first_reading() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = open(&desk).await;
        let teacher = id(&house.list("teachers").await[0]);
        let moment = later(&house);
        house.school.apply(&house.school.reading("j1", vec![pupil(0), pupil(1), pupil(2)])).await;
        let changed = house.since("enrollments", moment).await;
        assert_eq!(changed.values().collect::<Vec<_>>(), ["tobedeleted"], "{changed:?}");
        assert_eq!(house.list("teachers?filter=status%3D'active'").await.len(), 1, "there is the other class");
        let classes = house.list("classes").await;
        let mut teachers = 0;
        for class in &classes {
            teachers += house.list(&format!("classes/{}/teachers", id(class))).await.len();
        }
        assert_eq!(teachers, 1);
        let moment = later(&house);
        house.school.apply(&house.school.reading("j1", class())).await;
        assert_eq!(house.since("enrollments", moment).await.values().collect::<Vec<_>>(), ["active"]);
        assert!(house.since("users", moment).await.contains_key(&teacher));
    })
    .await;
}

/// A journal that is unlinked takes its enrolments along, and its people when they sit nowhere else.
#[tokio::test]
async fn an_unlinked_journal_is_told_for_thirty_days_and_then_is_not_there() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let mut house = open(&desk).await;
        let moment = later(&house);
        let now = desk.ground.now();
        let id_of = house.text("SELECT id AS n FROM journal WHERE external_id = 'j1'").await;
        let journal = &id_of.parse().unwrap();
        house
            .school
            .world
            .storage(|tx| async move {
                koppel::storage::seats::end_of_journal(&tx, journal, now).await?;
                koppel::storage::journals::end(&tx, journal, now, "job:test").await
            })
            .await;
        let over = |told: &std::collections::BTreeMap<String, String>| {
            told.values().filter(|status| *status == "tobedeleted").count()
        };
        let told = [house.since("classes", moment).await, house.since("enrollments", moment).await];
        assert_eq!(told.each_ref().map(over), [1, 4], "{told:?}");
        let users = house.since("users", moment).await;
        assert_eq!(over(&users), 3, "the teacher has another class: {users:?}");
        assert_eq!(house.read(&format!("classes/{id_of}")).await.json()["class"]["status"], "tobedeleted");
        house.pass(30 * 24 * 60 + 1);
        house.renew().await;
        assert_eq!(house.list("classes").await.len(), 1);
        assert_eq!((house.list("users").await.len(), house.list("enrollments").await.len()), (2, 2));
        assert_eq!(house.read(&format!("classes/{id_of}")).await.status, 404);
    })
    .await;
}
