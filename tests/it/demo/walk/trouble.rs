//! When something on the way does not work: nobody is signed in, and the page says what to do.

use koppel::demo::browser::Page;
use koppel::demo::once::{PUPIL, Walk, first_time};
use koppel::demo::run::Demo;
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

/// At HarID, although eKool opens her account: the pages up to her proof are those of anybody; after it one names eKool.
#[tokio::test]
async fn wrong_button_is_named_to_the_proven_owner_and_to_nobody_else() {
    on_both_engines(async |demo| {
        let unlinked = up_to_claim(demo).await.1;
        first_time(&demo.world, PUPIL, |_| {}).await.unwrap();
        let (mut walk, linked) = up_to_claim(demo).await;
        assert_eq!(linked, unlinked);
        let account = walk.person.account.clone().unwrap();
        walk.browser.fill("username", &account.username);
        walk.browser.fill("password", &demo.world.password);
        walk.browser.press("claim-submit").await.unwrap();
        let page = walk.browser.press("confirm-cancel").await.unwrap();
        assert_eq!(page.status, 409);
        assert!(page.html.contains("You signed in with eKool before"), "{}", page.html);
        walk.browser.press("again").await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        walk.expect_old_account(&account).await.unwrap();
        let links = "SELECT COUNT(*) AS n FROM link";
        assert_eq!(demo.ground().db.count(links, vec![]).await.unwrap(), 1);
    })
    .await;
}

/// Who cancels without another way in is simply asked again.
#[tokio::test]
async fn cancelling_without_another_system_leads_to_the_first_page() {
    on_both_engines(async |demo| {
        let mut walk = up_to_claim(demo).await.0;
        let account = walk.person.account.clone().unwrap();
        walk.browser.fill("username", &account.username);
        walk.browser.fill("password", &demo.world.password);
        walk.browser.press("claim-submit").await.unwrap();
        let page = walk.browser.press("confirm-cancel").await.unwrap();
        assert!(page.status == 200 && page.has("#upstream-ekool"), "{}", page.html);
    })
    .await;
}

/// The pupil at HarID until the old account is asked for, and what the pages said on the way.
async fn up_to_claim(demo: &Demo) -> (Walk<'_>, String) {
    let mut walk = person(demo, PUPIL);
    walk.log_in().await.unwrap();
    let question = said(walk.sign_in_at("harid").await.unwrap());
    let claim = said(walk.browser.press("question-yes").await.unwrap());
    (walk, format!("{question}{claim}"))
}

/// A page without the values that are new each time.
fn said(page: &Page) -> String {
    let mut parts = page.html.split("att_");
    let first = parts.next().unwrap().to_owned();
    let html = parts.fold(first, |html, part| html + part.get(26..).unwrap());
    let is_fixed = |line: &&str| !line.contains("name=\"csrf\"");
    html.lines().filter(is_fixed).collect()
}
