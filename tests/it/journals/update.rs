//! "Update journal data", as a teacher sees it.

use std::time::Duration;

use koppel::demo::browser::Page;
use koppel::demo::once::Walk;
use koppel::demo::run::{Demo, Settings};
use koppel::demo::sim::control::{Mode, Order};
use koppel::domain::{Clock, JournalOutcome};
use koppel::storage::journal_runs;
use serde_json::{Value, json};

use super::{KLASS, TEACHER, change_journal, close, everything, linked, the_journal};
use crate::attacks::{Scene, field};
use crate::support::ground::fresh_postgres;

/// A teacher who has linked a journal and stands at its page.
pub async fn at_journal<'a>(scene: &'a Scene, teacher: &str, journal: &str) -> Walk<'a> {
    let mut walk = linked(scene, teacher, journal).await;
    walk.browser.press("show-journal").await.unwrap();
    walk
}

/// On SQLite, and on PostgreSQL.
pub async fn on_both_engines(test: impl AsyncFn(&Scene)) {
    for database_url in [None, Some(fresh_postgres().await)] {
        let clock = Clock::system();
        let settings = Settings { clock: clock.clone(), database_url, ..Settings::default() };
        let scene = Scene { demo: Demo::start(settings).await.unwrap(), clock };
        test(&scene).await;
        close(scene).await;
    }
}

/// Nobody works on refreshes of the school's eKool until [`go_on`].
pub async fn stand_still(scene: &Scene) {
    let hold = "INSERT INTO lease (name, holder, until) SELECT 'refresh|' || school_id || '|ekool', 'a test', \
                '2100-01-01T00:00:00Z' FROM journal";
    let hold_there = "INSERT INTO lease (name, holder, until) SELECT 'refresh|' || school_id || '|ekool', 'a test', \
                      CAST('2100-01-01T00:00:00Z' AS TIMESTAMPTZ) FROM journal";
    scene.change(if scene.demo.ground().db.is_postgres() { hold_there } else { hold }).await;
}

pub async fn go_on(scene: &Scene) {
    scene.change("DELETE FROM lease WHERE holder = 'a test'").await;
}

