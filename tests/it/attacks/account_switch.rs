//! Two people at one browser.

use koppel::demo::sim::control::Mode;

use super::{Scene, add_and_hold, field, open_settings, up_to_callback, up_to_confirm};
use crate::support::counted;

/// A11: a link is begun with a fresh sign-in there; an old one is refused where the upstream can show its age.
#[tokio::test]
async fn stale_sign_in_at_the_upstream_adds_nothing() {
    let scene = Scene::open().await;
    let mut walk = scene.person("johan-sandberg");
    // Signed in at HarID ten minutes ago, in this browser.
    let honest = up_to_callback(&mut walk, "harid").await;
    walk.browser.open(honest.as_str()).await.unwrap();
    scene.clock.advance(chrono::TimeDelta::minutes(10));
    scene.demo.simulators.harid.order(Mode::IgnorePromptLogin);
    open_settings(&mut walk, "johan-sandberg").await;
    let page = walk.browser.press("add-harid").await.unwrap();
    assert_eq!(page.status, 403, "{}", page.html);
    assert!(!page.has("#confirm-link"));
    assert_eq!(scene.live_links().await, 0);
    scene.close().await;
}

/// A13: whoever is signed in when the button is pressed must be who began; 20 rounds.
#[tokio::test]
async fn session_switched_before_the_confirm_joins_nobody() {
    let scene = Scene::open().await;
    for round in 0..20 {
        let mut walk = scene.person("johan-sandberg");
        open_settings(&mut walk, "johan-sandberg").await;
        let honest = add_and_hold(&mut walk, "ekool").await;
        walk.browser.open(honest.as_str()).await.unwrap();
        let (attempt, value) = (field(&walk, "attempt"), field(&walk, "confirm"));
        let sign_out = format!("{}/sign-out", scene.demo.world.platform.settings.trim_end_matches("/integrations"));
        let csrf = field(&walk, "csrf");
        walk.browser.send(&sign_out, &[("csrf", &csrf)]).await.unwrap();
        if round % 2 == 0 {
            open_settings(&mut walk, "erik-nystrom").await;
        }
        let confirm = format!("{}/confirm", scene.demo.world.platform.settings);
        let fields = [("csrf", csrf.as_str()), ("attempt", &attempt), ("answer", "confirm"), ("confirm", &value)];
        let status = walk.browser.send(&confirm, &fields).await.unwrap().status;
        assert!(matches!(status, 400 | 403), "round {round}: {status}");
        assert_eq!(scene.live_links().await, 0, "round {round}");
    }
    counted("A13", "20 switched sessions, 0 links");
    scene.close().await;
}

/// A14: an identity that opens another account is refused; nothing moves, and not a word about whose it is.
#[tokio::test]
async fn identity_of_another_account_is_refused_without_a_word() {
    let scene = Scene::open().await;
    let mut owner = scene.person("johan-sandberg");
    up_to_confirm(&scene, &mut owner, "ekool").await;
    owner.browser.press("confirm-link").await.unwrap();
    owner.browser.press("continue").await.unwrap();
    let mut other = scene.person("johan-sandberg");
    open_settings(&mut other, "erik-nystrom").await;
    let honest = add_and_hold(&mut other, "ekool").await;
    let page = other.browser.open(honest.as_str()).await.unwrap().clone();
    assert_eq!(page.status, 409, "{}", page.html);
    for secret in ["Johan", "Sandberg", "johan-sandberg", "230"] {
        assert!(!page.html.contains(secret), "{secret}");
    }
    let mine = "SELECT COUNT(*) AS n FROM link l JOIN account a ON a.id = l.account_id \
                WHERE l.ended_at IS NULL AND a.username = 'johan-sandberg'";
    assert_eq!((scene.live_links().await, scene.count(mine).await), (1, 1));
    scene.close().await;
}

/// The next child on the same computer is never the last one, and nobody ticks anything.
#[tokio::test]
async fn next_pupil_at_the_same_computer_is_asked_who_they_are() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
    walk.me().await.unwrap();
    // The platform asks again, as it does for the next child; the broker must not bring the last one back.
    walk.browser.open(&format!("{}/login", scene.demo.world.platform.url)).await.unwrap();
    assert!(walk.browser.page().has("#upstream-ekool"), "{}", walk.browser.page().html);
    let issuer = scene.demo.world.issuer.parse().unwrap();
    assert_eq!(walk.browser.cookie(&issuer, "koppel-session"), None);
    scene.close().await;
}
