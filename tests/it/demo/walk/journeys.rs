//! Who lands where.

use koppel::demo::once::{PUPIL, first_time, next_time};
use koppel::demo::sim::control::Mode;

use super::{on_both_engines, person};

/// The main job: through eKool onto the account that holds the work, and next time simply in.
#[tokio::test]
async fn pupil_lands_on_the_old_account_and_next_time_is_simply_in() {
    on_both_engines(async |demo| {
        first_time(&demo.world, PUPIL, |step| eprintln!("  {step}")).await.unwrap();
        next_time(&demo.world, PUPIL, |step| eprintln!("  {step}")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn newcomer_who_says_no_gets_an_account_of_their_own() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, "oliver-teder");
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        walk.browser.press("question-no").await.unwrap();
        walk.expect_platform().unwrap();
        let born = walk.me().await.unwrap();
        assert_eq!((born.tasks.len(), born.name.as_deref()), (0, Some("Oliver Teder")));
        let mut again = person(demo, "oliver-teder");
        again.log_in().await.unwrap();
        again.sign_in_at("ekool").await.unwrap();
        assert_eq!(again.me().await.unwrap().sub, born.sub);
    })
    .await;
}

#[tokio::test]
async fn guardian_gets_neither_account_nor_link() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, "helle-tamm");
        walk.log_in().await.unwrap();
        let page = walk.sign_in_at("ekool").await.unwrap();
        assert!(!page.has("#question-no") && !page.has("#question-yes"), "{}", page.html);
        assert!(walk.me().await.is_err());
        let links = async |tx: koppel::storage::Tx| tx.count("SELECT COUNT(*) AS n FROM link", vec![]).await;
        assert_eq!(demo.ground().db.read(links).await.unwrap(), 0);
    })
    .await;
}

/// The other pupil of the same name proves her own account; the identity of the first is not the same person.
#[tokio::test]
async fn different_person_gets_no_confirm_button() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, "mari-tamm");
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        let other = demo.world.person("mari-tamm-2").unwrap().account.clone().unwrap();
        let page = walk.claim(&other).await.unwrap();
        assert!(!page.has("#confirm-link"), "{}", page.html);
        assert!(walk.me().await.is_err());
    })
    .await;
}

#[tokio::test]
async fn every_system_signs_a_linked_person_in() {
    on_both_engines(async |demo| {
        for upstream in ["stuudium", "harid"] {
            let mut walk = person(demo, if upstream == "harid" { "laura-kuusk" } else { "johan-sandberg" });
            let account = walk.person.account.clone().unwrap();
            walk.log_in().await.unwrap();
            walk.sign_in_at(upstream).await.unwrap();
            walk.claim(&account).await.unwrap();
            walk.browser.press("confirm-link").await.unwrap();
            walk.browser.press("continue").await.unwrap();
            walk.expect_old_account(&account).await.unwrap();
        }
    })
    .await;
}

/// A shared Chromebook: the first child walks away from an open eKool and an open platform; the second one signs in.
#[tokio::test]
async fn next_child_at_the_same_computer_is_not_the_last_one() {
    on_both_engines(async |demo| {
        let mut first = person(demo, PUPIL);
        first.log_in().await.unwrap();
        first.sign_in_at("ekool").await.unwrap();
        let account = first.person.account.clone().unwrap();
        first.claim(&account).await.unwrap();
        first.browser.press("confirm-link").await.unwrap();
        first.browser.press("continue").await.unwrap();
        first.browser.press("log-out").await.unwrap();
        first.browser.open(&format!("{}/login", demo.world.platform.url)).await.unwrap();
        assert!(first.browser.page().has("#upstream-ekool"), "{}", first.browser.page().html);
    })
    .await;
}

/// A19: the subject belongs to somebody else now.
#[tokio::test]
async fn recycled_subject_does_not_open_the_old_account() {
    on_both_engines(async |demo| {
        first_time(&demo.world, "rasmus-kask", |_| {}).await.unwrap();
        demo.simulators.ekool.order(Mode::RecycledSubject);
        let mut walk = person(demo, "liis-ojala");
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        assert!(walk.me().await.is_err());
    })
    .await;
}

#[tokio::test]
async fn old_password_alone_signs_in_to_the_old_account() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, "anna-van-dijk");
        let account = walk.person.account.clone().unwrap();
        walk.log_in().await.unwrap();
        walk.browser.fill("username", &account.username);
        walk.browser.fill("password", &demo.world.password);
        walk.browser.press("password-submit").await.unwrap();
        walk.expect_old_account(&account).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn tokens_are_refreshed_and_signing_out_ends_them() {
    on_both_engines(async |demo| {
        let mut walk = person(demo, "anna-van-dijk");
        let account = walk.person.account.clone().unwrap();
        walk.log_in().await.unwrap();
        walk.browser.fill("username", &account.username);
        walk.browser.fill("password", &demo.world.password);
        walk.browser.press("password-submit").await.unwrap();
        walk.browser.press("refresh").await.unwrap();
        assert_eq!(walk.me().await.unwrap().refreshed, 1);
        walk.browser.press("log-out").await.unwrap();
        assert!(walk.me().await.is_err());
    })
    .await;
}
