//! Who gets nowhere with a launch, and what is written then: nothing.

use chrono::TimeDelta;
use koppel::demo::once::Walk;
use serde_json::json;

use super::{
    KLASS, TEACHER, allow, at_ekool, at_preview, change_journal, close, everything, kit_of, launch, link, linked, press,
};
use crate::attacks::Scene;
use crate::attacks::open_settings;

/// The page after a launch, its status and what it says.
async fn refused(walk: &mut Walk<'_>, journal: &str) -> (u16, String) {
    press(walk, journal).await;
    let page = walk.browser.page();
    (page.status, page.text("main").unwrap())
}

/// E4: whoever pressed the button does not teach the journal.
#[tokio::test]
async fn a_teacher_who_is_not_in_the_journal_links_nothing() {
    let scene = Scene::open().await;
    let before = everything(&scene).await;
    let mut walk = scene.person(TEACHER);
    at_ekool(&mut walk).await;
    for gone in ["remove", "delete"] {
        change_journal(&scene.demo, json!({ "journal": KLASS, gone: [TEACHER] })).await;
        let (status, text) = refused(&mut walk, KLASS).await;
        assert_eq!((status, everything(&scene).await), (403, before.clone()), "{gone}");
        assert!(text.contains("You do not teach this journal"), "{text}");
        change_journal(&scene.demo, json!({ "journal": KLASS, "add": [TEACHER] })).await;
    }
    // Somebody with a protected identity is nowhere to be seen, here neither.
    change_journal(&scene.demo, json!({ "journal": KLASS, "protect": [TEACHER] })).await;
    assert_eq!((refused(&mut walk, KLASS).await.0, everything(&scene).await), (403, before));
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM session").await, 0);
    close(scene).await;
}

/// What can be switched off, on again, and how the button answers meanwhile.
const SWITCHES: &[(&str, &str, u16)] = &[
    ("UPDATE account SET disabled_at = created_at", "UPDATE account SET disabled_at = NULL", 403),
    ("UPDATE upstream SET disabled_at = created_at", "UPDATE upstream SET disabled_at = NULL", 403),
    ("UPDATE school SET disabled_at = created_at", "UPDATE school SET disabled_at = NULL", 403),
    ("UPDATE platform_school SET disabled_at = created_at", "UPDATE platform_school SET disabled_at = NULL", 403),
    (
        "UPDATE platform SET disabled_at = created_at WHERE id = 'opihoov'",
        "UPDATE platform SET disabled_at = NULL",
        400,
    ),
];

/// E4 at the last moment: she is taken out of the journal while she looks at the preview.
#[tokio::test]
async fn whoever_loses_the_right_between_page_and_button_links_nothing() {
    let scene = Scene::open().await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    let before = everything(&scene).await;
    let again = walk.browser.page().url().unwrap().to_string();
    change_journal(&scene.demo, json!({ "journal": KLASS, "remove": [TEACHER] })).await;
    assert_eq!(walk.browser.press("link-journal").await.unwrap().status, 403);
    change_journal(&scene.demo, json!({ "journal": KLASS, "add": [TEACHER] })).await;
    for (off, on, expected) in SWITCHES {
        walk.browser.open(&again).await.unwrap();
        assert!(walk.browser.page().has("#link-journal"), "{off}: {}", walk.browser.page().html);
        scene.change(off).await;
        let status = walk.browser.press("link-journal").await.unwrap().status;
        assert_eq!((status, everything(&scene).await), (*expected, before.clone()), "{off}");
        scene.change(on).await;
    }
    walk.browser.open(&again).await.unwrap();
    assert!(link(&mut walk).await.has("#show-journal"));
    close(scene).await;
}

/// The page names the number, and who can do something about it, and where.
#[tokio::test]
async fn a_school_that_does_not_use_the_system_is_named_by_its_number() {
    let scene = Scene::open().await;
    let before = everything(&scene).await;
    let mut walk = scene.person(TEACHER);
    at_ekool(&mut walk).await;
    for sql in [
        "UPDATE school_upstream SET ended_at = enabled_at, ended_by = 'x' WHERE upstream_id = 'ekool'",
        "UPDATE platform_school SET disabled_at = created_at",
        "UPDATE school SET disabled_at = created_at",
        "DELETE FROM school_number",
    ] {
        scene.change(sql).await;
        let (status, text) = refused(&mut walk, KLASS).await;
        assert_eq!((status, everything(&scene).await), (403, before.clone()), "{sql}");
        for words in ["ehis:990001", "The school’s administrator", "under Integrations"] {
            assert!(text.contains(words), "{sql}: {text}");
        }
    }
    scene.demo.stop().await;
}

