//! The button is pressed for a journal that is linked.

use koppel::domain::Actor;
use koppel::roster;
use serde_json::json;

use super::{KLASS, TEACHER, allow, at_ekool, change_journal, claim, everything, launch, link, linked, the_journal};
use crate::attacks::Scene;

#[tokio::test]
async fn its_teacher_comes_to_the_journal_and_never_to_a_second_one() {
    let scene = Scene::open().await;
    let mut walk = linked(&scene, TEACHER, KLASS).await;
    let before = everything(&scene).await;
    for _ in 0..2 {
        launch(&mut walk, KLASS).await;
        assert_eq!(walk.browser.page().text("h1").as_deref(), Some("5A matemaatika"));
        assert!(!walk.browser.page().has("#link-journal"));
    }
    assert_eq!(everything(&scene).await, before);
    scene.close().await;
}

/// A colleague who sits in it too comes to it; one who was added since sees that it is linked, and no more.
#[tokio::test]
async fn a_colleague_who_was_added_since_is_told_and_sees_nobody() {
    let scene = Scene::open().await;
    change_journal(&scene.demo, json!({ "journal": KLASS, "remove": ["ingrid-norberg"] })).await;
    drop(linked(&scene, TEACHER, KLASS).await);
    change_journal(&scene.demo, json!({ "journal": KLASS, "add": ["ingrid-norberg"] })).await;
    let mut known = scene.person("tiit-vaher");
    at_ekool(&mut known).await;
    launch(&mut known, KLASS).await;
    claim(&mut known).await;
    assert!(known.browser.page().html.contains("Mari Tamm"), "{}", known.browser.page().html);
    let mut added = scene.person("ingrid-norberg");
    at_ekool(&mut added).await;
    launch(&mut added, KLASS).await;
    claim(&mut added).await;
    let page = added.browser.page();
    assert!(page.text("h1").unwrap().contains("is linked already") && !page.html.contains("Mari"), "{}", page.html);
    assert_eq!(everything(&scene).await[0], 1);
    scene.close().await;
}

/// An ended journal may be linked again: it is another one, with the same people.
#[tokio::test]
async fn an_ended_journal_can_be_linked_again() {
    let scene = Scene::open().await;
    let mut walk = linked(&scene, TEACHER, KLASS).await;
    let journal = &the_journal(&scene).await.id;
    roster::end(scene.demo.ground(), journal, "by mistake", &Actor::Cli("root".into())).await.unwrap();
    let people = everything(&scene).await[3];
    launch(&mut walk, KLASS).await;
    allow(&mut walk).await;
    let page = link(&mut walk).await;
    assert!(page.has("#show-journal"), "{}", page.html);
    assert_eq!((everything(&scene).await[0], everything(&scene).await[3]), (2, people));
    scene.close().await;
}
