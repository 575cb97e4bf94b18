//! Who gets nowhere on these pages, and what is written then: nothing.

use std::time::Duration;

use koppel::storage::{Durability, StorageError, Tx};

use super::{BY_TEACHER, CODES, Desk, everything, person};
use crate::attacks::{Scene, field};
use crate::journals::linked;

const PAGES: [&str; 3] = ["/codes", "/word", "/class"];
const FORMS: [(&str, &str); 6] = [
    ("/codes", "make"),
    ("/codes", "take-back-all"),
    ("/word", "say"),
    ("/word", "unsay"),
    ("/class", "confirm"),
    ("/class", "take-back-all"),
];
const ON: &str = "UPDATE platform_school SET teacher_confirms = ''";

/// Statuses of every page and every form, sent by a browser that has a page of ours open.
async fn tries(walk: &mut koppel::demo::once::Walk<'_>, base: &str, person: &str) -> Vec<u16> {
    let mut statuses = Vec::new();
    for page in PAGES {
        statuses.push(walk.browser.open(&format!("{base}{page}")).await.unwrap().status);
    }
    let csrf = field(walk, "csrf");
    for (page, act) in FORMS {
        let fields = [("csrf", csrf.as_str()), ("act", act), ("person", person)];
        statuses.push(walk.browser.send(&format!("{base}{page}"), &fields).await.unwrap().status);
    }
    statuses
}

/// A teacher of another school, and a pupil who sits in it: as if there were no such journal.
#[tokio::test]
async fn nobody_but_its_teacher_sees_or_does_anything() {
    let scene = Scene::open().await;
    let desk = Desk::open(&scene).await;
    let mari = person(&scene, "mari-tamm").await;
    koppel::demo::once::first_time(&scene.demo.world, "karl-magi", |_| {}).await.unwrap();
    scene.change(ON).await;
    let mut other = linked(&scene, "ursula-toome", "20000733001").await;
    let mut pupil = scene.person("karl-magi");
    pupil.browser.open(&desk.base).await.unwrap();
    pupil.sign_in_at("ekool").await.unwrap();
    let before = everything(&scene).await;
    for walk in [&mut other, &mut pupil] {
        assert_eq!(tries(walk, &desk.base, &mari).await, [404; 9]);
        let missing = format!("{}/jrn_00000000000000000000000000", desk.base.rsplit_once('/').unwrap().0);
        assert_eq!(tries(walk, &missing, &mari).await, [404; 9]);
    }
    assert_eq!((everything(&scene).await, scene.count(CODES).await), (before, 0));
    scene.close().await;
}

/// Whoever is signed in nowhere signs in first, and a form does nothing.
#[tokio::test]
async fn who_is_not_signed_in_signs_in_first() {
    let scene = Scene::open().await;
    let desk = Desk::open(&scene).await;
    let (mari, before) = (person(&scene, "mari-tamm").await, everything(&scene).await);
    let mut walk = scene.person("tiit-vaher");
    for (page, act) in FORMS {
        walk.browser.open(&format!("{}{page}", desk.base)).await.unwrap();
        assert!(walk.browser.page().has("#upstream-ekool"), "{}", walk.browser.page().html);
        let csrf = field(&walk, "csrf");
        let fields = [("csrf", csrf.as_str()), ("act", act), ("person", &mari)];
        let answer = walk.browser.send(&format!("{}{page}", desk.base), &fields).await.unwrap();
        assert!(answer.has("#upstream-ekool"), "{}", answer.html);
    }
    assert_eq!((everything(&scene).await, scene.count(CODES).await), (before, 0));
    scene.close().await;
}

/// What takes a teacher's right away between page and button.
const LOST: &[(&str, &str)] = &[
    ("UPDATE seat SET absent_since = since WHERE role = 'teacher'", "UPDATE seat SET absent_since = NULL"),
    ("UPDATE school SET disabled_at = created_at", "UPDATE school SET disabled_at = NULL"),
    ("UPDATE identity SET quarantined_at = first_seen_at", "UPDATE identity SET quarantined_at = NULL"),
];

