//! The cache contract, on both kinds, and what happens when Redis is frozen, flushed or gone.

mod outage;

use std::time::Duration;

use futures_util::future::join_all;
use koppel::cache::{Cache, CacheState, Limit};

use crate::support::ground::server;

/// Runs a test on a cache in memory and on one in Redis. Without a Redis server the test fails.
async fn both_kinds(test: impl AsyncFn(Cache, Cache)) {
    eprintln!("cache: memory");
    let memory = Cache::connect("memory:").unwrap();
    test(memory.clone(), memory).await;
    eprintln!("cache: Redis");
    let url = server("KOPPEL_TEST_REDIS");
    test(Cache::connect(&url).unwrap(), Cache::connect(&url).unwrap()).await;
}

/// A key that no other test has: Redis is shared.
fn own(name: &str) -> String {
    format!("{name}-{}-{}", std::process::id(), koppel::domain::Random::system().id_text())
}

#[tokio::test]
async fn limit_counts_for_all_processes_together() {
    both_kinds(async |one, other| {
        let (key, limit) = (own("limit"), Limit::new(4, Duration::from_hours(1)));
        let verdicts = [one.hit(&key, limit).await, other.hit(&key, limit).await, one.hit(&key, limit).await];
        assert!(verdicts.iter().all(|verdict| verdict.allowed && verdict.retry_after_seconds == 0));
        assert!(other.peek(&key, limit).await.allowed);
        assert!(other.hit(&key, limit).await.allowed);
        for cache in [&one, &other] {
            let verdict = cache.hit(&key, limit).await;
            assert!(!verdict.allowed && (890..=900).contains(&verdict.retry_after_seconds), "{verdict:?}");
            assert!(!cache.peek(&key, limit).await.allowed);
        }
    })
    .await;
}

#[tokio::test]
async fn burst_is_exact_under_many_at_once() {
    both_kinds(async |one, other| {
        let (key, limit) = (own("burst"), Limit::new(10, Duration::from_hours(1)));
        let hits =
            join_all((0..100).map(|n| if n % 2 == 0 { one.hit(&key, limit) } else { other.hit(&key, limit) })).await;
        assert_eq!(hits.iter().filter(|verdict| verdict.allowed).count(), 10);
    })
    .await;
}

#[tokio::test]
async fn limit_fills_up_again() {
    both_kinds(async |one, _| {
        let (key, limit) = (own("fill"), Limit::new(2, Duration::from_millis(200)));
        while one.hit(&key, limit).await.allowed {}
        tokio::time::sleep(Duration::from_millis(220)).await;
        assert!(one.hit(&key, limit).await.allowed);
    })
    .await;
}

#[tokio::test]
async fn reset_forgets_the_hits_and_only_those_of_the_key() {
    both_kinds(async |one, _| {
        let (key, beside, limit) = (own("reset"), own("beside"), Limit::new(1, Duration::from_hours(1)));
        one.hit(&key, limit).await;
        one.hit(&beside, limit).await;
        one.reset(&key).await;
        assert!(one.hit(&key, limit).await.allowed);
        assert!(!one.hit(&beside, limit).await.allowed);
    })
    .await;
}

#[tokio::test]
async fn value_is_there_until_its_time_or_until_forgotten() {
    both_kinds(async |one, other| {
        let (key, short) = (own("value"), own("short"));
        assert_eq!(one.fetch(&key).await, None);
        one.put(&key, "õ", Duration::from_hours(1)).await;
        one.put(&short, "x", Duration::from_millis(50)).await;
        assert_eq!(other.fetch(&key).await.as_deref(), Some("õ"));
        other.forget(&key).await;
        assert_eq!(one.fetch(&key).await, None);
        tokio::time::sleep(Duration::from_millis(80)).await;
        assert_eq!(one.fetch(&short).await, None);
    })
    .await;
}

#[tokio::test]
async fn state_names_the_kind() {
    assert_eq!(Cache::memory().state().await, CacheState::Memory);
    let shared = Cache::connect(&server("KOPPEL_TEST_REDIS")).unwrap();
    assert_eq!(shared.state().await, CacheState::Shared);
}

#[tokio::test]
async fn wrong_address_is_refused_at_once() {
    assert!(Cache::connect("memcached://127.0.0.1").is_err());
}