/// Another person is signed in at the platform in this browser: the page says so, not who, and the way on is a sign-in.
#[tokio::test]
async fn somebody_else_who_is_signed_in_here_links_nothing() {
    let scene = Scene::open().await;
    drop(at_preview(&scene, "tiit-vaher", KLASS).await);
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    let before = everything(&scene).await;
    let url = walk.world.upstream("ekool").unwrap().url.clone();
    walk.browser.open(&format!("{url}/sign-in")).await.unwrap();
    walk.browser.press("person-tiit-vaher").await.unwrap();
    press(&mut walk, KLASS).await;
    let page = walk.browser.press("platform-opihoov").await.unwrap();
    assert!(page.text("h1").unwrap().contains("Somebody else is signed in here"), "{}", page.html);
    assert!(
        page.html.contains("Tiit Vaher") && !page.html.contains("Anu") && !page.has("#link-journal"),
        "{}",
        page.html
    );
    // Her button sent from his page does nothing.
    let (here, csrf) = (page.url().unwrap().to_string(), crate::attacks::field(&walk, "csrf"));
    walk.browser.send(&here, &[("csrf", &csrf), ("act", "link"), ("plan", "x")]).await.unwrap();
    assert_eq!(everything(&scene).await, before);
    walk.browser.press("sign-in").await.unwrap();
    allow(&mut walk).await;
    assert!(walk.browser.page().has("#link-journal"), "{}", walk.browser.page().html);
    let mine = scene.count("SELECT COUNT(*) AS n FROM session WHERE ended_at IS NULL").await;
    assert_eq!(mine, 2, "hers has ended; his two browsers are signed in");
    close(scene).await;
}

/// Somebody signed in with a password may well be the teacher: the sign-in through eKool asks and claims.
#[tokio::test]
async fn whoever_came_with_a_password_signs_in_through_the_system_once() {
    let scene = Scene::open().await;
    let mut walk = scene.person(TEACHER);
    open_settings(&mut walk, TEACHER).await;
    at_ekool(&mut walk).await;
    launch(&mut walk, KLASS).await;
    assert!(walk.browser.page().has("#question-yes"), "{}", walk.browser.page().html);
    super::claim(&mut walk).await;
    assert!(walk.browser.page().has("#link-journal"), "{}", walk.browser.page().html);
    close(scene).await;
}

/// Another browser's launch, one that never was, an old one and one whose token came in another browser: the same page.
#[tokio::test]
async fn foreign_missing_and_old_launches_answer_alike() {
    let scene = Scene::open().await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    let mine = walk.browser.page().url().unwrap().to_string();
    let missing = format!("{}/journals/launch/jln_00000000000000000000000000", scene.demo.world.issuer);
    let before = everything(&scene).await;
    let mut other = scene.person(TEACHER);
    other.browser.open(&scene.demo.world.issuer).await.unwrap();
    let mut texts = Vec::new();
    for address in [&mine, &format!("{mine}/window"), &missing, &format!("{missing}/window")] {
        let page = other.browser.open(address).await.unwrap();
        let without_reference = page.text("main").unwrap().split("If you ask for help").next().unwrap().to_owned();
        texts.push((page.status, without_reference));
    }
    scene.clock.advance(TimeDelta::minutes(61));
    let page = walk.browser.open(&mine).await.unwrap();
    texts.push((page.status, page.text("main").unwrap().split("If you ask for help").next().unwrap().to_owned()));
    assert!(texts.iter().all(|text| *text == texts[0] && text.0 == 400), "{texts:?}");
    assert!(texts[0].1.contains("press “Link with learning environment” again"), "{texts:?}");
    assert_eq!(everything(&scene).await, before);
    close(scene).await;
}

