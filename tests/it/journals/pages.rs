//! A teacher's list and the page of one journal.

use super::{KLASS, TEACHER, linked};
use crate::attacks::Scene;

/// Status and words of a page, without what is random.
async fn seen(scene: &Scene, walk: &mut koppel::demo::once::Walk<'_>, path: &str) -> (u16, String) {
    let page = walk.browser.open(&format!("{}{path}", scene.demo.world.issuer)).await.unwrap();
    (page.status, page.text("main").unwrap().split("If you ask for help").next().unwrap().to_owned())
}

/// The path of the journal, from the link on the success page.
async fn path_of(walk: &mut koppel::demo::once::Walk<'_>) -> String {
    walk.browser.press("show-journal").await.unwrap().path().to_owned()
}

/// Somebody else's journal, one of another platform and none at all are one answer.
#[tokio::test]
async fn a_foreign_journal_answers_like_a_missing_one() {
    let scene = Scene::open().await;
    let mut hers = linked(&scene, TEACHER, KLASS).await;
    let path = path_of(&mut hers).await;
    let mut other = linked(&scene, "ursula-toome", "20000733001").await;
    let elsewhere = path.replace("opihoov", "lugemispesa");
    let missing = "/journals/opihoov/jrn_00000000000000000000000000";
    let expected = seen(&scene, &mut other, missing).await;
    assert_eq!(expected.0, 404);
    for foreign in [path.as_str(), "/journals/opihoov/x"] {
        assert_eq!(seen(&scene, &mut other, foreign).await, expected, "{foreign}");
    }
    assert_eq!(seen(&scene, &mut hers, &path).await.0, 200);
    let (status, text) = seen(&scene, &mut hers, &elsewhere).await;
    assert!(status == 200 && text.contains("Sign in") || status == 404, "{status} {text}");
    let list = seen(&scene, &mut other, "/journals/opihoov").await.1;
    assert!(list.contains("10A") && !list.contains("5A"), "{list}");
    scene.close().await;
}

/// Whoever is no teacher of it: a pupil who sits in it, and a teacher who is missing, gone, or whose link has ended.
#[tokio::test]
async fn only_a_present_teacher_opens_it() {
    let scene = Scene::open().await;
    let mut hers = linked(&scene, TEACHER, KLASS).await;
    let path = path_of(&mut hers).await;
    koppel::demo::once::first_time(&scene.demo.world, "mari-tamm", |_| {}).await.unwrap();
    let mut pupil = scene.person("mari-tamm");
    pupil.browser.open(&format!("{}{path}", scene.demo.world.issuer)).await.unwrap();
    let page = pupil.sign_in_at("ekool").await.unwrap();
    assert_eq!((page.status, page.html.contains("Karl")), (404, false), "{}", page.html);
    assert!(seen(&scene, &mut pupil, "/journals/opihoov").await.1.contains("No journal is linked yet"));
    for (off, on) in [
        ("UPDATE seat SET absent_since = since WHERE role = 'teacher'", "UPDATE seat SET absent_since = NULL"),
        ("UPDATE seat SET ended_at = since, end_reason = 'left'", "UPDATE seat SET ended_at = NULL, end_reason = NULL"),
        ("UPDATE identity SET quarantined_at = first_seen_at", "UPDATE identity SET quarantined_at = NULL"),
        ("UPDATE school SET disabled_at = created_at", "UPDATE school SET disabled_at = NULL"),
        ("UPDATE platform_school SET disabled_at = created_at", "UPDATE platform_school SET disabled_at = NULL"),
        (
            "UPDATE link SET ended_at = since, ended_by = 'x', end_reason = 'x'",
            "UPDATE link SET ended_at = NULL, ended_by = NULL, end_reason = NULL",
        ),
    ] {
        scene.change(off).await;
        assert_eq!(seen(&scene, &mut hers, &path).await.0, 404, "{off}");
        assert!(seen(&scene, &mut hers, "/journals/opihoov").await.1.contains("No journal is linked yet"), "{off}");
        scene.change(on).await;
        assert_eq!(seen(&scene, &mut hers, &path).await.0, 200, "{on}");
    }
    scene.close().await;
}

/// What a teacher may see: no user name, number, address, date or count of anybody's account.
#[tokio::test]
async fn a_journal_tells_nothing_of_accounts_but_that_there_is_one() {
    let scene = Scene::open().await;
    koppel::demo::once::first_time(&scene.demo.world, "mari-tamm", |_| {}).await.unwrap();
    let mut walk = linked(&scene, TEACHER, KLASS).await;
    let page = walk.browser.press("show-journal").await.unwrap();
    assert!(page.html.contains("Has earlier work") && page.html.contains("may be theirs"), "{}", page.html);
    for person in scene.demo.world.people.iter().filter(|person| person.key != TEACHER) {
        let account = person.account.as_ref();
        let secrets = [Some(&person.key), Some(&person.ekool), account.map(|account| &account.sub)];
        for secret in secrets.into_iter().flatten() {
            assert!(!page.html.contains(secret.as_str()), "{secret}: {}", page.html);
        }
    }
    // Ids of seats are random and may hold any three digits.
    assert!(!page.text("main").unwrap().contains("143") && !page.html.contains("@kool.example"), "{}", page.html);
    scene.close().await;
}
