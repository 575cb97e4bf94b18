//! People who wait: in the class from the first moment, and nobody's account until that is clear.

use koppel::domain::{Actor, Role};
use koppel::linking::EndReason;
use koppel::storage::links;
use serde_json::Value;

use super::house::{House, id};
use crate::issuer::desk::{Desk, field};
use crate::linking::world::assertion;
use crate::roster::school::{given, member, pupil};
use crate::support::{TestGround, both_engines};

/// The user of the one pupil's enrolment, and the enrolment.
async fn sitting(house: &House<'_>) -> (String, Value) {
    let seats = house.list("enrollments?filter=role%3D'student'%20AND%20status%3D'active'").await;
    assert_eq!(seats.len(), 1, "{seats:?}");
    (field(&seats[0]["user"], "sourcedId"), seats[0].clone())
}

/// One pupil, who may be the old account 17.
async fn one_who_waits(house: &House<'_>) -> koppel::domain::AccountId {
    let old = house.school.world.pupil("17", &given(0), 2014).await;
    house.school.apply(&house.school.reading("j1", vec![pupil(0), member(9, Role::Teacher)])).await;
    old
}

#[tokio::test]
async fn who_waits_is_in_the_class_under_an_id_that_is_no_account_s() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        one_who_waits(&house).await;
        let (user, seat) = sitting(&house).await;
        assert!(user.starts_with('~') && user.len() == 44, "{user}");
        assert_eq!(seat["metadata"]["koppel.seat"], "waiting");
        let shown = house.read(&format!("users/{user}")).await.json()["user"].clone();
        assert_eq!((&shown["enabledUser"], &shown["metadata"]["koppel.seat"]), (&false.into(), &"waiting".into()));
        assert_eq!(
            (&shown["givenName"], &shown["username"], &shown["email"]),
            (&given(0).into(), &Value::Null, &Value::Null)
        );
        // Nothing of the account that may be theirs: not in the class, not among the users.
        let whole = format!("{:?}{:?}", house.list("users").await, house.list("enrollments").await);
        assert!(!whole.contains("\"17\""), "{whole}");
        // The same in every class.
        house.school.apply(&house.school.reading("j2", vec![pupil(0)])).await;
        let seats = house.list("enrollments?filter=role%3D'student'").await;
        assert_eq!(seats.iter().filter(|seat| field(&seat["user"], "sourcedId") == user).count(), 2);
        assert_eq!(house.list("students").await.len(), 1);
    })
    .await;
}

/// The whole way: waiting, claimed, taken back. The enrolment keeps its id and names whoever sits there now.
#[tokio::test]
async fn the_enrolment_stays_and_names_whoever_sits_there_now() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let old = one_who_waits(&house).await;
        let (alias, seat) = sitting(&house).await;
        house.pass(1);
        let before = desk.ground.now() - chrono::TimeDelta::seconds(1);
        house.school.world.claim(&assertion("ekool", "p0000", &given(0), 2014), &old).await;
        let (user, linked) = sitting(&house).await;
        assert_eq!((user.as_str(), id(&linked)), ("17", id(&seat)));
        assert_eq!(linked["metadata"]["koppel.seat"], "linked");
        let users = house.since("users", before).await;
        assert_eq!(users, [("17".to_owned(), "active".to_owned()), (alias.clone(), "tobedeleted".to_owned())].into());
        assert_eq!(house.since("enrollments", before).await, [(id(&seat), "active".to_owned())].into());
        let gone = house.read(&format!("users/{alias}")).await.json()["user"].clone();
        assert_eq!((&gone["status"], &gone["givenName"]), (&"tobedeleted".into(), &Value::Null));
        // It was wrong: whoever sits there is unknown again, and the account is in no class.
        house.pass(1);
        let before = desk.ground.now() - chrono::TimeDelta::seconds(1);
        end_link(&house).await;
        let (user, waiting) = sitting(&house).await;
        assert_eq!((user.as_str(), id(&waiting)), (alias.as_str(), id(&seat)));
        let users = house.since("users", before).await;
        assert_eq!(users, [("17".to_owned(), "tobedeleted".to_owned()), (alias, "active".to_owned())].into());
        assert_eq!(house.since("enrollments", before).await, [(id(&seat), "active".to_owned())].into());
        // The next reading of the journal says the same, and writes nothing.
        let again = house.school.apply(&house.school.reading("j1", vec![pupil(0), member(9, Role::Teacher)])).await;
        assert!(again.plan.steps.standings.is_empty(), "{:?}", again.plan.steps);
        house.school.sound().await;
    })
    .await;
}

async fn end_link(house: &House<'_>) {
    let world = &house.school.world;
    let (platform, key) = (&world.platform, &assertion("ekool", "p0000", "x", 2014).key);
    let link = &world.storage(|tx| async move { links::find_live(&tx, platform, key).await }).await.unwrap();
    let (ground, actor) = (&world.ground.ground(), &Actor::Job("test"));
    world
        .write(|tx| async move {
            koppel::linking::end(&tx, ground, &link.id, EndReason::Administrator, actor).await.map(drop)
        })
        .await
        .unwrap();
}

/// P7: the same person waits at two platforms under two ids.
#[tokio::test]
async fn two_platforms_know_nobody_by_the_same_id() {
    let person = "rsp_00000000000000000000000000".parse().unwrap();
    let aliases: std::collections::BTreeSet<String> = ["opiq", "other", "third"]
        .map(|platform| koppel::storage::standings::alias(&platform.parse().unwrap(), &person))
        .into();
    assert_eq!(aliases.len(), 3);
    assert!(aliases.iter().all(|alias| !alias.contains("rsp")));
}
