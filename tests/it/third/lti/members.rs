//! The names and roles service: pages, changes, and what is not asked twice.

use std::time::Duration;

use serde_json::json;

use super::{ANU, Stage, person};

const PUPILS: [(&str, &str); 6] = [
    ("p1", "Aino Aas"),
    ("p2", "Berit Berg"),
    ("p3", "Carl Cool"),
    ("p4", "Doris Daal"),
    ("p5", "Eva Elm"),
    ("p6", "Frits Fors"),
];

/// Every page is read, by one access token, and the same the next time.
#[tokio::test(flavor = "multi_thread")]
async fn all_pages_are_read_with_one_access_token() {
    let stage = Stage::open(&PUPILS).await;
    stage.control(json!({ "page_size": 3 })).await;
    let journal = stage.linked().await;
    assert_eq!(stage.pupils(&journal), ["Aino", "Berit", "Carl", "Doris", "Eva", "Frits"]);
    let report = stage.report().await;
    assert_eq!((report["members"].as_u64().unwrap() % 3, &report["tokens"]), (0, &json!(1)), "{report}");
}

/// A next page at another origin, or one that was read, is not asked for: our token goes nowhere else.
#[tokio::test(flavor = "multi_thread")]
async fn a_next_page_that_leads_elsewhere_is_not_asked() {
    let stage = Stage::open(&PUPILS).await;
    let port = stage.lms.rsplit(':').next().unwrap();
    for next in [format!("http://127.0.0.1:{port}/members"), format!("{}/members", stage.lms)] {
        let before = stage.report().await["members"].as_u64().unwrap();
        stage.control(json!({ "next": next })).await;
        let mut browser = stage.broker.browser();
        stage.launch(&mut browser, ANU, "resource").await;
        assert_eq!(browser.page().status, 502, "{next}: {}", browser.page().html);
        let report = stage.report().await;
        assert_eq!((&report["elsewhere"], &report["members"]), (&json!(0), &json!(before + 1)), "{next}");
    }
}

/// A refresh asks for what changed, and reads everybody only when something did. Who was taken out leaves at once; who is
/// only not told of has not left.
#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_asks_for_changes_first() {
    let stage = Stage::open(&PUPILS).await;
    let journal = stage.linked().await;
    let asked = async || {
        let report = stage.report().await;
        (report["members"].as_u64().unwrap(), report["differences"].as_u64().unwrap())
    };
    let (members, _) = asked().await;
    assert_eq!(stage.refresh(&journal)["outcome"], "unchanged");
    assert_eq!(asked().await, (members, 1), "nothing changed, and nobody was read");
    let newcomer = person("p7", "Grete Gross", "Learner");
    stage.control(json!({ "put": [newcomer], "remove": ["p2"] })).await;
    let done = stage.refresh(&journal);
    assert_eq!(
        (&done["outcome"], &done["joined"], &done["departed"]),
        (&json!("applied"), &json!(1), &json!(1)),
        "{done}"
    );
    assert_eq!(asked().await, (members + 1, 2));
    assert_eq!(stage.pupils(&journal), ["Aino", "Carl", "Doris", "Eva", "Frits", "Grete"]);
    assert_eq!(stage.refresh(&journal)["outcome"], "unchanged", "what was applied is not told again");
    assert_eq!(asked().await, (members + 1, 3));
}

/// The standard lets no system say how many people its pages will tell of: what came so far is shown, and no total is made up.
#[tokio::test(flavor = "multi_thread")]
async fn an_update_tells_the_pupils_so_far_and_makes_no_total_up() {
    let stage = Stage::open(&PUPILS).await;
    stage.control(json!({ "differences": false })).await;
    let mut browser = stage.broker.browser();
    stage.at_preview(&mut browser, "resource").await;
    browser.press("link-journal").await.unwrap();
    browser.press("show-journal").await.unwrap();
    let newcomer = person("p7", "Grete Gross", "Learner");
    stage.control(json!({ "put": [newcomer], "page_size": 2, "delay": 0.7 })).await;
    browser.press("update").await.unwrap();
    browser.press("update").await.unwrap();
    let mut told = Vec::new();
    while browser.page().has("#progress") {
        if browser.page().html.contains("Step 2 of 3") {
            told.push(browser.page().text("#pupils").unwrap_or_default());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        browser.press("look-again").await.unwrap();
    }
    assert!(told.iter().any(|text| text.ends_with(" pupils so far")), "{told:?}");
    assert!(told.iter().all(|text| text.is_empty() || text.ends_with(" so far")), "{told:?}");
}

/// A system without changes, or one that has forgotten since when, is read whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_system_without_changes_is_read_whole() {
    let stage = Stage::open(&PUPILS).await;
    stage.control(json!({ "differences": false })).await;
    let journal = stage.linked().await;
    let before = stage.report().await["members"].as_u64().unwrap();
    stage.control(json!({ "remove": ["p2"] })).await;
    let done = stage.refresh(&journal);
    assert_eq!(
        (&done["departed"], &done["missing"]),
        (&json!(0), &json!(1)),
        "who is not told of begins a clock: {done}"
    );
    // While it runs, everybody is read each time.
    stage.control(json!({ "differences": true })).await;
    stage.refresh(&journal);
    let report = stage.report().await;
    assert_eq!((&report["members"], &report["differences"]), (&json!(before + 2), &json!(0)), "{report}");
}

/// A no is a state, and nobody leaves by it; the next yes goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_course_that_may_be_read_no_longer_keeps_its_people() {
    let stage = Stage::open(&PUPILS).await;
    let journal = stage.linked().await;
    let pupils = stage.pupils(&journal);
    for (status, outcome, state) in [(403, "consent_withdrawn", "consent_withdrawn"), (404, "gone", "gone")] {
        stage.control(json!({ "refuse": status })).await;
        assert_eq!(stage.refresh(&journal)["outcome"], outcome);
        assert_eq!((&stage.journals()[0]["state"], stage.pupils(&journal)), (&json!(state), pupils.clone()));
    }
    stage.control(json!({ "refuse": null })).await;
    stage.refresh(&journal);
    assert_eq!(stage.journals()[0]["state"], "linked");
}
