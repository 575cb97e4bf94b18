//! A platform that keeps its own passwords: an integration is added from its settings page, and an old account is proven
//! at its own sign-in. The broker never sees a password.

use koppel::demo::once::Walk;
use koppel::demo::run::Demo;

use super::{on_both_engines, person};

/// Signs in at the platform itself.
pub async fn sign_in_there(walk: &mut Walk<'_>, key: &str) {
    walk.browser.open(&walk.world.library.sign_in()).await.unwrap();
    type_password(walk, key).await;
}

/// At the platform's sign-in form.
pub async fn type_password(walk: &mut Walk<'_>, key: &str) {
    walk.browser.fill("username", key);
    walk.browser.fill("password", &walk.world.password);
    walk.browser.press("sign-in").await.unwrap();
}

/// Comes in through eKool in a browser of its own, and is on the account with its work at once.
async fn comes_in(demo: &Demo, key: &str) {
    let mut walk = person(demo, key);
    walk.browser.open(&format!("{}/login", demo.world.library.url)).await.unwrap();
    walk.sign_in_at("ekool").await.unwrap();
    on_old_account(demo, &mut walk).await;
}

async fn on_old_account(demo: &Demo, walk: &mut Walk<'_>) {
    let account = walk.person.account.clone().unwrap();
    let me: koppel::demo::platform::Me = walk.browser.json(&demo.world.library.api).await.unwrap();
    assert_eq!((me.sub, i64::try_from(me.tasks.len()).unwrap()), (account.sub, account.tasks));
}

#[tokio::test]
async fn integration_is_added_from_the_platforms_own_settings_without_a_password_here() {
    on_both_engines(async |demo: &Demo| {
        let mut walk = person(demo, "mari-tamm");
        sign_in_there(&mut walk, "mari-tamm").await;
        on_old_account(demo, &mut walk).await;
        let page = walk.browser.press("integrations").await.unwrap();
        assert!(page.has("#upstream-ekool") && !page.has("#password"), "{}", page.html);
        let page = walk.sign_in_at("ekool").await.unwrap();
        assert!(page.has("#confirm-link"), "{}", page.html);
        let page = walk.browser.press("confirm-link").await.unwrap();
        assert!(page.has("#not-me"), "{}", page.html);
        let page = walk.browser.press("continue").await.unwrap();
        assert_eq!((page.path(), page.status), ("/linked", 200), "{}", page.html);
        assert!(page.url().unwrap().query().unwrap().contains("koppel_link=linked"));
        // Nobody was signed in here by it.
        assert_eq!(walk.browser.cookie(&demo.world.issuer.parse().unwrap(), "koppel-session"), None);
        comes_in(demo, "mari-tamm").await;
        // A second time there is nothing to do.
        walk.browser.open(&format!("{}/integrations/add?upstream=ekool", demo.world.library.url)).await.unwrap();
        let page = walk.be_somebody().await.unwrap();
        assert!(page.url().unwrap().query().unwrap().contains("koppel_link=already_linked"), "{:?}", page.url());
    })
    .await;
}

#[tokio::test]
async fn old_account_is_proven_at_the_platform_and_keeps_its_history() {
    on_both_engines(async |demo: &Demo| {
        let mut walk = person(demo, "mari-tamm");
        walk.browser.open(&format!("{}/login", demo.world.library.url)).await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        let page = walk.browser.press("question-yes").await.unwrap();
        assert!(page.has("#claim-at-platform") && !page.has("#password"), "{}", page.html);
        let page = walk.browser.press("claim-at-platform").await.unwrap();
        assert!(page.has("#asked"), "{}", page.html);
        type_password(&mut walk, "mari-tamm").await;
        assert!(walk.browser.page().has("#confirm-link"), "{}", walk.browser.page().html);
        walk.browser.press("confirm-link").await.unwrap();
        walk.browser.press("continue").await.unwrap();
        on_old_account(demo, &mut walk).await;
        comes_in(demo, "mari-tamm").await;
    })
    .await;
}