#[tokio::test]
async fn who_lost_the_right_meanwhile_writes_nothing() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    scene.change(ON).await;
    let before = everything(&scene).await;
    for (off, on) in LOST {
        for (page, act) in FORMS {
            desk.page(page).await;
            scene.change(off).await;
            assert_eq!(desk.act(page, act, "mari-tamm").await.status, 404, "{off} {page} {act}");
            scene.change(on).await;
        }
    }
    assert_eq!((everything(&scene).await, scene.count(CODES).await), (before, 0));
    scene.close().await;
}

/// Somebody of another journal, who has left, who teaches, and nobody at all: one answer, and nothing is written.
#[tokio::test]
async fn people_who_are_no_pupils_of_the_journal_are_not_there() {
    let scene = Scene::open().await;
    drop(linked(&scene, "tiit-vaher", "20000481002").await);
    let mut desk = Desk::open(&scene).await;
    scene.change(ON).await;
    scene
        .change(
            "UPDATE seat SET ended_at = since, end_reason = 'left' WHERE person_id IN \
        (SELECT id FROM roster_person WHERE given_name = 'Emma')",
        )
        .await;
    let mut ids = vec!["rsp_00000000000000000000000000".to_owned(), "x".to_owned()];
    for key in ["elsa-lindqvist", "emma-kukk", "tiit-vaher"] {
        ids.push(person(&scene, key).await);
    }
    let before = everything(&scene).await;
    for id in &ids {
        let mut answers = Vec::new();
        for (page, act) in [("/codes", "make"), ("/class", "confirm"), ("/word", "say"), ("/word", "unsay")] {
            desk.page(page).await;
            let answer = desk.send(page, &[("act", act), ("person", id)]).await;
            assert!(!answer.html.contains("Elsa") && !answer.html.contains("Emma"), "{}", answer.html);
            answers.push(answer.status);
        }
        answers.push(desk.page(&format!("/word?person={id}")).await.status);
        assert_eq!(answers, [409, 409, 404, 404, 404], "{id}");
    }
    assert_eq!((everything(&scene).await, scene.count(CODES).await), (before, 0));
    desk.page("/codes").await;
    for (page, act) in [("/codes", "x"), ("/word", ""), ("/class", "make")] {
        assert_eq!(desk.send(page, &[("act", act), ("person", &ids[2])]).await.status, 400, "{page} {act}");
        desk.page("/codes").await;
    }
    scene.demo.stop().await;
}

/// What a teacher may see: nothing of anybody's account but that there may be one.
#[tokio::test]
async fn these_pages_tell_nothing_of_accounts() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    scene.change(ON).await;
    let mut pages = vec![desk.act("/codes", "make", "mari-tamm").await];
    for page in PAGES {
        pages.push(desk.page(page).await);
    }
    pages.push(desk.act("/class", "confirm", "karl-magi").await);
    let texts: String = pages.iter().map(|page| page.text("main").unwrap()).collect();
    let pages: String = pages.into_iter().map(|page| page.html).collect();
    for person in scene.demo.world.people.iter().filter(|person| person.key != super::TEACHER) {
        let account = person.account.as_ref();
        let secrets = [Some(&person.key), Some(&person.ekool), account.map(|account| &account.sub)];
        for secret in secrets.into_iter().flatten() {
            assert!(!pages.contains(secret.as_str()), "{secret}: {pages}");
        }
    }
    assert!(!texts.contains("143") && !pages.contains("acc_") && !pages.contains("@kool.example"), "{pages}");
    scene.close().await;
}

/// Everything that these pages write, and the one of updates.
async fn written(scene: &Scene) -> Vec<i64> {
    let mut counts = everything(scene).await;
    for sql in [CODES, BY_TEACHER, "SELECT COUNT(*) AS n FROM refresh_run"] {
        counts.push(scene.count(sql).await);
    }
    counts
}