/// Looks again, as a browser without JavaScript does, until the update is over.
pub async fn wait<'a>(walk: &'a mut Walk<'_>) -> &'a Page {
    for _ in 0..150 {
        if !walk.browser.page().has("#progress") {
            return walk.browser.page();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        walk.browser.press("look-again").await.unwrap();
    }
    panic!("the update does not end: {}", walk.browser.page().html)
}

/// A number of the summary; nought where it does not stand there.
fn counted(page: &Page, name: &str) -> u32 {
    let mark = format!("<dt>{name}</dt><dd>");
    page.html.split(&mark).nth(1).map_or(0, |rest| rest.split('<').next().unwrap().parse().unwrap())
}

fn text(walk: &Walk<'_>) -> String {
    walk.browser.page().text("main").unwrap()
}

/// One joins, one is missing, one was taken out, and the journal has another name: shown, done as it was shown, and told.
#[tokio::test]
async fn a_teacher_sees_what_would_change_and_then_it_does() {
    on_both_engines(async |scene| {
        let mut walk = at_journal(scene, TEACHER, KLASS).await;
        let before = everything(scene).await;
        walk.browser.press("update").await.unwrap();
        assert!(text(&walk).contains("Nothing has changed since"), "{}", text(&walk));
        let changes = json!({ "journal": KLASS, "add": ["mari-tamm-2"], "remove": ["karl-magi"],
                              "delete": ["liisa-saar"], "rename": "5A geomeetria" });
        change_journal(&scene.demo, changes).await;
        let here = walk.browser.page().url().unwrap().to_string();
        let page = walk.browser.open(&here).await.unwrap();
        assert_eq!(page.text("#move-missing + p + ul").as_deref(), Some("Karl Mägi"), "{}", page.html);
        assert_eq!(page.text("#move-deleted + p + ul").as_deref(), Some("Liisa Saar"), "{}", page.html);
        assert_eq!(page.text("#seats-waiting .count").as_deref(), Some("1"), "she may have an account");
        assert!(page.html.contains("5A geomeetria") && page.html.contains("Mari Tamm"), "{}", page.html);
        assert_eq!(everything(scene).await, before, "a look writes nothing");
        walk.browser.press("update").await.unwrap();
        let page = wait(&mut walk).await;
        assert!(page.path().contains("/update/run_"), "{}", page.path());
        assert!(page.html.contains("The journal is up to date with eKool"), "{}", page.html);
        assert_eq!(["Joined", "Left", "Missing for the first time"].map(|name| counted(page, name)), [1, 1, 1]);
        assert_eq!(everything(scene).await[5], before[5] + 1, "one seat more than before, and one of them ended");
        assert_eq!(walk.browser.press("show-journal").await.unwrap().text("h1").as_deref(), Some("5A geomeetria"));
        assert!(text(&walk).contains("A teacher · Updated"), "{}", text(&walk));
        counted_as_told(scene, &mut walk).await;
    })
    .await;
}

/// The pool has one licence, and pupils come first: the teacher goes without, and reads it on her own page and after an update.
#[tokio::test]
async fn the_journal_and_the_summary_name_who_has_no_licence() {
    on_both_engines(async |scene| {
        scene.change("UPDATE licence_pool SET seats = 1").await;
        let mut walk = at_journal(scene, TEACHER, KLASS).await;
        let named = |page: &Page| page.text("#without-licence li");
        assert_eq!(named(walk.browser.page()).as_deref(), Some("Anu Kallas"), "{}", walk.browser.page().html);
        change_journal(&scene.demo, json!({ "journal": KLASS, "rename": "5A geomeetria" })).await;
        walk.browser.press("update").await.unwrap();
        walk.browser.press("update").await.unwrap();
        let page = wait(&mut walk).await;
        assert!(page.path().contains("/update/run_"), "{}", page.path());
        assert_eq!(named(page).as_deref(), Some("Anu Kallas"), "{}", page.html);
    })
    .await;
}

/// The list of earlier updates says what the database does, row by row, and the picture has a bar for each number.
async fn counted_as_told(scene: &Scene, walk: &mut Walk<'_>) {
    let journal = &the_journal(scene).await.id;
    let list = |tx| async move { journal_runs::list_of_journal(&tx, journal).await };
    let rows = scene.demo.ground().db.read(list).await.unwrap();
    let page = walk.browser.press("runs").await.unwrap();
    assert_eq!(page.html.matches("<th scope=\"row\">").count(), rows.len());
    let latest = page.text(".runs tbody tr td:last-child").unwrap();
    let told = &rows[0];
    let expected =
        format!("Joined: {}, Left: {}, Missing for the first time: {}", told.joined, told.departed, told.missing);
    assert!(latest.starts_with(&expected), "{latest}, not {expected}");
    assert_eq!((told.outcome, rows.len()), (JournalOutcome::Applied, 1));
    assert_eq!((page.html.matches("<rect").count(), page.html.contains("<script")), (2, false), "{}", page.html);
}

/// The upstream's own button knows nothing of ours, and leads to the same page; so it is at Stuudium.
#[tokio::test]
async fn the_upstream_s_own_button_leads_to_the_page() {
    let scene = Scene::open().await;
    let (mut walk, url) = super::at_stuudium(&scene).await;
    super::link_p1(&mut walk).await;
    let changes = json!({ "journal": "merekalda-p1", "add": ["johan-sandberg"] });
    change(&scene, "stuudium", changes).await;
    walk.browser.open(&format!("{url}/journals")).await.unwrap();
    walk.browser.press("update-merekalda-p1").await.unwrap();
    let page = walk.browser.press("platform-opihoov").await.unwrap();
    assert!(page.path().ends_with("/update") && page.html.contains("Johan Sandberg"), "{}", page.html);
    walk.browser.press("update").await.unwrap();
    let page = wait(&mut walk).await;
    assert!(page.html.contains("up to date with Stuudium") && counted(page, "Joined") == 1, "{}", page.html);
    // In another browser it is a sign-in first, and comes back to the same page.
    let mut other = scene.person("ursula-toome");
    let update = format!("{}/upstream/stuudium/journal/update?journal=merekalda-p1", scene.demo.world.issuer);
    other.browser.open(&update).await.unwrap();
    other.browser.press("platform-opihoov").await.unwrap();
    other.sign_in_at("stuudium").await.unwrap();
    let page = other.browser.page();
    assert!(page.path().ends_with("/update") && text(&other).contains("Nothing has changed"), "{}", page.html);
    close(scene).await;
}

/// Changes a journal at one of the simulators.
pub async fn change(scene: &Scene, upstream: &str, changes: Value) -> Value {
    let url = &scene.demo.world.upstream(upstream).unwrap().url;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    http.post(format!("{url}/control/journal")).json(&changes).send().await.unwrap().json().await.unwrap()
}

/// What the upstream told has changed between the look and the button: nothing is done, and it is said so.
#[tokio::test]
async fn what_nobody_saw_is_not_done() {
    let scene = Scene::open().await;
    let mut walk = at_journal(&scene, TEACHER, KLASS).await;
    change_journal(&scene.demo, json!({ "journal": KLASS, "add": ["mari-tamm-2"] })).await;
    walk.browser.press("update").await.unwrap();
    let before = everything(&scene).await[5];
    change_journal(&scene.demo, json!({ "journal": KLASS, "delete": ["karl-magi"] })).await;
    walk.browser.press("update").await.unwrap();
    let text = wait(&mut walk).await.text("main").unwrap();
    assert!(text.contains("has changed since you looked"), "{text}");
    assert_eq!(everything(&scene).await[5], before);
    let page = walk.browser.press("look-again").await.unwrap();
    assert!(page.has("#update") && page.html.contains("Karl Mägi"), "{}", page.html);
    close(scene).await;
}

/// Whatever the upstream does, the page says what that is and what to do, and has no button.
#[tokio::test]
async fn every_state_of_the_upstream_is_a_page_of_its_own() {
    let scene = Scene::open().await;
    let mut walk = at_journal(&scene, TEACHER, KLASS).await;
    let before = everything(&scene).await;
    let here = walk.browser.press("update").await.unwrap().url().unwrap().to_string();
    for (changes, words) in [
        (json!({ "withdraw": true }), "does not let us read this journal"),
        (json!({ "withdraw": false, "unavailable": true }), "gave only a part of the journal"),
    ] {
        let mut changes = changes;
        changes["journal"] = json!(KLASS);
        change_journal(&scene.demo, changes).await;
        let page = walk.browser.open(&here).await.unwrap();
        assert!(page.html.contains(words) && !page.has("#update"), "{words}: {}", page.html);
    }
    change_journal(&scene.demo, json!({ "journal": KLASS, "unavailable": false })).await;
    let silent = Order { endpoint: Some("journal".to_owned()), ..Order::from(Mode::Unavailable) };
    scene.demo.simulators.ekool.order(silent);
    let page = walk.browser.open(&here).await.unwrap();
    assert!(page.html.contains("does not answer just now") && !page.has("#update"), "{}", page.html);
    scene.demo.simulators.ekool.order(Mode::Ok);
    scene.change("UPDATE upstream SET disabled_at = created_at, updated_at = updated_at WHERE id = 'ekool'").await;
    let page = walk.browser.open(&here).await.unwrap();
    assert!(page.html.contains("is not asked here") && !page.has("#update"), "{}", page.html);
    assert_eq!(everything(&scene).await, before);
    close(scene).await;
}

/// More than usual: it is said before, held, and said after; nobody loses a seat.
#[tokio::test]
async fn an_update_that_takes_too_many_is_held_and_says_what_happens_next() {
    let scene = Scene::open().await;
    let mut walk = at_journal(&scene, TEACHER, KLASS).await;
    let live = "SELECT COUNT(*) AS n FROM seat WHERE ended_at IS NULL";
    let before = scene.count(live).await;
    let four = ["karl-magi", "liisa-saar", "oskar-sepp", "emma-kukk"];
    change_journal(&scene.demo, json!({ "journal": KLASS, "delete": four })).await;
    let page = walk.browser.press("update").await.unwrap();
    assert!(page.html.contains("more than usual"), "{}", page.html);
    walk.browser.press("update").await.unwrap();
    let text = wait(&mut walk).await.text("main").unwrap();
    assert!(text.contains("so nothing was changed") && text.contains("until then nobody loses a seat"), "{text}");
    assert_eq!(scene.count(live).await, before);
    let page = walk.browser.press("show-journal").await.unwrap();
    assert!(page.html.contains("would have changed too much") && page.html.contains("Held"), "{}", page.html);
    // The upstream tells the whole list again: by itself there is nothing to do, and the hold can be ended here.
    change_journal(&scene.demo, json!({ "journal": KLASS, "add": four })).await;
    walk.browser.press("update").await.unwrap();
    walk.browser.press("update").await.unwrap();
    let text = wait(&mut walk).await.text("main").unwrap();
    assert!(text.contains("Nothing had changed in eKool"), "{text}");
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM refresh_hold WHERE state = 'open'").await, 0);
    close(scene).await;
}

/// Somebody who became protected stands in no list and no count of what would change.
#[tokio::test]
async fn who_became_protected_is_not_among_those_who_leave() {
    let scene = Scene::open().await;
    let mut walk = at_journal(&scene, TEACHER, KLASS).await;
    change_journal(&scene.demo, json!({ "journal": KLASS, "protect": ["karl-magi"], "remove": ["emma-kukk"] })).await;
    let page = walk.browser.press("update").await.unwrap();
    assert_eq!(page.text("#move-missing .count").as_deref(), Some("1"), "{}", page.html);
    assert!(page.html.contains("Emma Kukk") && !page.html.contains("Karl"), "{}", page.html);
    walk.browser.press("update").await.unwrap();
    let page = wait(&mut walk).await;
    assert_eq!((page.html.contains("Karl"), counted(page, "Missing for the first time")), (false, 1), "{}", page.html);
    close(scene).await;
}

/// At most one update waits, whoever presses how often; and neither looks nor updates go on for ever.
#[tokio::test]
async fn nobody_hammers_the_upstream() {
    let scene = Scene::open().await;
    let mut walk = at_journal(&scene, TEACHER, KLASS).await;
    change_journal(&scene.demo, json!({ "journal": KLASS, "rename": "5A geomeetria" })).await;
    let read = scene.demo.simulators.ekool.report().seen["journal"];
    let here = walk.browser.press("update").await.unwrap().url().unwrap().to_string();
    let (csrf, plan) = (field(&walk, "csrf"), field(&walk, "plan"));
    let fields = [("csrf", csrf.as_str()), ("plan", plan.as_str())];
    stand_still(&scene).await;
    let over =
        "UPDATE refresh_run SET state = 'failed', problem = 'changed', ended_at = asked_at WHERE ended_at IS NULL";
    for time in 0..5 {
        for _ in 0..3 {
            let page = walk.browser.send(&here, &fields).await.unwrap();
            assert_eq!((page.status, page.has("#progress")), (200, true), "{time}: {}", page.html);
        }
        let open = "SELECT COUNT(*) AS n FROM refresh_run WHERE ended_at IS NULL";
        assert_eq!(scene.count(open).await, 1, "{time}");
        assert!(walk.browser.open(&here).await.unwrap().has("#progress"), "the look leads to the update under way");
        scene.change(over).await;
    }
    let page = walk.browser.send(&here, &fields).await.unwrap();
    assert_eq!((page.status, page.html.contains("Try again in")), (429, true), "{}", page.html);
    assert!(walk.browser.headers.contains_key("retry-after"));
    let mut looks = 1;
    while walk.browser.open(&here).await.unwrap().status == 200 {
        looks += 1;
        assert!(looks < 20, "still looking");
    }
    assert_eq!((looks, walk.browser.page().status), (10, 429));
    assert_eq!(scene.demo.simulators.ekool.report().seen["journal"] - read, 10);
    scene.clock.advance(chrono::TimeDelta::minutes(10));
    assert_eq!(walk.browser.open(&here).await.unwrap().status, 200);
    close(scene).await;
}

/// The form must say what was agreed to.
#[tokio::test]
async fn a_form_without_a_plan_asks_for_nothing() {
    let scene = Scene::open().await;
    let mut walk = at_journal(&scene, TEACHER, KLASS).await;
    change_journal(&scene.demo, json!({ "journal": KLASS, "rename": "5A geomeetria" })).await;
    let here = walk.browser.press("update").await.unwrap().url().unwrap().to_string();
    let csrf = field(&walk, "csrf");
    let long = "a".repeat(65);
    for plan in ["", long.as_str()] {
        let page = walk.browser.send(&here, &[("csrf", &csrf), ("plan", plan)]).await.unwrap();
        assert_eq!(page.status, 400, "{plan}");
        walk.browser.open(&here).await.unwrap();
    }
    assert_eq!(walk.browser.send(&here, &[("plan", "x")]).await.unwrap().status, 400, "no token");
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM refresh_run").await, 0);
    close(scene).await;
}
