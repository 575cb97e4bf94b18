//! A21: what is switched off in the middle of a login lets nobody in.

use koppel::demo::once::Walk;

use super::{Scene, field};
use crate::admin::enabling::{EKOOL, at_ekool};
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

/// Walks on from the chooser, as far as that goes; `at` is told of each point.
async fn walk_past(scene: &Scene, walk: &mut Walk<'_>, mut at: impl AsyncFnMut(&str)) {
    walk.log_in().await.unwrap();
    at("chooser").await;
    if walk.browser.press("upstream-ekool").await.is_err() {
        return;
    }
    at("upstream").await;
    if walk.be_somebody().await.is_err() {
        return;
    }
    at("question").await;
    if walk.browser.press("question-yes").await.is_err() {
        return;
    }
    at("claim").await;
    walk.browser.fill("username", "laura-kuusk");
    walk.browser.fill("password", &scene.demo.world.password);
    if walk.browser.press("claim-submit").await.is_err() {
        return;
    }
    at("confirm").await;
    if walk.browser.press("confirm-link").await.is_err() {
        return;
    }
    at("linked").await;
    let _stopped_or_not = walk.browser.press("continue").await;
}

async fn end_the_link(scene: &Scene) {
    scene.change("UPDATE link SET ended_at = created_at, ended_by = 'test', end_reason = 'test'").await;
}

/// A21: 5 kinds at 6 points, 0 sessions.
#[tokio::test]
async fn what_is_switched_off_on_the_way_lets_nobody_in() {
    let scene = Scene::open().await;
    let mut flows = 0;
    for (kind, sql) in KINDS {
        for point in POINTS {
            let mut walk = scene.person("laura-kuusk");
            walk_past(&scene, &mut walk, async |here: &str| {
                if here == point {
                    scene.change(sql).await;
                }
            })
            .await;
            assert!(walk.me().await.is_err(), "{kind} at {point}: {}", walk.browser.page().html);
            let back = BACK.iter().find(|(name, _)| *name == kind).unwrap().1;
            scene.change(back).await;
            if point == "linked" {
                end_the_link(&scene).await;
            }
            flows += 1;
        }
    }
    counted("A21", &format!("{flows} flows, 0 sessions"));
    assert_eq!(flows, 30);
    assert_eq!(scene.live_sessions().await, 0);
    scene.demo.stop().await;
}

/// Of what a school switches off in the console; see [`Desk::switch_off`].
const OFF_BY_SCHOOL: [&str; 2] = ["system", "account"];

/// An administrator of the school in a browser of their own.
struct Desk<'a> {
    scene: &'a Scene,
    walk: Walk<'a>,
    pupil: String,
}

impl<'a> Desk<'a> {
    async fn open(scene: &'a Scene) -> Self {
        const PUPIL: &str = "SELECT id FROM account WHERE username = 'laura-kuusk' AND platform_id = 'opihoov'";
        let mut walk = scene.person("anu-kallas");
        at_ekool(scene, &mut walk).await;
        let pupil = scene.demo.ground().db.list::<Id>(PUPIL, vec![]).await.unwrap().remove(0).id;
        Self { scene, walk, pupil }
    }

    /// Opens a page of the school and presses its button.
    async fn press(&mut self, page: &str, button: &str) {
        let settings: url::Url = self.walk.world.platform.settings.parse().unwrap();
        self.walk.browser.open(settings.join(page).unwrap().as_str()).await.unwrap();
        self.walk.browser.fill("reason", "A test");
        self.walk.browser.press(button).await.unwrap();
        let page = self.walk.browser.page();
        assert_eq!(page.status, 200, "{}", page.html);
    }

    /// The page that asks whether the account is to be switched, off or on again.
    fn page_of_pupil(&self) -> String {
        format!("/admin/opihoov/ehis%3A990001/people/{}/disable", self.pupil)
    }

    async fn switch_off(&mut self, kind: &str) {
        match kind {
            "system" => self.press(EKOOL, "disable").await,
            _ => self.press(&self.page_of_pupil(), "do-it").await,
        }
        assert_eq!(self.scene.count(OFF).await, 1, "{kind} is off");
    }

    async fn switch_on(&mut self, kind: &str) {
        match kind {
            // The whole way on leads to the upstream; see `admin::enabling`.
            "system" => self.scene.change(BACK[1].1).await,
            _ => self.press(&self.page_of_pupil(), "do-it").await,
        }
        assert_eq!(self.scene.count(OFF).await, 0, "{kind} is on again");
    }
}

koppel::row! {
    /// The id of a row.
    pub struct Id {
        /// The id.
        pub id: String,
    }
}

const OFF: &str = "SELECT (SELECT COUNT(*) FROM school_upstream WHERE upstream_id = 'ekool' AND ended_at IS NOT NULL) \
    + (SELECT COUNT(*) FROM account WHERE username = 'laura-kuusk' AND disabled_at IS NOT NULL) AS n";

/// A21 once more, by the buttons of the console: what a school switches off ends a sign-in that is on its way, wherever it is.
#[tokio::test]
async fn what_a_school_switches_off_takes_effect_at_every_step_of_a_sign_in() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    let mut flows = 0;
    for kind in OFF_BY_SCHOOL {
        for point in POINTS {
            let mut walk = scene.person("laura-kuusk");
            walk_past(&scene, &mut walk, async |here: &str| {
                if here == point {
                    desk.switch_off(kind).await;
                }
            })
            .await;
            assert!(walk.me().await.is_err(), "{kind} at {point}: {}", walk.browser.page().html);
            assert_eq!(scene.live_sessions().await, 1, "{kind} at {point}: the administrator's alone");
            desk.switch_on(kind).await;
            let linked = i64::from(point == "linked");
            assert_eq!(scene.live_links().await, linked, "{kind} at {point}: what was linked before stays");
            if linked > 0 {
                end_the_link(&scene).await;
            }
            flows += 1;
        }
    }
    counted("A21", &format!("{flows} flows by the console, 0 sessions"));
    assert_eq!(flows, 12);
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
