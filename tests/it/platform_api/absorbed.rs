//! A pupil who was let in, and went home to the older account: what the platform reads of it.

use koppel::linking::Answer;
use serde_json::Value;

use super::house::House;
use crate::issuer::desk::{Desk, field};
use crate::linking::world::{Visit, assertion};
use crate::roster::school::{given, pupil};
use crate::support::{TestGround, both_engines};

async fn arrive<'a>(house: &'a House<'_>) -> Visit<'a> {
    house.school.world.arrive(&assertion("ekool", "p0000", &given(0), 2014)).await
}

/// Lets the one pupil of the class in; answers the new `sub`.
async fn let_in(house: &House<'_>) -> String {
    let world = &house.school.world;
    world.sql("UPDATE platform SET moves_history_since = created_at").await;
    world.sql("UPDATE platform_school SET lets_in_since = created_at").await;
    arrive(house).await.answer(Answer::Later).let_in().await.unwrap();
    sitting(house).await
}

/// By which id the one pupil sits in the class.
async fn sitting(house: &House<'_>) -> String {
    let seats = house.list("enrollments?filter=status%3D'active'").await;
    assert_eq!(seats.len(), 1, "{seats:?}");
    field(&seats[0]["user"], "sourcedId")
}

#[tokio::test]
async fn the_user_is_gone_and_says_who_stands_for_it() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        let old = house.school.world.pupil("17", &given(0), 2014).await;
        house.school.apply(&house.school.reading("j1", vec![pupil(0)])).await;
        let sub = let_in(&house).await;
        assert!(sub != "17" && !sub.starts_with('~'), "{sub}");
        house.pass(1);
        let before = desk.ground.now() - chrono::TimeDelta::seconds(1);
        let visit = arrive(&house).await.proven(house.school.world.password(&old));
        visit.attach(&visit.offer().await).await.unwrap();
        assert_eq!(sitting(&house).await, "17");
        let mut users = house.since("users", before).await;
        // That the waiting seat's alias is gone may be told twice.
        users.retain(|id, status| !(id.starts_with('~') && status == "tobedeleted"));
        assert_eq!(users, [("17".to_owned(), "active".to_owned()), (sub.clone(), "tobedeleted".to_owned())].into());
        let gone = house.read(&format!("users/{sub}")).await.json()["user"].clone();
        assert_eq!(gone["metadata"]["koppel.absorbedInto"], "17", "{gone}");
        assert_eq!((&gone["givenName"], &gone["enabledUser"]), (&Value::Null, &false.into()));
        house.school.sound().await;
    })
    .await;
}
