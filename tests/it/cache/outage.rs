//! D5: Redis frozen, killed, flushed, full or read-only. Limits never open, nobody waits for long, and it comes back.

use std::time::{Duration, Instant};

use koppel::cache::{Cache, CacheState, Limit};

use crate::support::redis::OwnRedis;

const PASSWORD: Limit = Limit::new(5, Duration::from_hours(1));

async fn allowed_of_ten(cache: &Cache, key: &str) -> usize {
    let mut allowed = 0;
    for _ in 0..10 {
        allowed += usize::from(cache.hit(key, PASSWORD).await.allowed);
    }
    allowed
}

async fn comes_back(cache: &Cache) {
    let began = Instant::now();
    while cache.state().await != CacheState::Shared {
        assert!(began.elapsed() < Duration::from_secs(10), "still degraded");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn flushed_redis_opens_no_limit() {
    let redis = OwnRedis::start();
    let cache = Cache::connect(&redis.url()).unwrap();
    assert_eq!(allowed_of_ten(&cache, "p").await, 5);
    redis.command(&["FLUSHALL"]).await;
    assert_eq!(allowed_of_ten(&cache, "p").await, 0);
    assert_eq!(cache.state().await, CacheState::Shared);
}

#[tokio::test]
async fn frozen_redis_opens_no_limit_and_costs_little_time() {
    let redis = OwnRedis::start();
    let cache = Cache::connect(&redis.url()).unwrap();
    cache.put("k", "v", Duration::from_hours(1)).await;
    assert!(cache.hit("p", PASSWORD).await.allowed);
    redis.freeze();
    let began = Instant::now();
    assert_eq!(allowed_of_ten(&cache, "p").await, 4);
    assert_eq!(allowed_of_ten(&cache, "q").await, 5);
    assert_eq!(cache.fetch("k").await, None);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(cache.state().await, CacheState::Degraded);
    redis.thaw();
    comes_back(&cache).await;
    assert_eq!(cache.fetch("k").await.as_deref(), Some("v"));
    assert_eq!(allowed_of_ten(&cache, "p").await, 0);
}

#[tokio::test]
async fn killed_redis_opens_no_limit_and_is_found_again() {
    let mut redis = OwnRedis::start();
    let cache = Cache::connect(&redis.url()).unwrap();
    assert!(cache.hit("p", PASSWORD).await.allowed);
    redis.kill();
    assert_eq!(allowed_of_ten(&cache, "p").await, 4);
    cache.put("k", "v", Duration::from_hours(1)).await;
    cache.forget("k").await;
    assert_eq!(cache.state().await, CacheState::Degraded);
    redis.start_again();
    comes_back(&cache).await;
    assert_eq!(allowed_of_ten(&cache, "p").await, 0);
}

#[tokio::test]
async fn redis_absent_from_the_start_is_degraded_and_found_later() {
    let mut redis = OwnRedis::start();
    redis.kill();
    let cache = Cache::connect(&redis.url()).unwrap();
    assert_eq!(allowed_of_ten(&cache, "p").await, 5);
    assert_eq!(cache.state().await, CacheState::Degraded);
    redis.start_again();
    comes_back(&cache).await;
}

#[tokio::test]
async fn full_or_read_only_redis_opens_no_limit() {
    for commands in [vec!["CONFIG", "SET", "maxmemory", "1"], vec!["REPLICAOF", "127.0.0.1", "1"]] {
        let redis = OwnRedis::start();
        let cache = Cache::connect(&redis.url()).unwrap();
        assert!(cache.hit("p", PASSWORD).await.allowed);
        redis.command(&commands).await;
        assert_eq!(allowed_of_ten(&cache, "p").await, 4, "{commands:?}");
        assert_eq!(allowed_of_ten(&cache, "q").await, 5, "{commands:?}");
    }
}
