//! The confirm button and its one-time value.

use koppel::demo::once::Walk;

use super::{Scene, field, open_settings, up_to_confirm};
use crate::support::counted;

/// The value of a fresh confirm button in somebody's browser.
pub async fn value_of_a_button(scene: &Scene) -> String {
    let mut walk = scene.person("robin-parn");
    up_to_confirm(scene, &mut walk, "ekool").await;
    field(&walk, "confirm")
}

async fn press_with(walk: &mut Walk<'_>, value: Option<&str>) -> u16 {
    let (csrf, attempt) = (field(walk, "csrf"), field(walk, "attempt"));
    let mut fields = vec![("csrf", csrf.as_str()), ("attempt", attempt.as_str()), ("answer", "confirm")];
    fields.extend(value.map(|value| ("confirm", value)));
    let issuer = walk.world.issuer.clone();
    walk.browser.send(&format!("{issuer}/login/confirm"), &fields).await.unwrap().status
}

/// A12: both persons stand on the page; 50 presses without the right value join nobody.
#[tokio::test]
async fn confirm_takes_only_the_value_of_its_own_button() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    let page = walk.browser.page().clone();
    assert!(page.has("#card-identity") && page.has("#card-account"), "{}", page.html);
    let honest = field(&walk, "confirm");
    let foreign = value_of_a_button(&scene).await;
    let address = page.url().unwrap().to_string();
    for round in 0..50 {
        let value = match round % 5 {
            0 => None,
            1 => Some(String::new()),
            2 => Some(foreign.clone()),
            3 => Some(honest.to_uppercase()),
            _ => Some(format!("{round}{honest}")),
        };
        let status = press_with(&mut walk, value.as_deref()).await;
        assert_eq!(status, 400, "round {round}");
        walk.browser.open(&address).await.unwrap();
    }
    // The page was drawn again: the value it had first is taken back too.
    assert_eq!(press_with(&mut walk, Some(&honest)).await, 400);
    assert_eq!(scene.live_links().await, 0);
    counted("A12", "51 wrong presses, 0 links");
    scene.close().await;
}

/// A12, C2: the same press twice makes one link.
#[tokio::test]
async fn second_press_finds_its_value_used() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    let (csrf, attempt, value) = (field(&walk, "csrf"), field(&walk, "attempt"), field(&walk, "confirm"));
    walk.browser.press("confirm-link").await.unwrap();
    assert!(walk.browser.page().has("#not-me"), "{}", walk.browser.page().html);
    let again =
        [("csrf", csrf.as_str()), ("attempt", attempt.as_str()), ("answer", "confirm"), ("confirm", value.as_str())];
    let issuer = walk.world.issuer.clone();
    assert_eq!(walk.browser.send(&format!("{issuer}/login/confirm"), &again).await.unwrap().status, 400);
    assert_eq!(scene.live_links().await, 1);
    scene.close().await;
}

/// A form without our token, or with another browser's, is not read.
#[tokio::test]
async fn confirm_without_the_forms_token_joins_nobody() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    let (attempt, value) = (field(&walk, "attempt"), field(&walk, "confirm"));
    let mut other = scene.person("emma-kukk");
    other.log_in().await.unwrap();
    let foreign = field(&other, "csrf");
    let issuer = walk.world.issuer.clone();
    for csrf in ["", "x", &foreign] {
        let fields =
            [("csrf", csrf), ("attempt", attempt.as_str()), ("answer", "confirm"), ("confirm", value.as_str())];
        let status = walk.browser.send(&format!("{issuer}/login/confirm"), &fields).await.unwrap().status;
        assert_eq!(status, 400);
    }
    assert_eq!(scene.live_links().await, 0);
    scene.close().await;
}

/// "This was not me", right after linking: the link ends, nobody is signed in, the school knows.
#[tokio::test]
async fn not_me_right_after_linking_ends_the_link() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    walk.browser.press("confirm-link").await.unwrap();
    let page = walk.browser.press("not-me").await.unwrap();
    assert_eq!(page.status, 200, "{}", page.html);
    assert!(walk.me().await.is_err());
    assert_eq!((scene.live_links().await, scene.live_sessions().await, scene.open_cases().await), (0, 0, 1));
    scene.close().await;
}

