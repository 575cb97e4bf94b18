//! A teacher looks on while a journal is updated, in a real browser: the page goes on by itself, with JavaScript and without.

use std::time::Duration;

use koppel::demo::people::KUUSEOJA;
use koppel::domain::{SchoolId, UpstreamId};
use koppel::storage::refresh_runs::lease_name;
use koppel::storage::{Durability, leases};
use serde_json::json;

use super::journals::{KLASS, linked};
use super::walk::{Stage, on_stage};

/// Takes the refreshes of the school's eKool out of everybody's hands, or gives them back.
async fn stand_still(stage: &Stage<'_>, still: bool) {
    let ground = stage.demo.ground();
    let (school, upstream): (SchoolId, UpstreamId) = (KUUSEOJA.id.parse().unwrap(), "ekool".parse().unwrap());
    let (name, now) = (&lease_name(&school, &upstream), ground.now());
    let until = now + chrono::TimeDelta::hours(1);
    let write = |tx| async move {
        if still {
            leases::take(&tx, name, "a test", now, until).await.map(drop)
        } else {
            leases::give_back(&tx, name, "a test").await
        }
    };
    ground.db.write(Durability::Relaxed, write).await.unwrap();
}

#[tokio::test]
async fn an_update_is_watched_to_its_end_with_scripts_and_without() {
    on_stage(async |stage| {
        let anu = stage.person("anu-kallas").await.with_album("update");
        linked(&anu).await;
        anu.press("show-journal").await;
        for (scripts, key, name) in [(true, "mari-tamm-2", "Mari Tamm"), (false, "elsa-lindqvist", "Elsa Lindqvist")] {
            let anu =
                if scripts { stage.same_browser("anu-kallas") } else { stage.same_browser("anu-kallas").without_axe() };
            crate::journals::change_journal(stage.demo, json!({ "journal": KLASS, "add": [key] })).await;
            anu.press("update").await;
            anu.meet("show-journal").await;
            assert!(anu.text().await.contains(name), "{}", anu.text().await);
            stage.chrome.scripts(scripts).await;
            stand_still(stage, true).await;
            anu.press("update").await;
            anu.meet("progress").await;
            assert!(anu.text().await.contains("Step 1 of 3"), "{}", anu.text().await);
            stand_still(stage, false).await;
            // Nothing is pressed.
            anu.meet("runs").await;
            assert!(anu.text().await.contains("up to date with eKool"), "{}", anu.text().await);
            anu.press("runs").await;
            anu.press("show-journal").await;
        }
    })
    .await;
}

/// The streams that one person may have, held by somebody with the browser's cookies.
async fn all_places(stage: &Stage<'_>, run: &str) -> Vec<reqwest::Response> {
    let cookies = stage.chrome.get_all_cookies().await.unwrap();
    let cookies: Vec<String> = cookies.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
    // The page's own stream ends with it.
    stage.chrome.goto("about:blank").await.unwrap();
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut tabs = Vec::new();
    for _ in 0..100 {
        let tab = http.get(format!("{run}/events")).header("cookie", cookies.join("; ")).send().await.unwrap();
        match tab.status().as_u16() {
            200 => tabs.push(tab),
            status => assert_eq!(status, 503),
        }
        if tabs.len() == 3 {
            return tabs;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} places", tabs.len())
}

#[tokio::test]
async fn a_page_that_has_no_place_to_look_on_loads_itself_again() {
    on_stage(async |stage| {
        let anu = stage.person("anu-kallas").await;
        linked(&anu).await;
        anu.press("show-journal").await;
        crate::journals::change_journal(stage.demo, json!({ "journal": KLASS, "add": ["mari-tamm-2"] })).await;
        anu.press("update").await;
        stand_still(stage, true).await;
        anu.press("update").await;
        anu.meet("progress").await;
        let run = anu.address().await;
        let tabs = all_places(stage, &run).await;
        anu.open(&run).await;
        stage.chrome.execute("window.before = true", Vec::new()).await.unwrap();
        for _ in 0..100 {
            if stage.chrome.ask("return window.before === true").await == false {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(stage.chrome.ask("return window.before === true").await, false, "nothing loaded it again");
        anu.meet("progress").await;
        drop(tabs);
        stand_still(stage, false).await;
        anu.meet("runs").await;
    })
    .await;
}
