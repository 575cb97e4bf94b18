//! Deployments: each has its own courses, and one that was taken out is neither read nor believed any more.

use koppel::demo::browser::Browser;
use serde_json::{Value, json};

use super::{ANU, Stage, desks};

/// Their given names are their order; whoever leaves is few enough for no guard to mind.
const PUPILS: [(&str, &str); 6] = [
    ("p1", "Aino Aas"),
    ("p2", "Berit Berg"),
    ("p3", "Carl Cool"),
    ("p4", "Doris Daal"),
    ("p5", "Eva Elm"),
    ("p6", "Frits Fors"),
];
const ALL: [&str; 6] = ["Aino", "Berit", "Carl", "Doris", "Eva", "Frits"];
const WITHOUT_BERIT: [&str; 5] = ["Aino", "Carl", "Doris", "Eva", "Frits"];

/// The page says that the place is not set up, and nothing goes on from it.
fn not_deployed(browser: &Browser, why: &str) {
    let page = browser.page();
    let says = page.text("h1").as_deref() == Some("This link does not work any more");
    assert_eq!((page.status, says, page.has("#sign-in")), (403, true, false), "{why}: {}", page.html);
}

fn state(stage: &Stage, journal: &str) -> Value {
    stage.journals().into_iter().find(|row| row["id"] == journal).unwrap()["state"].clone()
}

/// What the system was asked for its members so far.
async fn asked(stage: &Stage) -> (Value, Value) {
    let report = stage.report().await;
    (report["members"].clone(), report["differences"].clone())
}

/// The id of a course is unique within its deployment only.
#[tokio::test(flavor = "multi_thread")]
async fn one_course_id_in_two_deployments_is_two_journals() {
    for desk in desks().await {
        let stage = Stage::on(desk, &PUPILS).await;
        stage.deploy(&["1", "2"]);
        let first = stage.linked_from("1").await;
        stage.control(json!({ "remove": ["p2"] })).await;
        let second = stage.linked_from("2").await;
        assert_ne!(first, second);
        assert_eq!(stage.journals().len(), 2);
        assert_eq!(stage.pupils(&first), ALL, "what the other one read changed nothing here");
        assert_eq!(stage.pupils(&second), WITHOUT_BERIT);
        // Ending one ends nothing of the other.
        let done = stage.broker.desk.run(&format!("journal end {second} --reason mistake"));
        assert_eq!(done.code, 0, "{}", done.err);
        assert_eq!(state(&stage, &first), "linked");
        assert_eq!(stage.pupils(&first), ALL);
    }
}

/// Its journals are not read any more, and nobody leaves them by that; the other deployment's go on.
#[tokio::test(flavor = "multi_thread")]
async fn journals_of_a_deployment_that_was_taken_out_stay_as_they_are() {
    for desk in desks().await {
        let stage = Stage::on(desk, &PUPILS).await;
        stage.deploy(&["1", "2"]);
        let (kept, gone) = (stage.linked_from("1").await, stage.linked_from("2").await);
        stage.deploy(&["1"]);
        stage.control(json!({ "remove": ["p2"] })).await;
        let before = asked(&stage).await;
        for _ in 0..2 {
            assert_eq!(stage.refresh(&gone)["outcome"], "consent_withdrawn");
        }
        assert_eq!(asked(&stage).await, before, "the system was not even asked");
        assert_eq!(state(&stage, &gone), "consent_withdrawn");
        assert_eq!(stage.pupils(&gone), ALL);
        assert_eq!(stage.refresh(&kept)["outcome"], "applied");
        assert_eq!(stage.pupils(&kept), WITHOUT_BERIT);
        stage.deploy(&["1", "2"]);
        stage.refresh(&gone);
        assert_eq!(state(&stage, &gone), "linked");
        // It is read whole, and who is missing from one reading has not left.
        assert_eq!(stage.pupils(&gone), ALL);
    }
}

/// Whoever opens us from there, and whether the login request says from where or only the token does.
#[tokio::test(flavor = "multi_thread")]
async fn launches_of_a_deployment_that_was_taken_out_are_refused_with_a_page_that_says_so() {
    for desk in desks().await {
        let stage = Stage::on(desk, &PUPILS).await;
        stage.deploy(&["1", "2"]);
        let mut waiting = stage.broker.browser();
        stage.control(json!({ "deployment": "2" })).await;
        stage.launch(&mut waiting, ANU, "resource").await;
        assert!(waiting.page().has("#sign-in"), "{}", waiting.page().html);
        stage.deploy(&["1"]);
        for user in [ANU, "p1"] {
            let mut browser = stage.broker.browser();
            stage.up_to_form(&mut browser, user, "resource").await;
            not_deployed(&browser, "the login request");
        }
        // One that was verified before is worth nothing now.
        let launch = waiting.page().url().unwrap().to_string();
        waiting.open(&launch).await.unwrap();
        assert_eq!((waiting.page().status, waiting.page().has("#sign-in")), (400, false), "{}", waiting.page().html);
        let claim = "https://purl.imsglobal.org/spec/lti/claim/deployment_id";
        stage.control(json!({ "deployment": "1", "claims": { claim: "2" } })).await;
        for user in [ANU, "p1"] {
            let mut browser = stage.broker.browser();
            stage.launch(&mut browser, user, "resource").await;
            not_deployed(&browser, "the token");
        }
        assert_eq!(stage.journals().len(), 0);
    }
}