/// As long as another write keeps everybody waiting.
const HELD: Duration = Duration::from_millis(800);

/// The right is lost while the press waits for its turn to write, and is looked at once more there.
#[tokio::test(flavor = "multi_thread")]
async fn who_loses_the_right_while_the_press_waits_writes_nothing() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    scene.change(ON).await;
    // Something to take back of each kind.
    desk.act("/codes", "make", "karl-magi").await;
    desk.act("/word", "say", "oskar-sepp").await;
    desk.act("/class", "confirm", "liisa-saar").await;
    let (mari, oskar) = (person(&scene, "mari-tamm").await, person(&scene, "oskar-sepp").await);
    let before = written(&scene).await;
    let (off, on) = LOST[0];
    for (page, act) in FORMS.into_iter().chain([("/update", "")]) {
        let about = if act == "unsay" { &oskar } else { &mari };
        let lose = |tx: Tx| async move {
            tx.execute(off, vec![]).await?;
            tokio::time::sleep(HELD).await;
            Ok::<_, StorageError>(())
        };
        let press = async {
            tokio::time::sleep(HELD / 4).await;
            desk.send(page, &[("act", act), ("person", about.as_str()), ("plan", "x")]).await
        };
        let (taken, answer) = tokio::join!(scene.demo.ground().db.write(Durability::Relaxed, lose), press);
        taken.unwrap();
        assert_eq!(answer.status, 404, "{page} {act}: {}", answer.html);
        scene.change(on).await;
        assert_eq!(written(&scene).await, before, "{page} {act}");
    }
    scene.demo.stop().await;
}

/// B11 at these forms: without the token of this browser, or with another browser's, nothing happens.
#[tokio::test]
async fn a_form_without_its_token_does_nothing() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    scene.change(ON).await;
    let mari = person(&scene, "mari-tamm").await;
    let mut other = scene.person("tiit-vaher");
    other.browser.open(&desk.base).await.unwrap();
    let foreign = field(&other, "csrf");
    let before = written(&scene).await;
    for (page, act) in FORMS.into_iter().chain([("/update", "")]) {
        for token in [None, Some(foreign.as_str())] {
            let mut fields = vec![("act", act), ("person", mari.as_str()), ("plan", "x")];
            fields.extend(token.map(|token| ("csrf", token)));
            let answer = desk.walk.browser.send(&format!("{}{page}", desk.base), &fields).await.unwrap();
            assert_eq!(answer.status, 400, "{page} {act}");
        }
    }
    assert_eq!(written(&scene).await, before);
    scene.close().await;
}

/// The value of the first field of this name.
fn first(html: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    html.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{html}")).to_owned()
}

/// A code and a link of another journal's pupils, named in this one's forms, and its button for all of them.
#[tokio::test]
async fn what_belongs_to_another_journal_is_not_taken_back_here() {
    let scene = Scene::open().await;
    let mut desk = Desk::open(&scene).await;
    let mut theirs = Desk::of(&scene, "tiit-vaher", "20000481002").await;
    scene.change(ON).await;
    theirs.act("/codes", "make", "elsa-lindqvist").await;
    theirs.act("/class", "confirm", "daan-bakker").await;
    let code = first(&theirs.page("/codes").await.html, "code");
    let link = first(&theirs.page("/class").await.html, "link");
    for (page, act, name, id) in [
        ("/codes", "take-back", "code", code.as_str()),
        ("/codes", "take-back-all", "code", ""),
        ("/class", "take-back", "link", link.as_str()),
        ("/class", "take-back-all", "link", ""),
    ] {
        assert_eq!(desk.send(page, &[("act", act), (name, id)]).await.status, 200, "{page} {act}");
        assert_eq!((scene.count(CODES).await, scene.count(BY_TEACHER).await), (1, 1), "{page} {act}");
    }
    scene.close().await;
}