/// "These are two different people", on the page that shows both: nothing is linked, it is remembered, and another person may
/// sign in.
#[tokio::test]
async fn who_sees_two_people_says_so_and_nothing_is_linked() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    let page = walk.browser.press("confirm-two-people").await.unwrap();
    assert!(page.status == 200 && page.has("#upstream-ekool"), "{}", page.html);
    let said = "SELECT COUNT(*) AS n FROM not_same n JOIN account a ON a.id = n.account_id AND a.username = 'laura-kuusk' \
        WHERE n.upstream_id = 'ekool' AND n.cause = 'two_people' AND n.ended_at IS NULL";
    assert_eq!((scene.live_links().await, scene.count(said).await), (0, 1));
    scene.close().await;
}

/// After ten minutes the page right after linking takes nothing back any more.
#[tokio::test]
async fn not_me_right_after_linking_lasts_ten_minutes() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    walk.browser.press("confirm-link").await.unwrap();
    scene.clock.advance(chrono::TimeDelta::minutes(11));
    assert_eq!(walk.browser.press("not-me").await.unwrap().status, 400);
    assert_eq!(scene.live_links().await, 1);
    scene.demo.stop().await;
}

/// The owner of the old way in sees the new link once, and can take it back; then they are in as before.
#[tokio::test]
async fn owner_sees_a_new_link_at_the_older_way_in_and_takes_it_back() {
    let scene = Scene::open().await;
    let mut thief = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut thief, "ekool").await;
    thief.browser.press("confirm-link").await.unwrap();
    thief.browser.press("continue").await.unwrap();
    thief.me().await.unwrap();
    let mut owner = scene.person("laura-kuusk");
    owner.log_in().await.unwrap();
    owner.browser.fill("username", "laura-kuusk");
    owner.browser.fill("password", &scene.demo.world.password);
    let page = owner.browser.press("password-submit").await.unwrap();
    assert!(page.has("#not-me"), "{}", page.html);
    owner.browser.press("not-me").await.unwrap();
    assert_eq!(scene.live_links().await, 0);
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM token_family WHERE ended_at IS NULL").await, 0);
    owner.browser.press("continue").await.unwrap();
    owner.expect_old_account(&scene.account("laura-kuusk")).await.unwrap();
    scene.close().await;
}

/// "That was me": the notice comes once.
#[tokio::test]
async fn acknowledged_notice_does_not_come_again() {
    let scene = Scene::open().await;
    let mut pupil = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut pupil, "ekool").await;
    pupil.browser.press("confirm-link").await.unwrap();
    pupil.browser.press("continue").await.unwrap();
    for (visit, notice) in [(1, true), (2, false)] {
        let mut owner = scene.person("laura-kuusk");
        owner.log_in().await.unwrap();
        owner.browser.fill("username", "laura-kuusk");
        owner.browser.fill("password", &scene.demo.world.password);
        let page = owner.browser.press("password-submit").await.unwrap();
        assert_eq!(page.has("#not-me"), notice, "visit {visit}");
        if notice {
            owner.browser.press("continue").await.unwrap();
        }
        owner.expect_old_account(&scene.account("laura-kuusk")).await.unwrap();
    }
    assert_eq!(scene.live_links().await, 1);
    scene.close().await;
}

/// A25: nobody ends the last way in that works, whatever form they send.
#[tokio::test]
async fn last_way_in_is_not_ended_in_the_settings() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
    scene.change("UPDATE account SET password_hash = NULL WHERE username = 'laura-kuusk'").await;
    walk.browser.open(&walk.world.platform.settings).await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    let page = walk.browser.page().clone();
    assert!(page.path().starts_with("/settings/") && !page.html.contains("id=\"end-lnk_"), "{}", page.html);
    let csrf = field(&walk, "csrf");
    let link = scene.demo.ground().db.find::<LinkId>("SELECT id FROM link", vec![]).await.unwrap().unwrap().id;
    let end = format!("{}/end", walk.world.platform.settings);
    let status = walk.browser.send(&end, &[("csrf", &csrf), ("link", &link)]).await.unwrap().status;
    assert_eq!((status, scene.live_links().await), (409, 1));
    scene.close().await;
}

