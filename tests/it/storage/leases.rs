//! Leases on both engines.

use chrono::TimeDelta;
use futures_util::future::join_all;
use koppel::domain::Time;
use koppel::storage::{Durability, StorageError, Tx, leases};

use crate::support::{TestGround, both_engines};

async fn take(ground: &TestGround, holder: &str, now: Time) -> Result<bool, StorageError> {
    let until = now + TimeDelta::seconds(30);
    let work = |tx: Tx| async move { leases::take(&tx, "sealer", holder, now, until).await };
    ground.db.write(Durability::Relaxed, work).await
}

#[tokio::test]
async fn one_of_many_holds_the_lease_until_it_runs_out() {
    both_engines(async |ground: TestGround| {
        let now = ground.now();
        let holders: Vec<String> = (0..8).map(|n| format!("holder{n}")).collect();
        let taken = join_all(holders.iter().map(|holder| take(&ground, holder, now))).await;
        assert_eq!(taken.iter().filter(|taken| matches!(taken, Ok(true))).count(), 1, "{taken:?}");
        let winner = taken.iter().position(|taken| matches!(taken, Ok(true))).unwrap();
        let other = &holders[(winner + 1) % 8];
        assert!(take(&ground, &holders[winner], now + TimeDelta::seconds(10)).await.unwrap(), "renewed");
        assert!(!take(&ground, other, now + TimeDelta::seconds(39)).await.unwrap());
        assert!(take(&ground, other, now + TimeDelta::seconds(40)).await.unwrap(), "taken over");
        assert!(!take(&ground, &holders[winner], now + TimeDelta::seconds(41)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn lease_given_back_is_free_and_anothers_is_not_given_back() {
    both_engines(async |ground: TestGround| {
        let now = ground.now();
        let give_back = async |holder: &'static str| {
            let work = |tx: Tx| async move { leases::give_back(&tx, "sealer", holder).await };
            ground.db.write(Durability::Relaxed, work).await.unwrap();
        };
        assert!(take(&ground, "one", now).await.unwrap());
        give_back("two").await;
        assert!(!take(&ground, "two", now).await.unwrap());
        give_back("one").await;
        assert!(take(&ground, "two", now).await.unwrap());
    })
    .await;
}
