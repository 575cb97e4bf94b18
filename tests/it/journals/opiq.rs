//! The Opiq case, as a teacher sees it: nobody gets a second account.

use futures_util::future::join_all;
use koppel::demo::browser::Page;
use koppel::demo::people::Person;
use serde_json::json;

use super::{
    TEACHER, at_preview, change_journal, count, everything, kit_of, link, link_at_ekool, pupil, scene_with, tick,
};
use crate::attacks::Scene;

/// The journal of 7C: 28 pupils of the test, and one teacher.
const JOURNAL: &str = "20000481003";
const TEACHERS: [&str; 4] = ["tiit-vaher", "ingrid-norberg", "pille-rand", "jaan-mets"];

/// 12 with linked accounts, 9 with unlinked ones, 7 of whom nobody has heard.
async fn opiq_case() -> (Scene, Vec<Person>) {
    let pupils: Vec<Person> = (0..28).map(|number| pupil(number, number < 21)).collect();
    let scene = scene_with(pupils.clone()).await;
    for person in &pupils[..12] {
        link_at_ekool(&scene, person).await;
    }
    change_journal(&scene.demo, json!({ "journal": JOURNAL, "remove": TEACHERS })).await;
    (scene, pupils)
}

/// E5 through the pages: 12 keep their accounts, 9 wait, 7 are new; each of them once.
#[tokio::test]
async fn the_opiq_case_makes_seven_accounts_and_no_second_one() {
    let (scene, pupils) = opiq_case().await;
    let mut walk = at_preview(&scene, TEACHER, JOURNAL).await;
    assert_eq!(["linked", "waiting", "new", "blocked"].map(|state| count(&walk, state)), [13, 9, 7, 0]);
    let page = walk.browser.page().html.clone();
    for person in &pupils {
        assert_eq!(page.matches(&person.full_name()).count(), 1, "{}", person.full_name());
    }
    let accounts = "SELECT COUNT(*) AS n FROM account WHERE platform_id = 'opihoov'";
    let before = scene.count(accounts).await;
    link(&mut walk).await;
    assert_eq!(scene.count(accounts).await - before, 7);
    let page = walk.browser.press("show-journal").await.unwrap();
    assert_eq!(page.text("#seats-new .count").as_deref(), Some("7"), "{}", page.html);
    assert_eq!(["linked", "waiting", "new", "blocked"].map(|state| count(&walk, state)), [13, 9, 7, 0]);
    let second = "SELECT COUNT(*) AS n FROM account a, account b WHERE a.platform_id = b.platform_id AND a.id < b.id
                  AND a.name_folded = b.name_folded AND a.birth_date = b.birth_date";
    assert_eq!(scene.count(second).await, 0);
    scene.close().await;
}

/// S34, S35 through the pages: there is no trace of them, and nobody is counted who is not shown.
#[tokio::test]
async fn protected_pupils_are_not_there() {
    let (scene, pupils) = opiq_case().await;
    let hidden = [&pupils[0], &pupils[15], &pupils[25]];
    let keys: Vec<&str> = hidden.iter().map(|person| person.key.as_str()).collect();
    change_journal(&scene.demo, json!({ "journal": JOURNAL, "protect": keys })).await;
    let mut walk = at_preview(&scene, TEACHER, JOURNAL).await;
    assert_eq!(["linked", "waiting", "new", "blocked"].map(|state| count(&walk, state)), [12, 8, 6, 0]);
    let read = |page: &Page| (page.html.clone(), page.text("main").unwrap());
    let mut read_pages = vec![read(walk.browser.page())];
    read_pages.push(read(link(&mut walk).await));
    for next in ["show-journal", "journals"] {
        read_pages.push(read(walk.browser.press(next).await.unwrap()));
    }
    // Ids and tokens are random, so how many there are is looked for among the words.
    let (pages, words): (String, String) = read_pages.into_iter().unzip();
    assert!(pages.contains("25 pupils"), "{pages}");
    for person in hidden {
        assert!(!pages.contains(&person.given) && !pages.contains(&person.ekool_id.to_string()), "{}", person.given);
    }
    assert_eq!(scene.count("SELECT COUNT(*) AS n FROM roster_person").await, 26);
    assert!(!words.contains("28"), "not even how many there would be");
    scene.close().await;
}

