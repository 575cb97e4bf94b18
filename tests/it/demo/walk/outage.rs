//! D5 from door to door: Redis frozen, flushed or gone stops no sign-in and opens no password to guessing.

use koppel::cache::CacheState;
use koppel::demo::once::{Walk, first_time, next_time};
use koppel::demo::run::{Demo, Settings};

use super::person;
use crate::support::redis::OwnRedis;

async fn demo_with(redis: &OwnRedis) -> Demo {
    Demo::start(Settings { cache_url: Some(redis.url()), ..Settings::default() }).await.unwrap()
}

async fn both_ways_in(demo: &Demo, newcomer: &str, known: &str) {
    first_time(&demo.world, newcomer, |_| {}).await.unwrap();
    next_time(&demo.world, known, |_| {}).await.unwrap();
}

#[tokio::test]
async fn redis_frozen_flushed_or_gone_stops_no_sign_in() {
    let mut redis = OwnRedis::start();
    let demo = demo_with(&redis).await;
    first_time(&demo.world, "mari-tamm", |_| {}).await.unwrap();
    assert_eq!(demo.ground().cache.state().await, CacheState::Shared);
    redis.freeze();
    both_ways_in(&demo, "anna-van-dijk", "mari-tamm").await;
    assert_eq!(demo.ground().cache.state().await, CacheState::Degraded);
    redis.thaw();
    redis.command(&["FLUSHALL"]).await;
    both_ways_in(&demo, "rasmus-kask", "anna-van-dijk").await;
    redis.kill();
    both_ways_in(&demo, "johan-sandberg", "rasmus-kask").await;
    demo.stop().await;
}

/// Wrong passwords until the form refuses to look; then the right one must be refused as well.
async fn guess_until_refused(walk: &mut Walk<'_>, username: &str) {
    for _ in 0..30 {
        walk.browser.fill("username", username);
        walk.browser.fill("password", "wrong");
        let status = walk.browser.press("password-submit").await.unwrap().status;
        if status == 429 {
            return;
        }
        assert!(status < 500);
    }
    panic!("thirty guesses and no end");
}

#[tokio::test]
async fn redis_frozen_flushed_or_gone_opens_no_password_to_guessing() {
    let mut redis = OwnRedis::start();
    let demo = demo_with(&redis).await;
    for (outage, key) in [("flushed", "anna-van-dijk"), ("frozen", "rasmus-kask"), ("gone", "johan-sandberg")] {
        let mut walk = person(&demo, key);
        let username = walk.person.account.clone().unwrap().username;
        walk.log_in().await.unwrap();
        match outage {
            "frozen" => redis.freeze(),
            "gone" => redis.kill(),
            _ => {}
        }
        guess_until_refused(&mut walk, &username).await;
        match outage {
            "frozen" => redis.thaw(),
            "flushed" => redis.command(&["FLUSHALL"]).await,
            _ => {}
        }
        walk.log_in().await.unwrap();
        walk.browser.fill("username", &username);
        walk.browser.fill("password", &demo.world.password);
        assert_eq!(walk.browser.press("password-submit").await.unwrap().status, 429, "{outage}");
    }
    demo.stop().await;
}