/// A token that was shown to somebody else is worth nothing in their browser, whoever comes first.
#[tokio::test]
async fn a_token_is_good_in_one_browser() {
    let scene = Scene::open().await;
    let mut walk = scene.person(TEACHER);
    at_ekool(&mut walk).await;
    let url = walk.world.upstream("ekool").unwrap().url.clone();
    walk.browser.open(&format!("{url}/journals")).await.unwrap();
    walk.browser.stop_before = Some("/upstream/".to_owned());
    walk.browser.press(&format!("launch-{KLASS}")).await.unwrap();
    let address = walk.browser.held.take().unwrap();
    let mut thief = scene.person("ursula-toome");
    assert!(thief.browser.open(address.as_str()).await.unwrap().has("#platform-opihoov"));
    assert_eq!(walk.browser.open(address.as_str()).await.unwrap().status, 400);
    // And the thief is not the teacher who pressed.
    thief.browser.press("platform-opihoov").await.unwrap();
    thief.be_somebody().await.unwrap();
    super::claim(&mut thief).await;
    let page = thief.browser.page();
    assert!(page.text("h1").unwrap().contains("Somebody else") && !page.has("#link-journal"), "{}", page.html);
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM journal").await, 0);
    close(scene).await;
}

#[tokio::test]
async fn an_address_without_one_token_and_a_system_without_journals_lead_nowhere() {
    let scene = Scene::open().await;
    let mut walk = scene.person(TEACHER);
    for (path, status) in [
        ("ekool/journal", 400),
        ("ekool/journal?token=", 400),
        ("ekool/journal?token=a&token=b", 400),
        ("harid/journal?token=a", 404),
        ("nothing/journal?token=a", 404),
    ] {
        let page = walk.browser.open(&format!("{}/upstream/{path}", scene.demo.world.issuer)).await.unwrap();
        assert_eq!(page.status, status, "{path}");
    }
    let page = walk.browser.open(&format!("{}/upstream/ekool/journal?token=made-up", scene.demo.world.issuer)).await;
    let text = page.unwrap().text("main").unwrap();
    assert!(text.contains("eKool no longer knows that you pressed the button"), "{text}");
    close(scene).await;
}

/// B11 at the launch's own form: without the token of this browser, or with another browser's, nothing is linked.
#[tokio::test]
async fn a_launch_without_its_token_links_nothing() {
    let scene = Scene::open().await;
    let mut walk = at_preview(&scene, TEACHER, KLASS).await;
    let (here, kit) = (walk.browser.page().url().unwrap().to_string(), kit_of(&walk));
    let plan = crate::attacks::field(&walk, "plan");
    let mut other = scene.person("tiit-vaher");
    at_ekool(&mut other).await;
    press(&mut other, KLASS).await;
    let foreign = crate::attacks::field(&other, "csrf");
    let before = everything(&scene).await;
    for token in [None, Some(foreign.as_str())] {
        let mut fields = vec![("act", "link"), ("plan", plan.as_str()), ("kit", kit.as_str())];
        fields.extend(token.map(|token| ("csrf", token)));
        assert_eq!(walk.browser.send(&here, &fields).await.unwrap().status, 400, "{token:?}");
    }
    assert_eq!(everything(&scene).await, before);
    close(scene).await;
}

/// Only a platform that was offered can be chosen.
#[tokio::test]
async fn a_platform_that_was_not_offered_is_not_chosen() {
    let scene = Scene::open().await;
    let mut walk = scene.person(TEACHER);
    at_ekool(&mut walk).await;
    press(&mut walk, KLASS).await;
    let (here, csrf) = (walk.browser.page().url().unwrap().to_string(), crate::attacks::field(&walk, "csrf"));
    for platform in ["nothing", "", "NO ID"] {
        let fields = [("csrf", csrf.as_str()), ("act", "platform"), ("platform", platform)];
        assert_eq!(walk.browser.send(&here, &fields).await.unwrap().status, 404, "{platform}");
    }
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM journal_launch WHERE platform_id IS NOT NULL").await, 0);
    assert!(walk.browser.open(&here).await.unwrap().has("#platform-opihoov"));
    close(scene).await;
}

/// The success page stays where it is, for as long as she teaches the journal.
#[tokio::test]
async fn the_success_page_is_for_who_still_teaches_the_journal() {
    let scene = Scene::open().await;
    let mut walk = linked(&scene, TEACHER, KLASS).await;
    let here = walk.browser.page().url().unwrap().to_string();
    assert!(walk.browser.open(&here).await.unwrap().has("#show-journal"));
    scene.change("UPDATE seat SET absent_since = since WHERE role = 'teacher'").await;
    let page = walk.browser.open(&here).await.unwrap();
    assert_eq!((page.status, page.has("#show-journal")), (404, false), "{}", page.html);
    scene.change("UPDATE seat SET absent_since = NULL").await;
    close(scene).await;
}
