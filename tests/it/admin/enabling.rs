//! A school switches an upstream on and off, at a simulator, from door to door.

use koppel::demo::once::Walk;

use crate::attacks::Scene;

const GRANT: &str = "INSERT INTO console_grant (id, platform_id, school_id, account_id, role, since, given_by) \
    SELECT 'gra_00000000000000000000000001', platform_id, 'ehis:990001', id, 'school_admin', created_at, 'cli:test' \
    FROM account WHERE username = 'anu-kallas' AND platform_id = 'opihoov'";
const SHOWN: &str = "INSERT INTO console_session (session_id, account_id, factor_at) \
    SELECT s.id, a.account_id, s.created_at FROM session s JOIN session_account a ON a.session_id = s.id \
    WHERE s.kind = 'console'";
const OFF: &str = "UPDATE school_upstream SET ended_at = enabled_at, ended_by = 'test' \
    WHERE upstream_id = 'ekool' AND school_id = 'ehis:990001' AND platform_id = 'opihoov'";
const ON: &str = "SELECT COUNT(*) AS n FROM school_upstream WHERE upstream_id = 'ekool' AND school_id = 'ehis:990001' \
    AND platform_id = 'opihoov' AND ended_at IS NULL";

/// The page of eKool at the school.
pub const EKOOL: &str = "/admin/opihoov/ehis%3A990001/upstreams/ekool";

/// Signs a teacher of the school in for its console, and opens the page of eKool there.
pub async fn at_ekool(scene: &Scene, walk: &mut Walk<'_>) {
    let settings: url::Url = walk.world.platform.settings.parse().unwrap();
    walk.browser.open(settings.join("/admin/opihoov").unwrap().as_str()).await.unwrap();
    walk.browser.fill("username", "anu-kallas");
    walk.browser.fill("password", &walk.world.password);
    walk.browser.press("password-submit").await.unwrap();
    scene.change(GRANT).await;
    scene.change(SHOWN).await;
    let page = settings.join(EKOOL).unwrap();
    walk.browser.open(page.as_str()).await.unwrap();
    assert_eq!(walk.browser.page().status, 200, "{}", walk.browser.page().html);
}

/// At the simulator's sign-in page.
async fn be(walk: &mut Walk<'_>, key: &str) {
    walk.browser.press(&format!("person-{key}")).await.unwrap();
    if walk.browser.page().has("#role-0") {
        walk.browser.press("role-0").await.unwrap();
    }
    if walk.browser.page().has("#consent-allow") {
        walk.browser.press("consent-allow").await.unwrap();
    }
}

#[tokio::test]
async fn a_school_enables_an_upstream_that_names_it() {
    let scene = Scene::open().await;
    let mut walk = scene.person("anu-kallas");
    scene.change(OFF).await;
    at_ekool(&scene, &mut walk).await;
    walk.browser.press("enable").await.unwrap();
    be(&mut walk, "anu-kallas").await;
    let html = walk.browser.page().html.clone();
    assert!(walk.browser.page().has("#confirm-enabling"), "{html}");
    assert!(html.contains("ehis:990001"), "{html}");
    assert_eq!(scene.count(ON).await, 0, "nothing is saved before it is confirmed");
    assert_eq!((scene.live_links().await, scene.live_sessions().await), (0, 1), "nobody is signed in by it");
    walk.browser.press("confirm-enabling").await.unwrap();
    assert!(walk.browser.page().has(".school-on"), "{}", walk.browser.page().html);
    assert_eq!(scene.count(ON).await, 1);
    let audited = "SELECT COUNT(*) AS n FROM audit WHERE action = 'school.upstream_enabled' AND actor LIKE 'account:%'";
    assert_eq!(scene.count(audited).await, 1);
    walk.browser.press("link-own").await.unwrap();
    be(&mut walk, "anu-kallas").await;
    walk.browser.press("confirm-cancel").await.unwrap();
    assert_eq!((scene.count(ON).await, scene.live_links().await), (1, 0), "cancelling leaves it enabled");
    scene.close().await;
}

#[tokio::test]
async fn an_upstream_that_names_another_school_or_a_pupil_enables_nothing() {
    let scene = Scene::open().await;
    let mut walk = scene.person("anu-kallas");
    scene.change(OFF).await;
    at_ekool(&scene, &mut walk).await;
    for (key, said) in [("ursula-toome", "ehis:990002"), ("mari-tamm", "Kuuseoja")] {
        walk.browser.press("enable").await.unwrap();
        be(&mut walk, key).await;
        let page = walk.browser.page();
        assert!(page.html.contains(said) && !page.has("#confirm-enabling"), "{key}: {}", page.html);
        let path = page.path().to_owned();
        let url = walk.browser.page().url().unwrap().clone();
        let attempt = url.query_pairs().find(|(name, _)| name == "attempt").unwrap().1.into_owned();
        let csrf = crate::attacks::field(&walk, "csrf");
        let fields = [("csrf", csrf.as_str()), ("attempt", attempt.as_str())];
        let status = walk.browser.send(url.join(&path).unwrap().as_str(), &fields).await.unwrap().status;
        assert_eq!(status, 400, "{key}: the form is refused, too");
        let page = url.join(EKOOL).unwrap();
        walk.browser.open(page.as_str()).await.unwrap();
    }
    assert_eq!(scene.count(ON).await, 0);
    scene.close().await;
}

#[tokio::test]
async fn a_school_disables_an_upstream_and_every_link_stays() {
    let scene = Scene::open().await;
    let account = scene.account("laura-kuusk");
    let mut pupil = scene.person("laura-kuusk");
    pupil.log_in().await.unwrap();
    pupil.sign_in_at("ekool").await.unwrap();
    pupil.claim(&account).await.unwrap();
    pupil.browser.press("confirm-link").await.unwrap();
    assert_eq!(scene.live_links().await, 1);
    let mut walk = scene.person("anu-kallas");
    at_ekool(&scene, &mut walk).await;
    walk.browser.press("disable").await.unwrap();
    assert!(walk.browser.page().has("#enable"), "{}", walk.browser.page().html);
    assert_eq!((scene.count(ON).await, scene.live_links().await), (0, 1));
    let mut again = scene.person("laura-kuusk");
    again.log_in().await.unwrap();
    if again.sign_in_at("ekool").await.is_ok() {
        assert!(again.me().await.is_err(), "{}", again.browser.page().html);
    }
    scene.close().await;
}
