use koppel::login::Step;

use super::{Arena, Known, Ready, none_failed, with_status};
use crate::linking::world::assertion;
use crate::support::{TestGround, both_engines, counted, figure};

const BORN: &str = "SELECT COUNT(*) AS n FROM account WHERE origin = 'sign_in'";
const LIVE: &str = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";

/// On PostgreSQL each login of one newcomer waits for the one before, and a whole run takes too long for that.
async fn contest(ground: &TestGround, processes: usize) {
    let newcomers = figure(if ground.is_postgres() { 10 } else { 200 }, 6);
    let logins = figure(1_000, 40);
    let arena = Arena::open(ground).await;
    let servers: Vec<_> = (0..processes).map(|_| arena.serve()).collect();
    for n in 0..newcomers {
        let said = assertion("ekool", &format!("new{n}"), "Uku", 2015);
        let identity = arena.world.identify(&said).await.id;
        let all = arena.stand_at(logins, Step::Question, &said, Known { identity: &identity, proven: None }).await;
        let forms: Vec<_> = all.into_iter().map(Ready::says_no).collect();
        let answers = arena.rush(&servers, &forms).await;
        none_failed(&answers);
        assert_eq!(with_status(&answers, 303), logins, "{answers:?}");
    }
    let (born, live) = (arena.world.count(BORN).await, arena.world.count(LIVE).await);
    let (engine, told) = (ground.engine(), format!("{born} accounts, {live} links"));
    counted("C2", &format!("{newcomers} × {logins} first logins, {engine}, {processes} process(es): {told}"));
    let expected = i64::try_from(newcomers).unwrap();
    assert_eq!((born, live), (expected, expected));
    arena.is_sound().await;
}

/// C2: 1,000 first logins of one new identity at once are one account; for 200 identities, on PostgreSQL for 10.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn first_logins_of_a_newcomer_at_once_are_one_account() {
    both_engines(async |ground| contest(&ground, 1).await).await;
}

/// C2 on two broker processes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_bear_one_account() {
    contest(&TestGround::postgres().await, 2).await;
}
