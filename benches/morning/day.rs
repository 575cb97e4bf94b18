//! From a quiet night to the last journal, and what must be true then.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use koppel::args;
use koppel::ground::Ground;
use koppel::storage::{Durability, StorageError, Tx};

use crate::broker::Broker;
use crate::crowd::{Crowd, Phase};
use crate::schools::Schools;

/// How long is measured before and after.
const CALM: Duration = Duration::from_secs(20);
/// Until the broker notices that schools are due: it looks twice a minute.
const NOTICE: Duration = Duration::from_secs(90);
/// The longest morning.
const LONGEST: Duration = Duration::from_mins(90);

const ASKED: &str = "SELECT COUNT(*) AS n FROM refresh_run";
const OVER: &str = "SELECT COUNT(*) AS n FROM refresh_run WHERE ended_at IS NOT NULL";
const AGAIN: &str = "SELECT COUNT(*) AS n FROM refresh_run WHERE tries > 1";
const DONE: &str = "SELECT COUNT(*) AS n FROM refresh_run WHERE state = 'done' AND cause = 'daily'";
const TOLD: &str = "SELECT COUNT(*) AS n FROM journal_run";
const SETTLED: &str =
    "SELECT COUNT(DISTINCT journal_id) AS n FROM journal_run WHERE outcome = 'applied' OR outcome = 'unchanged'";
const APPLIED: &str = "SELECT COUNT(*) AS n FROM journal_run WHERE outcome = 'applied'";
const UNCHANGED: &str = "SELECT COUNT(*) AS n FROM journal_run WHERE outcome = 'unchanged'";
const JOINED: &str = "SELECT COUNT(*) AS n FROM journal_run WHERE outcome = 'applied' AND joined = 1";
const JOURNALS: &str = "SELECT COUNT(*) AS n FROM journal WHERE state = 'linked' AND ended_at IS NULL";
const SEATS: &str = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL AND absent_since IS NULL";
/// Whose journals were linked today are not due today.
const YESTERDAY: &str = "UPDATE journal SET linked_at = $1";

/// Before, meanwhile, after. Tells what it took.
pub async fn run(ground: &Ground, broker: &Broker, schools: &Schools, crowd: &Crowd) {
    // What is cold at first.
    tokio::time::sleep(Duration::from_secs(5)).await;
    crowd.enter(Phase::Before);
    tokio::time::sleep(CALM).await;
    crowd.enter(Phase::Aside);
    assert_eq!(count(ground, ASKED).await, 0, "a school was due by itself: it is three in the night in Tallinn");
    let read = schools.calls();
    fall_due(ground).await;
    until(ground, ASKED, 1, NOTICE).await;
    crowd.enter(Phase::During);
    let (began, before) = (Instant::now(), broker.meter());
    until(ground, OVER, i64::from(schools.number()), LONGEST).await;
    let (took, after) = (began.elapsed().as_secs_f64(), broker.meter());
    crowd.enter(Phase::After);
    println!(
        "* all read after {took:.1} s: {:.0} journals a second, {} calls, {:.1} s of CPU of the broker and {:.1} s of \
         its store, sign-ins included\n",
        f64::from(schools.journals()) / took,
        schools.calls() - read,
        after.0 - before.0,
        after.1 - before.1
    );
    tokio::time::sleep(CALM).await;
    crowd.enter(Phase::Over);
}

/// All schools at once.
async fn fall_due(ground: &Ground) {
    let since = ground.now() - TimeDelta::days(3);
    let write = |tx: Tx| async move { tx.execute_bulk(YESTERDAY, args![since]).await };
    ground.db.write::<_, StorageError, _, _>(Durability::Durable, write).await.unwrap();
}

/// Waits until there are so many.
async fn until(ground: &Ground, sql: &'static str, wanted: i64, longest: Duration) {
    let began = Instant::now();
    loop {
        let found = count(ground, sql).await;
        if found >= wanted {
            return;
        }
        assert!(began.elapsed() < longest, "{found} of {wanted} after {longest:?}: {sql}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn count(ground: &Ground, sql: &'static str) -> i64 {
    ground.db.count(sql, args![]).await.unwrap()
}

/// Every journal was read and settled once, nobody lost a seat, and who is new has one.
pub async fn check(ground: &Ground, schools: &Schools) {
    let (told, applied) = (count(ground, TOLD).await, count(ground, APPLIED).await);
    let unchanged = count(ground, UNCHANGED).await;
    let failed = told - applied - unchanged;
    let again = count(ground, AGAIN).await;
    println!("* journals: {applied} applied, {unchanged} unchanged, {failed} failed; {again} refreshes begun again");
    let [all, changed, number, seats] =
        [schools.journals(), schools.changed(), schools.number(), schools.seats()].map(i64::from);
    assert_eq!(failed, 0, "failed journals");
    assert_eq!(count(ground, DONE).await, number, "refreshes of schools");
    assert_eq!((told, count(ground, SETTLED).await), (all, all), "journals that were settled");
    assert_eq!(count(ground, JOURNALS).await, all, "journals that are still linked");
    assert_eq!((applied, count(ground, JOINED).await), (changed, changed), "journals with a pupil more");
    assert_eq!(count(ground, SEATS).await, seats, "seats");
}
