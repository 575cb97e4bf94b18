use futures_util::future::join_all;
use koppel::linking::LinkingError;
use koppel::storage::one_time::{self, Offer};

use super::world::{BROWSER, World, assertion};
use crate::support::both_engines;

const AT_ONCE: usize = 200;

/// C1, light: 200 people who proved 200 accounts press the button for one identity at once: one link.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_hundred_joins_of_one_identity_one_is_written() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let said = assertion("ekool", "m1", "Mari", 2014);
        let mut presses = Vec::new();
        for n in 0..AT_ONCE {
            let account = world.pupil(&format!("p{n}"), "Mari", 2014).await;
            let visit = world.arrive(&said).await.proven(world.password(&account));
            presses.push((visit.offer().await, visit));
        }
        let outcomes = join_all(presses.iter().map(|(value, visit)| visit.attach(value))).await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let neutral = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Err(LinkingError::IdentityTaken | LinkingError::NotOffered)));
        println!("{AT_ONCE} joins of one identity: {won} written, {} refused", neutral.clone().count());
        assert_eq!((won, neutral.count()), (1, AT_ONCE - 1));
        for sql in [
            "SELECT COUNT(*) AS n FROM link",
            "SELECT COUNT(*) AS n FROM audit WHERE action = 'link.created'",
            "SELECT COUNT(*) AS n FROM event WHERE kind = 'link.created'",
            "SELECT COUNT(*) AS n FROM notice",
        ] {
            assert_eq!(world.count(sql).await, 1, "{sql}");
        }
    })
    .await;
}

/// C3, light: one value offered 200 times at once is good for one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_hundred_uses_of_one_value_one_counts() {
    both_engines(async |ground| {
        let world = World::new(&ground).await;
        let mari = world.pupil("17", "Mari", 2014).await;
        let visit = world.arrive(&assertion("ekool", "m1", "Mari", 2014)).await.proven(world.password(&mari));
        let hash = koppel::vault::sha256(&visit.offer().await);
        let purpose = koppel::domain::OneTimePurpose::Confirm;
        let offer = Offer { hash: &hash, purpose, browser_hash: Some(BROWSER), now: ground.now() };
        let uses = (0..AT_ONCE).map(|_| world.storage(|tx| async move { one_time::consume(&tx, &offer).await }));
        let accepted = join_all(uses).await.into_iter().flatten().count();
        println!("{AT_ONCE} uses of one value: {accepted} counted");
        assert_eq!(accepted, 1);
    })
    .await;
}
