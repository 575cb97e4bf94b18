//! A pupil whose account a person joined to another one, and took apart again: what the platform reads of it.

use std::collections::BTreeMap;

use super::house::House;
use crate::issuer::desk::{Desk, field};
use crate::linking::joined::{join, part};
use crate::roster::school::{given, pupil};
use crate::support::{TestGround, both_engines};

/// By which id the one pupil sits in the class.
async fn sitting(house: &House<'_>) -> String {
    let seats = house.list("enrollments?filter=status%3D'active'").await;
    assert_eq!(seats.len(), 1, "{seats:?}");
    field(&seats[0]["user"], "sourcedId")
}

#[tokio::test]
async fn the_seat_is_told_of_the_account_that_stands_for_its_own() {
    both_engines(async |ground: TestGround| {
        let desk = Desk::open(ground).await;
        let house = House::open(&desk).await;
        house.school.apply(&house.school.reading("j1", vec![pupil(0)])).await;
        let sub = sitting(&house).await;
        let survivor = house.school.world.pupil("17", &given(7), 2013).await;
        let joined = account(&desk, "SELECT account_id FROM link WHERE subject = 'p0000'").await;
        let (active, gone) = ("active".to_owned(), "tobedeleted".to_owned());

        house.pass(1);
        let before = desk.ground.now() - chrono::TimeDelta::seconds(1);
        join(&desk.ground, &joined, &survivor).await;
        assert_eq!(sitting(&house).await, "17");
        let users = BTreeMap::from([("17".to_owned(), active.clone()), (sub.clone(), gone.clone())]);
        assert_eq!(house.since("users", before).await, users);
        let since = house.since("enrollments", before).await.into_values().collect::<Vec<_>>();
        assert_eq!(since, std::slice::from_ref(&active));
        let told = house.read(&format!("users/{sub}")).await.json()["user"].clone();
        assert_eq!(told["metadata"]["koppel.absorbedInto"], "17", "{told}");
        assert_eq!(house.list("users?filter=status%3D'active'").await.len(), 1);

        house.pass(1);
        let before = desk.ground.now() - chrono::TimeDelta::seconds(1);
        part(&desk.ground, &joined).await;
        assert_eq!(sitting(&house).await, sub);
        assert_eq!(
            house.since("users", before).await,
            BTreeMap::from([("17".to_owned(), gone), (sub, active.clone())])
        );
        assert_eq!(house.since("enrollments", before).await.into_values().collect::<Vec<_>>(), [active]);
    })
    .await;
}

async fn account(desk: &Desk, sql: &'static str) -> koppel::domain::AccountId {
    desk.ground.db.find::<koppel::storage::licences::Holder>(sql, vec![]).await.unwrap().unwrap().account_id
}
