//! A21: what is switched off in the middle of a login lets nobody in.

use koppel::demo::once::Walk;

use super::{Scene, field};
use crate::support::counted;

const KINDS: [(&str, &str); 5] = [
    ("upstream", "UPDATE upstream SET disabled_at = created_at WHERE id = 'ekool'"),
    (
        "upstream at the school",
        "UPDATE school_upstream SET ended_at = enabled_at, ended_by = 'test' WHERE upstream_id = 'ekool'",
    ),
    ("account", "UPDATE account SET disabled_at = created_at WHERE username = 'laura-kuusk'"),
    ("client", "UPDATE client SET disabled_at = created_at"),
    ("school", "UPDATE school SET disabled_at = created_at"),
];

const BACK: [(&str, &str); 5] = [
    ("upstream", "UPDATE upstream SET disabled_at = NULL"),
    ("upstream at the school", "UPDATE school_upstream SET ended_at = NULL, ended_by = NULL"),
    ("account", "UPDATE account SET disabled_at = NULL"),
    ("client", "UPDATE client SET disabled_at = NULL"),
    ("school", "UPDATE school SET disabled_at = NULL"),
];

/// Points of a login, in the order in which they come.
const POINTS: [&str; 6] = ["chooser", "upstream", "question", "claim", "confirm", "linked"];

/// Walks on from the chooser, and switches something off at `point`.
async fn walk_with_switch(scene: &Scene, walk: &mut Walk<'_>, point: &str, sql: &'static str) {
    walk.log_in().await.unwrap();
    let mut off = Switch { scene, point, sql };
    off.at("chooser").await;
    if walk.browser.press("upstream-ekool").await.is_err() {
        return;
    }
    off.at("upstream").await;
    if walk.be_somebody().await.is_err() {
        return;
    }
    off.at("question").await;
    if walk.browser.press("question-yes").await.is_err() {
        return;
    }
    off.at("claim").await;
    walk.browser.fill("username", "laura-kuusk");
    walk.browser.fill("password", &scene.demo.world.password);
    if walk.browser.press("claim-submit").await.is_err() {
        return;
    }
    off.at("confirm").await;
    if walk.browser.press("confirm-link").await.is_err() {
        return;
    }
    off.at("linked").await;
    let _stopped_or_not = walk.browser.press("continue").await;
}

struct Switch<'a> {
    scene: &'a Scene,
    point: &'a str,
    sql: &'static str,
}

impl Switch<'_> {
    async fn at(&mut self, point: &str) {
        if point == self.point {
            self.scene.change(self.sql).await;
        }
    }
}

/// A21: 5 kinds at 6 points, 0 sessions.
#[tokio::test]
async fn what_is_switched_off_on_the_way_lets_nobody_in() {
    let scene = Scene::open().await;
    let mut flows = 0;
    for (kind, sql) in KINDS {
        for point in POINTS {
            let mut walk = scene.person("laura-kuusk");
            walk_with_switch(&scene, &mut walk, point, sql).await;
            assert!(walk.me().await.is_err(), "{kind} at {point}: {}", walk.browser.page().html);
            let back = BACK.iter().find(|(name, _)| *name == kind).unwrap().1;
            scene.change(back).await;
            if point == "linked" {
                scene.change("UPDATE link SET ended_at = created_at, ended_by = 'test', end_reason = 'test'").await;
            }
            flows += 1;
        }
    }
    counted("A21", &format!("{flows} flows, 0 sessions"));
    assert_eq!(flows, 30);
    assert_eq!(scene.live_sessions().await, 0);
    scene.demo.stop().await;
}

/// A22: a page of a later step, or of another login, answers "start again" and changes nothing.
#[tokio::test]
async fn steps_cannot_be_skipped_or_taken_twice() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    walk.log_in().await.unwrap();
    let (csrf, attempt) = (field(&walk, "csrf"), field(&walk, "attempt"));
    let issuer = scene.demo.world.issuer.clone();
    let posts = ["question", "claim", "cannot", "confirm", "linked", "not-me", "notice", "new-password", "school"];
    for path in posts {
        for fields in [vec![], vec![("csrf", csrf.as_str()), ("attempt", attempt.as_str()), ("answer", "yes")]] {
            let status = walk.browser.send(&format!("{issuer}/login/{path}"), &fields).await.unwrap().status;
            assert_eq!(status, 400, "POST /login/{path} with {} fields", fields.len());
        }
    }
    for path in ["question", "claim", "asked", "confirm", "linked", "notice", "new-password", "school"] {
        let page = walk.browser.open(&format!("{issuer}/login/{path}?attempt={attempt}")).await.unwrap();
        assert_eq!(page.status, 400, "GET /login/{path}");
    }
    let mut stranger = scene.person("emma-kukk");
    let page = stranger.browser.open(&format!("{issuer}/login?attempt={attempt}")).await.unwrap();
    assert_eq!(page.status, 400, "another browser's login");
    assert_eq!((scene.live_links().await, scene.live_sessions().await), (0, 0));
    scene.close().await;
}
