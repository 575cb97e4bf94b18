//! An id is an address and never a key: in the wrong hands a right one answers like one that was never made.

use koppel::demo::once::Walk;

use super::{Scene, field, open_settings};
use crate::journals::{KLASS, TEACHER, at_preview};

/// The pages of a login, whatever step it stands at.
const PAGES: [&str; 11] = [
    "/login",
    "/login/question",
    "/login/claim",
    "/login/code",
    "/login/older",
    "/login/asked",
    "/login/confirm",
    "/login/linked",
    "/login/notice",
    "/login/new-password",
    "/login/school",
];

/// Status and words of a page, without its reference, which is random.
async fn seen(walk: &mut Walk<'_>, path: &str) -> (u16, String) {
    let url = format!("{}{path}", walk.world.issuer);
    let page = walk.browser.open(&url).await.unwrap();
    (page.status, page.text("main").unwrap().split("If you ask for help").next().unwrap().to_owned())
}

/// Compares the answers to a right id and to one of the same kind that was never made.
async fn is_nobodys(walk: &mut Walk<'_>, path: &str, id: &str) {
    let (prefix, _) = id.split_once('_').unwrap();
    let never = path.replace(id, &format!("{prefix}_00000000000000000000000000"));
    assert_ne!(never, path);
    let (right, made_up) = (seen(walk, path).await, seen(walk, &never).await);
    assert!(right.0 >= 400, "{path}: {right:?}");
    assert_eq!(right, made_up, "{path}");
}

#[tokio::test]
async fn a_login_is_nobodys_in_another_browser() {
    let scene = Scene::open().await;
    let mut karl = scene.person("karl-magi");
    karl.log_in().await.unwrap();
    karl.sign_in_at("ekool").await.unwrap();
    let attempt = field(&karl, "attempt");
    let mut stranger = scene.person("mari-tamm");
    stranger.log_in().await.unwrap();
    for page in PAGES {
        is_nobodys(&mut stranger, &format!("{page}?attempt={attempt}"), &attempt).await;
    }
    assert_eq!(seen(&mut karl, &format!("/login/question?attempt={attempt}")).await.0, 200, "it is still his");
    scene.close().await;
}

#[tokio::test]
async fn a_link_is_nobodys_for_another_account() {
    let scene = Scene::open().await;
    koppel::demo::once::first_time(&scene.demo.world, "mari-tamm", |_| {}).await.unwrap();
    let mut mari = scene.person("mari-tamm");
    mari.browser.open(&scene.demo.world.platform.settings).await.unwrap();
    mari.sign_in_at("ekool").await.unwrap();
    let link = mari.browser.page().html.split_once("id=\"end-").unwrap().1.split('"').next().unwrap().to_owned();
    let mut karl = scene.person("karl-magi");
    open_settings(&mut karl, "karl-magi").await;
    let path = format!("/settings/opihoov/integrations/end?link={link}");
    is_nobodys(&mut karl, &path, &link).await;
    assert_eq!(seen(&mut mari, &path).await.0, 200, "it is hers");
    assert_eq!(scene.live_links().await, 1);
    scene.close().await;
}

#[tokio::test]
async fn a_launch_is_nobodys_in_another_browser() {
    let scene = Scene::open().await;
    let mut teacher = at_preview(&scene, TEACHER, KLASS).await;
    let path = teacher.browser.page().path().to_owned();
    let launch = path.rsplit('/').next().unwrap().to_owned();
    let mut stranger = scene.person(TEACHER);
    stranger.log_in().await.unwrap();
    for page in [path.clone(), format!("{path}/window")] {
        is_nobodys(&mut stranger, &page, &launch).await;
    }
    assert_eq!(seen(&mut teacher, &path).await.0, 200, "it is still hers");
    scene.close().await;
}
