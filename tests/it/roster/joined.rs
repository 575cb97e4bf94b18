//! What a person joined, no refresh splits, and it fills one place of a pool.

use koppel::domain::AccountId;
use koppel::storage::{licence_pools, licences};

use super::school::{School, pupil};
use crate::linking::joined::{join, part};
use crate::support::{TestGround, both_engines};

const ACCOUNTS: &str = "SELECT COUNT(*) AS n FROM account";
const LIVE: &str = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL";

async fn account_of(ground: &TestGround, sql: &'static str) -> AccountId {
    ground.db.find::<licences::Holder>(sql, vec![]).await.unwrap().unwrap().account_id
}

/// The accounts that the links of pupils 0 and 1 are of.
async fn two(ground: &TestGround) -> [AccountId; 2] {
    [
        account_of(ground, "SELECT account_id FROM link WHERE subject = 'p0000'").await,
        account_of(ground, "SELECT account_id FROM link WHERE subject = 'p0001'").await,
    ]
}

#[tokio::test]
async fn a_refresh_finds_the_joined_one_linked() {
    both_engines(async |ground: TestGround| {
        let school = School::new(&ground).await;
        let readings = [school.reading("j1", vec![pupil(0)]), school.reading("j2", vec![pupil(1)])];
        let mut journals = Vec::new();
        for reading in &readings {
            journals.push(school.apply(reading).await.journal);
        }
        let [survivor, joined] = two(&ground).await;
        join(&ground, &joined, &survivor).await;
        for reading in &readings {
            let plan = school.plan(reading).await;
            assert!(plan.is_empty(), "{plan:?}");
            school.apply(reading).await;
        }
        assert_eq!(school.world.count(ACCOUNTS).await, 2);
        let journal = &journals[1];
        let seats =
            school.world.storage(|tx| async move { koppel::storage::seats::list_shown(&tx, journal).await }).await;
        assert_eq!(seats[0].account_id.as_ref(), Some(&survivor), "{seats:?}");
    })
    .await;
}

#[tokio::test]
async fn two_that_were_joined_fill_one_place() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(2).await;
        for (journal, n) in [("j1", 0), ("j2", 1)] {
            assert_eq!(school.apply(&school.reading(journal, vec![pupil(n)])).await.licences.given, 1);
        }
        let third = school.reading("j3", vec![pupil(2)]);
        let done = school.apply(&third).await;
        assert_eq!((done.licences.given, done.licences.without.len()), (0, 1), "the pool is full");
        let [survivor, joined] = two(&ground).await;
        join(&ground, &joined, &survivor).await;
        let platform = &school.world.platform;
        let used =
            async || school.world.storage(|tx| async move { licence_pools::list_use(&tx, platform).await }).await;
        assert_eq!(used().await[0].used, 1);
        let done = school.apply(&third).await;
        assert_eq!((done.licences.given, done.licences.without.len()), (1, 0));
        // No row of the two was ended: apart again, each holds what it held.
        assert_eq!((school.world.count(LIVE).await, used().await[0].used), (3, 2));
        part(&ground, &joined).await;
        assert_eq!(used().await[0].used, 3);
    })
    .await;
}
