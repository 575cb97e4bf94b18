//! The throttle of passwords with its counters in memory and in Redis; the rules themselves stand with the module.

use koppel::accounts::passwords::{Attempt, Caller, Change, NewPassword, PasswordDesk, Proof};
use koppel::cache::Cache;
use koppel::domain::{Actor, PasswordSource, Random};

use super::by_external;
use super::passwords::people;
use crate::support::TestGround;
use crate::support::redis::OwnRedis;

const SCHOOL: &str = "192.0.2.1";
const ELSEWHERE: &str = "198.51.100.7";

async fn on_both_caches(test: impl AsyncFn(&TestGround, &PasswordDesk)) {
    eprintln!("cache: memory");
    let ground = TestGround::sqlite().await;
    let desk = people(&ground).await;
    test(&ground, &desk).await;
    eprintln!("cache: Redis");
    let redis = OwnRedis::start();
    let ground = TestGround::sqlite().await.caching(Cache::connect(&redis.url()).unwrap());
    let desk = people(&ground).await;
    test(&ground, &desk).await;
}

fn caller<'a>(address: &str, browser: &'a str) -> Caller<'a> {
    Caller { address: Some(address.parse().unwrap()), browser_hash: Some(browser) }
}

async fn prove(ground: &TestGround, desk: &PasswordDesk, password: &str, caller: Caller<'_>) -> Proof {
    let platform = "opiq".parse().unwrap();
    desk.prove(ground, &Attempt { platform: &platform, username: "mari", password, caller }).await.unwrap()
}

/// How many of `tries` guesses were compared at all.
async fn guesses(ground: &TestGround, desk: &PasswordDesk, tries: usize, caller: Caller<'_>) -> usize {
    let mut compared = 0;
    for _ in 0..tries {
        compared += usize::from(prove(ground, desk, "guess", caller).await == Proof::Wrong);
    }
    compared
}

#[tokio::test]
async fn stranger_who_keeps_guessing_locks_out_neither_known_browser_nor_other_network() {
    on_both_caches(async |ground, desk| {
        let hers = caller(SCHOOL, "hers");
        assert!(matches!(prove(ground, desk, "U*U", hers).await, Proof::Right(_)));
        assert_eq!(guesses(ground, desk, 200, caller(ELSEWHERE, "a stranger's")).await, 10);
        assert!(matches!(prove(ground, desk, "U*U", hers).await, Proof::Right(_)));
        // A neighbour at school: a new browser there has to wait or to come in through eKool; hers does not.
        assert_eq!(guesses(ground, desk, 200, caller(SCHOOL, "a neighbour's")).await, 10);
        assert!(matches!(prove(ground, desk, "U*U", caller(SCHOOL, "new")).await, Proof::Locked { .. }));
        assert!(matches!(prove(ground, desk, "U*U", hers).await, Proof::Right(_)));
        assert!(matches!(prove(ground, desk, "U*U", caller("203.0.113.9", "new")).await, Proof::Right(_)));
    })
    .await;
}

#[tokio::test]
async fn guesser_with_many_addresses_is_stopped_at_a_hundred() {
    on_both_caches(async |ground, desk| {
        let mut compared = 0;
        for host in 0..12 {
            compared += guesses(ground, desk, 10, caller(&format!("2001:db8:0:{host}::1"), "b")).await;
        }
        assert_eq!(compared, 100);
    })
    .await;
}

/// One counter for every place where a password is typed: the form that changes it is not a second row of guesses.
#[tokio::test]
async fn sign_in_and_change_form_count_together() {
    on_both_caches(async |ground, desk| {
        let id = by_external(ground, "1").await.unwrap().id;
        let actor = Actor::Account(id.clone());
        let (source, password) = (PasswordSource::Changed, "kolm tassi teed");
        let new = NewPassword { account: &id, password, source, actor: &actor, keep: None };
        let here = caller(SCHOOL, "hers");
        assert_eq!(guesses(ground, desk, 5, here).await, 5);
        for _ in 0..5 {
            assert_eq!(desk.change(ground, &new, "guess", here).await.unwrap(), Change::Wrong);
        }
        assert!(matches!(desk.change(ground, &new, "U*U", here).await.unwrap(), Change::Locked { .. }));
        assert!(matches!(prove(ground, desk, "U*U", here).await, Proof::Locked { .. }));
    })
    .await;
}

#[tokio::test]
async fn full_queue_is_told_as_such_and_uses_up_nobodys_tries() {
    let ground = TestGround::sqlite().await;
    people(&ground).await;
    let full = PasswordDesk::with_places(&Random::counter(901), 1, 0);
    // Nobody's tries are used up by asking again while the queue is full.
    for _ in 0..20 {
        assert!(matches!(prove(&ground, &full, "U*U", Caller::default()).await, Proof::Busy(_)));
    }
    assert_eq!(full.verifications(), 0);
}