koppel::row! {
    /// An id.
    pub struct LinkId {
        /// The id.
        pub id: String,
    }
}

/// A link that is not the last way in is ended by its owner, and opens nothing from then on.
#[tokio::test]
async fn owner_ends_a_link_and_keeps_the_password() {
    let scene = Scene::open().await;
    let mut walk = scene.person("laura-kuusk");
    up_to_confirm(&scene, &mut walk, "ekool").await;
    walk.browser.press("confirm-link").await.unwrap();
    walk.browser.press("continue").await.unwrap();
    let mut owner = scene.person("laura-kuusk");
    owner.browser.open(&owner.world.platform.settings).await.unwrap();
    owner.browser.fill("username", "laura-kuusk");
    owner.browser.fill("password", &scene.demo.world.password);
    owner.browser.press("password-submit").await.unwrap();
    owner.browser.press("continue").await.unwrap();
    let link = scene.demo.ground().db.find::<LinkId>("SELECT id FROM link", vec![]).await.unwrap().unwrap().id;
    owner.browser.press(&format!("end-{link}")).await.unwrap();
    let page = owner.browser.press("end-confirm").await.unwrap();
    assert_eq!(page.status, 200, "{}", page.html);
    assert_eq!(scene.live_links().await, 0);
    let mut again = scene.person("laura-kuusk");
    again.log_in().await.unwrap();
    assert!(again.sign_in_at("ekool").await.unwrap().has("#question-yes"));
    scene.close().await;
}

/// The settings: add an integration with a fresh sign-in there, both persons side by side.
#[tokio::test]
async fn owner_adds_an_integration_in_the_settings() {
    let scene = Scene::open().await;
    let mut walk = scene.person("johan-sandberg");
    open_settings(&mut walk, "johan-sandberg").await;
    walk.browser.press("add-harid").await.unwrap();
    let page = walk.be_somebody().await.unwrap();
    assert!(page.has("#card-identity") && page.has("#card-account"), "{}", page.html);
    let page = walk.browser.press("confirm-link").await.unwrap();
    assert!(page.path().starts_with("/settings/") && page.html.contains("id=\"end-lnk_"), "{}", page.html);
    assert_eq!(
        scene
            .count("SELECT COUNT(*) AS n FROM link WHERE origin = 'settings' AND assurance IN ('high', 'substantial')")
            .await,
        1
    );
    let mut next = scene.person("johan-sandberg");
    next.log_in().await.unwrap();
    next.sign_in_at("harid").await.unwrap();
    next.expect_old_account(&scene.account("johan-sandberg")).await.unwrap();
    scene.close().await;
}

/// An integration is added with a sign-in not older than five minutes; an older one is asked for again, and then the way
/// goes on to the system that was chosen.
#[tokio::test]
async fn old_sign_in_is_renewed_before_an_integration_is_added() {
    let scene = Scene::open().await;
    let mut walk = scene.person("johan-sandberg");
    open_settings(&mut walk, "johan-sandberg").await;
    scene.clock.advance(chrono::TimeDelta::minutes(6));
    let page = walk.browser.press("add-harid").await.unwrap();
    assert!(page.has("#password-submit") && !page.has("#person-johan-sandberg"), "{}", page.html);
    assert!(page.html.contains("Johan Sandberg"), "{}", page.html);
    walk.browser.fill("password", &scene.demo.world.password);
    let page = walk.browser.press("password-submit").await.unwrap();
    assert!(page.has("#person-johan-sandberg"), "{}", page.html);
    walk.be_somebody().await.unwrap();
    walk.browser.press("confirm-link").await.unwrap();
    assert_eq!(scene.live_links().await, 1);
    scene.close().await;
}
