//! A whole class at one computer.

use std::collections::BTreeMap;

use koppel::demo::browser::Press;
use koppel::demo::run::{Demo, Settings};
use koppel::domain::Clock;

use super::{CLASS, Chromebook, MIXED, UPSTREAMS};
use crate::attacks::{Scene, up_to_confirm};
use crate::support::ground::{fresh_postgres, server};
use crate::support::{counted, figure};

/// Links everybody of the class to all three systems, each at home.
async fn link_all(scene: &Scene) {
    for key in CLASS {
        for upstream in UPSTREAMS {
            let mut walk = scene.person(key);
            up_to_confirm(scene, &mut walk, upstream).await;
            walk.browser.press("confirm-link").await.unwrap();
            walk.browser.press("continue").await.unwrap();
            for _ in 0..2 {
                if walk.browser.page().path() == "/login/notice" {
                    walk.browser.press("continue").await.unwrap();
                }
            }
            walk.expect_old_account(&scene.account(key)).await.unwrap();
        }
    }
}

async fn whole_class(settings: Settings, n: usize) {
    let clock = Clock::system();
    let demo = Demo::start(Settings { clock: clock.clone(), ..settings }).await.unwrap();
    let scene = Scene { demo, clock };
    link_all(&scene).await;
    let links = scene.live_links().await;
    let mut shared = Chromebook::new(&scene);
    for round in 0..n {
        shared.round(round).await;
    }
    shared.log_out().await;
    shared.silently().await;
    shared.check("the last sign-out").await;
    let issuer = scene.demo.world.issuer.as_str();
    let odd = shared.walk.browser.trace.iter().filter(|step| {
        step.method == http::Method::POST && step.url.starts_with(issuer) && (300..400).contains(&step.status)
    });
    // B16: whatever a form leads to is fetched, never posted on.
    assert!(odd.clone().count() > n / 4 && odd.clone().all(|step| step.status == 303));
    println!("{} posts answered 303; {:?}", odd.count(), shared.counted);
    let ground =
        if scene.demo.ground().config.cache.url.starts_with("redis") { "PostgreSQL and Redis" } else { "SQLite" };
    counted("A15-A18", &format!("{n} sign-ins of {} children in one browser, {ground}, 0 cross-overs", CLASS.len()));
    assert_eq!((scene.count(MIXED).await, scene.live_links().await), (0, links));
    drop(shared);
    scene.close().await;
}

/// A login that somebody left half done ends when the next child is in: their "back" leads to nobody's account.
#[tokio::test]
async fn half_done_login_ends_when_another_child_signs_in() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    let (address, issuer) = (walk.browser.page().url().unwrap().to_string(), scene.demo.world.issuer.clone());
    let held = walk.browser.page().press("confirm-link", &BTreeMap::new()).unwrap();
    let Press::Submit { fields, .. } = held else { panic!("the button posts a form") };
    walk.person = scene.demo.world.person("emma-kukk").unwrap();
    walk.log_in().await.unwrap();
    walk.browser.fill("username", "emma-kukk");
    walk.browser.fill("password", &scene.demo.world.password);
    walk.browser.press("password-submit").await.unwrap();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(walk.browser.open(&address).await.unwrap().status, 400);
    assert_eq!(walk.browser.send(&format!("{issuer}/login/confirm"), &fields).await.unwrap().status, 400);
    walk.expect_old_account(&scene.account("emma-kukk")).await.unwrap();
    assert_eq!(scene.live_links().await, 0);
    scene.close().await;
}

/// A15-A18: 1,000 sign-ins on SQLite with this process's memory as the cache.
#[tokio::test]
async fn sign_ins_at_one_computer_never_cross_over() {
    whole_class(Settings::default(), figure(1_000, 250)).await;
}

/// A15-A18: the same with PostgreSQL and Redis.
#[tokio::test]
async fn sign_ins_at_one_computer_never_cross_over_on_postgres_and_redis() {
    let (database_url, cache_url) = (Some(fresh_postgres().await), Some(server("KOPPEL_TEST_REDIS")));
    whole_class(Settings { database_url, cache_url, ..Settings::default() }, figure(1_000, 75)).await;
}