/// What was agreed to is what is done: else the new preview comes, and nothing was written.
#[tokio::test]
async fn what_changed_since_the_preview_is_shown_and_asked_again() {
    let (scene, pupils) = opiq_case().await;
    let mut walk = at_preview(&scene, TEACHER, JOURNAL).await;
    let before = everything(&scene).await;
    change_journal(&scene.demo, json!({ "journal": JOURNAL, "remove": [pupils[27].key] })).await;
    let page = link(&mut walk).await;
    assert_eq!((page.status, page.html.contains(&pupils[27].full_name())), (409, false), "{}", page.html);
    assert!(page.html.contains("Something has changed since you looked"), "{}", page.html);
    assert_eq!((count(&walk, "new"), everything(&scene).await), (6, before.clone()));
    // At our side, too: a link has ended.
    let sql = "UPDATE link SET ended_at = created_at, ended_by = 'x', end_reason = 'x' WHERE subject = '1000447185'";
    assert_eq!(pupils[5].ekool_id, 1_000_447_185);
    scene.change(sql).await;
    let page = link(&mut walk).await;
    assert_eq!((page.status, page.text("#seats-linked .count").as_deref()), (409, Some("12")), "{}", page.html);
    link(&mut walk).await;
    assert!(walk.browser.page().has("#show-journal"));
    scene.demo.stop().await;
}

/// Two windows of one teacher press at once: one journal, one message, and both see that it is linked.
#[tokio::test(flavor = "multi_thread")]
async fn two_windows_that_press_at_once_link_one_journal() {
    let (scene, _) = opiq_case().await;
    let mut walks = [at_preview(&scene, TEACHER, JOURNAL).await, at_preview(&scene, TEACHER, JOURNAL).await];
    walks.iter_mut().for_each(tick);
    let pages = join_all(walks.iter_mut().map(|walk| walk.browser.press("link-journal"))).await;
    let statuses: Vec<u16> = pages.iter().map(|page| page.as_ref().unwrap().status).collect();
    assert_eq!(statuses, [200, 200]);
    let linked = walks.iter().filter(|walk| walk.browser.page().has("#show-journal")).count();
    let shown = walks.iter().filter(|walk| walk.browser.page().text("h1").unwrap() == "7C matemaatika").count();
    assert_eq!((linked, shown), (1, 1));
    let counts = &everything(&scene).await;
    assert_eq!((counts[0], counts[6], scene.demo.simulators.ekool.report().seen["journal_link"]), (1, 1, 1));
    let used = "SELECT COUNT(*) AS n FROM journal_launch WHERE used_at IS NOT NULL";
    assert_eq!(scene.count(used).await, 1);
    scene.close().await;
}

/// Pressing twice in one window does nothing the second time.
#[tokio::test]
async fn the_button_pressed_twice_links_once() {
    let (scene, _) = opiq_case().await;
    let mut walk = at_preview(&scene, TEACHER, JOURNAL).await;
    let (here, csrf) = (walk.browser.page().url().unwrap().to_string(), crate::attacks::field(&walk, "csrf"));
    let (plan, kit) = (crate::attacks::field(&walk, "plan"), kit_of(&walk));
    for _ in 0..3 {
        let fields = [("csrf", csrf.as_str()), ("act", "link"), ("plan", plan.as_str()), ("kit", kit.as_str())];
        assert!(walk.browser.send(&here, &fields).await.unwrap().has("#show-journal"));
    }
    assert_eq!(everything(&scene).await[0], 1);
    scene.close().await;
}
