//! A sign-in that begins at the console, from door to door.

use crate::attacks::Scene;

const CONSOLES: &str =
    "SELECT COUNT(*) AS n FROM session WHERE kind = 'console' AND ended_at IS NULL AND idle_seconds = 1800";

/// The session is one of the console also for a pupil, whose session elsewhere would end with the code; a session that signs in
/// at platforms is not made into one.
#[tokio::test]
async fn a_sign_in_for_the_console_begins_a_session_of_its_own() {
    let scene = Scene::open().await;
    let mut walk = scene.person("johan-sandberg");
    let settings: url::Url = walk.world.platform.settings.parse().unwrap();
    let console = settings.path().replace("/settings/", "/admin/").replace("/integrations", "");
    walk.browser.open(settings.join(&console).unwrap().as_str()).await.unwrap();
    assert!(walk.browser.page().path().starts_with("/login"), "{}", walk.browser.page().html);
    walk.browser.fill("username", "johan-sandberg");
    walk.browser.fill("password", &walk.world.password);
    walk.browser.press("password-submit").await.unwrap();
    assert_eq!(walk.browser.page().path(), console, "{}", walk.browser.page().html);
    assert!(walk.browser.page().html.contains("You administer no school here"), "{}", walk.browser.page().html);
    assert_eq!(scene.count(CONSOLES).await, 1);
    assert_eq!(scene.live_sessions().await, 1);
    scene.close().await;
}
