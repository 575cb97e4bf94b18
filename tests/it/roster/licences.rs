//! Who holds a paid seat because of a journal.

use chrono::TimeDelta;
use koppel::domain::{Actor, LicenceId, Role};
use koppel::licences::{OfPool, set_pool, settle_pool};
use koppel::storage::licences::{self, Licence};
use koppel::storage::products;

use super::school::{School, member, pupil};
use crate::support::{TestGround, both_engines};

const LIVE: &str = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL";
const MANUAL: &str = "SELECT COUNT(*) AS n FROM licence WHERE ended_at IS NULL AND source = 'manual'";
const OVER: &str = "SELECT COUNT(*) AS n FROM licence_pool p WHERE seats < \
    (SELECT COUNT(DISTINCT account_id) FROM licence l WHERE l.pool_id = p.id AND l.ended_at IS NULL)";

#[tokio::test]
async fn a_full_pool_stops_no_import_and_says_who_has_none() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        let product = school.kit_with(3).await;
        let members: Vec<_> = (0..4).map(pupil).chain([member(4, Role::Teacher)]).collect();
        let done = school.apply(&school.reading("j1", members.clone())).await;
        assert_eq!((done.licences.given, done.licences.without.len()), (3, 2));
        assert_eq!((school.everything().await[5], school.world.count(LIVE).await), (5, 3));
        assert_eq!(school.apply(&school.reading("j1", members.clone())).await.licences.given, 0);
        school.pool(&product, 4).await;
        let done = school.apply(&school.reading("j1", members.clone())).await;
        assert_eq!((done.licences.given, done.licences.without.len()), (1, 1), "pupils before teachers");
        // The same people in a second journal of the same kit need no second place.
        let done = school.apply(&school.reading("j2", members[..4].to_vec())).await;
        assert_eq!((done.licences.given, done.licences.without.len(), school.world.count(OVER).await), (4, 0, 0));
        school.sound().await;
    })
    .await;
}

#[tokio::test]
async fn removed_pupil_frees_the_licence_of_the_journal_and_no_other() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        let product = school.kit_with(10).await;
        school.apply(&school.reading("j1", vec![pupil(0), pupil(1), pupil(2)])).await;
        let pool = &school.pool(&product, 10).await;
        let sql = "SELECT id AS account_id FROM account WHERE given_name = 'Lapsbabebido'";
        let who = &ground.db.find::<licences::Holder>(sql, vec![]).await.unwrap().unwrap().account_id;
        let by_hand = &Licence {
            id: LicenceId::random(&ground.random),
            pool_id: pool.id.clone(),
            account_id: who.clone(),
            source: "manual".into(),
            since: ground.now(),
            given_by: Actor::Cli("root".into()).to_string(),
            ended_at: None,
            end_reason: None,
        };
        school.world.storage(|tx| async move { licences::give(&tx, std::slice::from_ref(by_hand)).await }).await;
        assert_eq!(school.world.count(LIVE).await, 4);
        for freed in [0, 2] {
            let done = school.apply(&school.reading("j1", vec![pupil(0)])).await;
            assert_eq!(done.licences.freed, freed);
            ground.clock.advance(TimeDelta::hours(20));
        }
        assert_eq!((school.world.count(LIVE).await, school.world.count(MANUAL).await), (2, 1));
        let past = school.world.storage(|tx| async move { licences::list_of_account(&tx, who).await }).await;
        assert_eq!(past.len(), 2, "the past is kept");
        school.sound().await;
    })
    .await;
}

const SET: &str = "SELECT COUNT(*) AS n FROM audit a JOIN event e ON e.audit_id = a.id WHERE a.action = 'pool.set'";

/// A school that gets more licences has them at once, in more journals than are settled together; fewer take nothing.
#[tokio::test]
async fn more_licences_are_given_at_once_and_fewer_take_nothing() {
    both_engines(async |ground: TestGround| {
        let mut school = School::new(&ground).await;
        school.kit_with(1).await;
        for n in 0..45 {
            school.apply(&school.reading(&format!("j{n:02}"), vec![pupil(n)])).await;
        }
        assert_eq!(school.world.count(LIVE).await, 1);
        let (broker, platform, actor) = (&ground.ground(), &school.world.platform, &Actor::Cli("root".into()));
        let found = school.world.storage(|tx| async move { products::find(&tx, platform, "maths").await }).await;
        let product = &found.unwrap();
        let of = OfPool { product, school: &school.world.school, actor };
        for (seats, given, live) in [(40, 39, 40), (40, 0, 40), (3, 0, 40), (100, 5, 45)] {
            let pool = school.world.storage(|tx| async move { set_pool(&tx, broker, of, seats).await }).await;
            let settled = settle_pool(broker, of, &|_, _| {}).await.unwrap();
            assert_eq!((pool.seats, settled.given, settled.freed), (seats, given, 0));
            assert_eq!(school.world.count(LIVE).await, live, "{seats}");
        }
        assert_eq!(school.world.count(SET).await, 3, "the same number once more is no change");
        school.sound().await;
    })
    .await;
}
