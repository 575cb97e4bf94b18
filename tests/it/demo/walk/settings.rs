//! Settings → Integrations, and taking things back.

use koppel::args;
use koppel::demo::once::{PUPIL, Walk};
use koppel::demo::run::{Demo, Settings};
use koppel::domain::Clock;

use super::{on_both_engines, person};

/// Signed in at the platform and at the settings with user name and password.
async fn at_settings<'a>(demo: &'a Demo, key: &str) -> Walk<'a> {
    let mut walk = person(demo, key);
    walk.browser.open(&demo.world.platform.settings).await.unwrap();
    walk.browser.fill("username", key);
    walk.browser.fill("password", &demo.world.password);
    walk.browser.press("password-submit").await.unwrap();
    assert_eq!(walk.browser.page().path(), "/settings/opihoov/integrations");
    walk
}

async fn live_links(demo: &Demo) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM link WHERE ended_at IS NULL";
    demo.ground().db.count(sql, vec![]).await.unwrap()
}

/// The id of the control that ends the only link.
fn end_control(walk: &Walk<'_>) -> Option<String> {
    let html = &walk.browser.page().html;
    let start = html.find("id=\"end-")? + 4;
    html[start..].split('"').next().map(str::to_owned)
}

#[tokio::test]
async fn integration_is_added_used_and_ended_in_the_settings() {
    on_both_engines(async |demo| {
        let mut walk = at_settings(demo, PUPIL).await;
        walk.browser.press("add-ekool").await.unwrap();
        walk.be_somebody().await.unwrap();
        walk.browser.press("confirm-link").await.unwrap();
        assert_eq!(live_links(demo).await, 1);
        koppel::demo::once::next_time(&demo.world, PUPIL, |_| {}).await.unwrap();
        let end = end_control(&walk).expect("the link can be ended, the password stays");
        walk.browser.press(&end).await.unwrap();
        walk.browser.press("end-confirm").await.unwrap();
        assert_eq!(live_links(demo).await, 0);
    })
    .await;
}

/// Born at a first sign-in and without a password: its one link is the only way in.
#[tokio::test]
async fn last_way_in_cannot_be_ended() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, "oliver-teder");
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        walk.browser.press("question-no").await.unwrap();
        walk.browser.press("integrations").await.unwrap();
        // eKool still knows who is there, and is asked to make sure all the same.
        walk.sign_in_at("ekool").await.unwrap();
        assert_eq!(walk.browser.page().path(), "/settings/opihoov/integrations");
        assert_eq!(end_control(&walk), None);
    })
    .await;
}

#[tokio::test]
async fn this_was_not_me_ends_the_link_and_its_sessions() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, PUPIL);
        let account = walk.person.account.clone().unwrap();
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        walk.claim(&account).await.unwrap();
        walk.browser.press("confirm-link").await.unwrap();
        walk.browser.press("not-me").await.unwrap();
        assert_eq!(live_links(demo).await, 0);
        assert!(walk.me().await.is_err());
        let cases = "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'not_me' AND closed_at IS NULL";
        assert_eq!(demo.ground().db.count(cases, vec![]).await.unwrap(), 1);
    })
    .await;
}

/// A1: a claim on the way to the settings puts everybody else out, as one on the way to the platform does.
#[tokio::test]
async fn a_claim_on_the_way_to_the_settings_signs_everybody_else_out() {
    let demo = Demo::start(Settings::default()).await.unwrap();
    let mut stranger = at_settings(&demo, PUPIL).await;
    let mut owner = person(&demo, PUPIL);
    let account = owner.person.account.clone().unwrap();
    owner.browser.open(&demo.world.platform.settings).await.unwrap();
    owner.sign_in_at("ekool").await.unwrap();
    owner.claim(&account).await.unwrap();
    owner.browser.press("confirm-link").await.unwrap();
    assert_eq!(live_links(&demo).await, 1);
    let page = stranger.browser.open(&demo.world.platform.settings).await.unwrap();
    assert_eq!(page.path(), "/login", "{}", page.html);
    demo.stop().await;
}

/// The school's day, not Greenwich's: at half past ten in the evening there it is tomorrow in Tallinn.
#[tokio::test]
async fn days_are_those_of_the_school() {
    let clock = Clock::fixed("2026-11-20T22:30:00Z".parse().unwrap());
    let demo = Demo::start(Settings { clock, ..Settings::default() }).await.unwrap();
    let mut walk = at_settings(&demo, PUPIL).await;
    walk.browser.press("add-ekool").await.unwrap();
    walk.be_somebody().await.unwrap();
    let page = walk.browser.press("confirm-link").await.unwrap();
    assert!(page.html.contains("21 November") && !page.html.contains("20 November"), "{}", page.html);
    demo.stop().await;
}

/// Links that rest on a session whose sign-in was so fresh.
async fn resting_on(demo: &Demo, freshness: &str) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM link WHERE upstream_id = 'harid' AND ended_at IS NULL \
               AND evidence LIKE $1 AND evidence LIKE $2";
    let has = |name: &str, value: &str| format!("%\"{name}\":\"{value}\"%");
    demo.ground().db.count(sql, args![has("kind", "session"), has("freshness", freshness)]).await.unwrap()
}

/// eKool is asked to make sure who is there and cannot show that it did; a link that rests on such a sign-in says so.
#[tokio::test]
async fn a_link_added_after_an_unproven_sign_in_says_so() {
    let demo = Demo::start(Settings::default()).await.unwrap();
    let mut walk = person(&demo, "oliver-teder");
    walk.log_in().await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("question-no").await.unwrap();
    walk.browser.press("integrations").await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    walk.browser.press("add-harid").await.unwrap();
    walk.be_somebody().await.unwrap();
    walk.browser.press("confirm-link").await.unwrap();
    assert_eq!((resting_on(&demo, "requested").await, resting_on(&demo, "proven").await), (1, 0));
    let mut walk = at_settings(&demo, PUPIL).await;
    walk.browser.press("add-harid").await.unwrap();
    walk.be_somebody().await.unwrap();
    walk.browser.press("confirm-link").await.unwrap();
    assert_eq!((resting_on(&demo, "requested").await, resting_on(&demo, "proven").await), (1, 1));
    demo.stop().await;
}
