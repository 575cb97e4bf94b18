//! When something on the way does not work: nobody is signed in, and the page says what to do.

use koppel::demo::once::PUPIL;
use koppel::demo::sim::control::{Mode, Order};

use super::{on_both_engines, person};

/// "I cannot sign in to it" asks the school and never ends in a second account.
#[tokio::test]
async fn forgotten_password_asks_the_school_and_makes_no_account() {
    on_both_engines(async |demo| {
        let accounts = "SELECT COUNT(*) AS n FROM account";
        let before = demo.ground().db.count(accounts, vec![]).await.unwrap();
        let mut walk = person(demo, PUPIL);
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        walk.browser.press("question-yes").await.unwrap();
        walk.browser.press("claim-cannot").await.unwrap();
        let cases = "SELECT COUNT(*) AS n FROM school_case WHERE kind = 'cannot_sign_in' AND closed_at IS NULL";
        assert_eq!(demo.ground().db.count(cases, vec![]).await.unwrap(), 1);
        assert_eq!(demo.ground().db.count(accounts, vec![]).await.unwrap(), before);
        assert!(walk.me().await.is_err());
    })
    .await;
}

#[tokio::test]
async fn person_at_two_schools_chooses_once() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, "pille-rand");
        let account = walk.person.account.clone().unwrap();
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        walk.claim(&account).await.unwrap();
        walk.browser.press("confirm-link").await.unwrap();
        walk.browser.press("continue").await.unwrap();
        assert_eq!(walk.browser.page().path(), "/login/school");
        walk.browser.press("school-2").await.unwrap();
        walk.expect_platform().unwrap();
        let chosen = walk.me().await.unwrap().user_info["koppel:school"][0]["id"].clone();
        walk.browser.open(&format!("{}/login", demo.world.platform.url)).await.unwrap();
        walk.expect_platform().unwrap();
        assert_eq!(walk.me().await.unwrap().user_info["koppel:school"][0]["id"], chosen);
    })
    .await;
}

#[tokio::test]
async fn broken_system_signs_nobody_in_and_says_so() {
    on_both_engines(async |demo| {
        for mode in [Mode::ServerError, Mode::Html, Mode::TruncatedJson, Mode::Empty, Mode::RedirectLoopback] {
            let reset = true;
            demo.simulators.ekool.order(Order { reset, endpoint: Some("profile".to_owned()), ..Order::from(mode) });
            let mut walk = person(demo, PUPIL);
            walk.log_in().await.unwrap();
            let page = walk.sign_in_at("ekool").await.unwrap();
            assert!(page.status >= 400 && page.has("h1"), "{mode}: {} {}", page.status, page.path());
            assert!(walk.me().await.is_err());
            assert_eq!(demo.simulators.ekool.report().seen.get("trap"), None);
        }
    })
    .await;
}

#[tokio::test]
async fn lost_state_signs_nobody_in() {
    on_both_engines(async |demo| {
        for mode in [Mode::DropState, Mode::WrongState] {
            demo.simulators.ekool.order(mode);
            let mut walk = person(demo, PUPIL);
            walk.log_in().await.unwrap();
            let page = walk.sign_in_at("ekool").await.unwrap();
            assert!(page.status >= 400, "{mode}: {}", page.path());
            assert!(walk.me().await.is_err());
        }
    })
    .await;
}
