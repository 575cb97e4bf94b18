//! A stranger who keeps guessing a pupil's password, seen through the pages.

use koppel::demo::browser::Browser;
use koppel::demo::once::Walk;

use super::{Scene, field, open_settings};

const GUESSES: usize = 200;

/// At another computer: every address of 127.0.0.0/8 is one of this machine's.
fn elsewhere<'a>(scene: &'a Scene, key: &str, address: &str) -> Walk<'a> {
    let mut walk = scene.person(key);
    walk.browser = Browser::at("en", address.parse().unwrap()).unwrap();
    walk
}

/// Types into the password form that the browser shows; answers the status.
async fn type_in(walk: &mut Walk<'_>, button: &str, password: &str) -> u16 {
    walk.browser.fill("username", "mari-tamm");
    walk.browser.fill("password", password);
    walk.browser.press(button).await.unwrap().status
}

/// Guesses at one login's form, past the pages: how many were compared, and how many refused.
async fn hammer(scene: &Scene, walk: &mut Walk<'_>, path: &str, guesses: usize) -> (usize, usize) {
    let (csrf, attempt) = (field(walk, "csrf"), field(walk, "attempt"));
    let url = format!("{}{path}", scene.demo.world.issuer);
    let (mut compared, mut refused) = (0, 0);
    for _ in 0..guesses {
        let fields = [("csrf", csrf.as_str()), ("attempt", &attempt), ("username", "mari-tamm"), ("password", "guess")];
        let status = walk.browser.send(&url, &fields).await.unwrap().status;
        let waits =
            walk.browser.headers.get("retry-after").map(|value| value.to_str().unwrap().parse::<u64>().unwrap());
        match (status, waits) {
            (401, None) => compared += 1,
            (429, Some(1..=900)) => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    (compared, refused)
}

/// The pupil comes in from a browser that was here before, from a new one at another address, and through eKool.
#[tokio::test]
async fn stranger_who_keeps_guessing_keeps_no_pupil_out() {
    let scene = Scene::open().await;
    let mut known = elsewhere(&scene, "mari-tamm", "127.3.0.1");
    open_settings(&mut known, "mari-tamm").await;
    let mut stranger = elsewhere(&scene, "mari-tamm", "127.6.6.6");
    stranger.log_in().await.unwrap();
    assert_eq!(hammer(&scene, &mut stranger, "/login", GUESSES).await, (10, GUESSES - 10));
    known.log_in().await.unwrap();
    assert_eq!(type_in(&mut known, "password-submit", &scene.demo.world.password.clone()).await, 200);
    known.expect_old_account(&scene.account("mari-tamm")).await.unwrap();
    let mut new = elsewhere(&scene, "mari-tamm", "127.3.0.2");
    new.log_in().await.unwrap();
    assert_eq!(type_in(&mut new, "password-submit", &scene.demo.world.password.clone()).await, 200);
    new.expect_old_account(&scene.account("mari-tamm")).await.unwrap();
    koppel::demo::once::first_time(&scene.demo.world, "mari-tamm", |_| {}).await.unwrap();
    stranger.log_in().await.unwrap();
    assert_eq!(hammer(&scene, &mut stranger, "/login", GUESSES).await, (0, GUESSES));
    // Behind the stranger's own address: a sign-in through eKool asks no throttle.
    let mut beside = elsewhere(&scene, "mari-tamm", "127.6.6.6");
    beside.log_in().await.unwrap();
    beside.sign_in_at("ekool").await.unwrap();
    beside.expect_old_account(&scene.account("mari-tamm")).await.unwrap();
    scene.close().await;
}

/// Sign-in, claim, and the sign-in before an integration is added or ended take from one counter.
#[tokio::test]
async fn every_password_form_of_a_login_counts_together() {
    let scene = Scene::open().await;
    let mut claiming = elsewhere(&scene, "karl-magi", "127.6.6.6");
    claiming.log_in().await.unwrap();
    claiming.sign_in_at("ekool").await.unwrap();
    claiming.browser.press("question-yes").await.unwrap();
    assert_eq!(hammer(&scene, &mut claiming, "/login/claim", 4).await, (4, 0));
    let mut settings = elsewhere(&scene, "mari-tamm", "127.6.6.6");
    settings.browser.open(&scene.demo.world.platform.settings).await.unwrap();
    assert_eq!(hammer(&scene, &mut settings, "/login", 4).await, (4, 0));
    let mut signing_in = elsewhere(&scene, "mari-tamm", "127.6.6.6");
    signing_in.log_in().await.unwrap();
    assert_eq!(hammer(&scene, &mut signing_in, "/login", 4).await, (2, 2));
    assert_eq!(hammer(&scene, &mut claiming, "/login/claim", 4).await, (0, 4));
    assert_eq!(hammer(&scene, &mut settings, "/login", 4).await, (0, 4));
    scene.close().await;
}

/// One pupil goes through the class at the claim page: the third account tells the school, and that was all for today.
#[tokio::test]
async fn identity_that_tries_several_accounts_is_sent_to_the_school() {
    let scene = Scene::open().await;
    let mut walk = scene.person("mari-tamm");
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("question-yes").await.unwrap();
    for name in ["karl-magi", "nobody-at-all", "liisa-saar", "laura-kuusk"] {
        assert_eq!(scene.open_cases().await, 0);
        walk.browser.fill("username", name);
        walk.browser.fill("password", "guess");
        assert_eq!(walk.browser.press("claim-submit").await.unwrap().status, 401, "{name}");
    }
    assert_eq!(scene.open_cases().await, 1);
    // Also with the right password of the own account, and in a new login.
    walk.browser.fill("username", "mari-tamm");
    walk.browser.fill("password", &scene.demo.world.password);
    let page = walk.browser.press("claim-submit").await.unwrap();
    assert_eq!((page.status, page.path()), (200, "/login/asked"), "{}", page.html);
    let mut again = scene.person("mari-tamm");
    again.log_in().await.unwrap();
    again.sign_in_at("ekool").await.unwrap();
    let page = again.browser.press("question-yes").await.unwrap();
    assert_eq!((page.status, page.path()), (200, "/login/asked"), "{}", page.html);
    assert_eq!((scene.open_cases().await, scene.live_links().await), (1, 0));
    koppel::demo::once::first_time(&scene.demo.world, "karl-magi", |_| {}).await.unwrap();
    scene.close().await;
}
