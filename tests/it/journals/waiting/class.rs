//! A teacher's word for the class: only where the school says so, only for who is singled out, and with a way back.

use chrono::TimeDelta;

use super::{BY_TEACHER, Desk, both, everything, person};
use crate::attacks::Scene;

const ON: &str = "UPDATE platform_school SET teacher_confirms = '5' WHERE platform_id = 'opihoov'";
const OFF: &str = "UPDATE platform_school SET teacher_confirms = NULL";
const ELSEWHERE: &str = "UPDATE platform_school SET teacher_confirms = '1 2'";

async fn confirm(desk: &mut Desk<'_>, keys: &[&str]) -> koppel::demo::browser::Page {
    let mut fields = vec![("act".to_owned(), "confirm".to_owned())];
    for key in keys {
        fields.push(("person".to_owned(), person(desk.scene, key).await));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.send("/class", &fields).await
}

/// Whoever is singled out comes in without a question and finds the old work; the others are as they were.
#[tokio::test]
async fn who_is_ticked_lands_on_the_old_account_without_a_question() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        scene.change(ON).await;
        desk.page("").await;
        let page = desk.walk.browser.press("class").await.unwrap().clone();
        assert_eq!((page.html.matches("name=\"person\"").count(), page.html.contains(" checked")), (9, false));
        assert!(page.html.contains("has a namesake there"), "{}", page.html);
        let nobody = desk.walk.browser.press("confirm-class").await.unwrap();
        assert_eq!((nobody.status, nobody.has("#pupils-error")), (422, true));
        let done = confirm(&mut desk, &["mari-tamm", "karl-magi"]).await;
        let linked = done.text("#linked-now").unwrap();
        assert!(linked.contains("2 pupils are linked") && linked.contains("Mari Tamm"), "{linked}");
        assert_eq!(scene.count(BY_TEACHER).await, 2);
        assert!(desk.row("Mari Tamm").await.contains("Linked"));
        assert!(desk.row("Liisa Saar").await.contains("Waiting"));
        let mut walk = scene.person("mari-tamm");
        walk.log_in().await.unwrap();
        walk.sign_in_at("ekool").await.unwrap();
        walk.expect_platform().unwrap();
        walk.expect_old_account(&scene.account("mari-tamm")).await.unwrap();
    })
    .await;
}

/// Pressed twice, and while somebody claims: one link each, and the page says so.
#[tokio::test]
async fn a_word_given_twice_links_once() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        scene.change(ON).await;
        desk.page("/class").await;
        koppel::demo::once::first_time(&scene.demo.world, "karl-magi", |_| {}).await.unwrap();
        for (links, words) in [(1, "1 pupil is linked"), (1, "Mari Tamm Is linked already")] {
            let page = confirm(&mut desk, &["mari-tamm", "karl-magi"]).await;
            let text = page.text("main").unwrap();
            assert!(text.contains(words) && text.contains("Karl Mägi Is linked already"), "{words}: {text}");
            assert_eq!(scene.count(BY_TEACHER).await, links);
        }
    })
    .await;
}

/// Off, on for other classes, and off between page and button.
#[tokio::test]
async fn without_the_schools_switch_there_is_no_box_and_no_link() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    assert!(!desk.page("").await.has("#class"));
    for (switch, status, words) in [
        (ELSEWHERE, 200, "The school has not given this to teachers for the class"),
        (OFF, 409, "has not switched this on"),
    ] {
        scene.change(ON).await;
        desk.page("/class").await;
        scene.change(switch).await;
        let page = confirm(&mut desk, &["mari-tamm"]).await;
        assert_eq!((page.status, page.html.contains(words)), (status, true), "{switch}: {}", page.html);
        let page = desk.page("/class").await;
        assert!(page.html.contains("has not switched this on") && !page.has("#confirm-class"), "{}", page.html);
    }
    assert_eq!(scene.count(BY_TEACHER).await, 0);
    scene.close().await;
}

/// One by one: the child is signed out and asked again. After thirty days only the school can.
#[tokio::test]
async fn a_word_is_taken_back_for_thirty_days() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    scene.change(ON).await;
    confirm(&mut desk, &["mari-tamm", "karl-magi", "liisa-saar", "emma-kukk"]).await;
    let before = everything(&scene).await;
    let page = desk.page("/class").await;
    assert_eq!((everything(&scene).await, page.html.matches("Confirmed on").count()), (before, 4), "{}", page.html);
    take_back_first(&mut desk).await;
    assert_eq!(scene.count(BY_TEACHER).await, 3);
    desk.send("/class", &[("act", "take-back"), ("link", "lnk_00000000000000000000000000")]).await;
    assert_eq!(scene.count(BY_TEACHER).await, 3, "there is no such link");
    assert!(desk.row("Emma Kukk").await.contains("Had an account, and the link with it was ended"));
    let mut walk = scene.person("emma-kukk");
    walk.log_in().await.unwrap();
    assert!(walk.sign_in_at("ekool").await.unwrap().has("#question-yes"));
    scene.clock.advance(TimeDelta::days(29));
    desk.again("/class").await;
    take_back_first(&mut desk).await;
    assert_eq!(scene.count(BY_TEACHER).await, 2);
    scene.clock.advance(TimeDelta::days(2));
    let page = desk.again("/class").await;
    assert!(!page.has("#take-back-all") && page.has("#confirm-class"), "{}", page.html);
    desk.send("/class", &[("act", "take-back-all")]).await;
    assert_eq!(scene.count(BY_TEACHER).await, 2, "too late");
    super::close(scene).await;
}

/// The first by name.
async fn take_back_first(desk: &mut Desk<'_>) {
    let html = &desk.walk.browser.page().html;
    let id = html.split("id=\"take-back-lnk_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    desk.walk.browser.press(&format!("take-back-lnk_{id}")).await.unwrap();
}

/// All at once, also when the school has switched it off meanwhile; links of another kind stay.
#[tokio::test]
async fn the_whole_class_is_taken_back_at_once() {
    both(async |scene| {
        let mut desk = Desk::open(scene).await;
        scene.change(ON).await;
        koppel::demo::once::first_time(&scene.demo.world, "karl-magi", |_| {}).await.unwrap();
        confirm(&mut desk, &["mari-tamm", "liisa-saar"]).await;
        scene.change(OFF).await;
        desk.page("").await;
        desk.walk.browser.press("class").await.unwrap();
        desk.walk.browser.press("take-back-all").await.unwrap();
        assert_eq!((scene.count(BY_TEACHER).await, scene.live_links().await), (0, LEFT));
        assert!(desk.row("Karl Mägi").await.contains("Linked"));
        assert!(!desk.page("").await.has("#class"));
    })
    .await;
}

/// The teacher's own, Karl's, and the one that Lenna was born with.
const LEFT: i64 = 3;
