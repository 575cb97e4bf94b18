//! What a launch is not: replayed, another browser's, another's, or a pupil's.

use koppel::demo::browser::Browser;
use serde_json::{Value, json};

use super::{ANU, Stage, field};

const CLAIM: &str = "https://purl.imsglobal.org/spec/lti/claim";

/// Nothing came of a launch: the page says no, and there is no journal and no sign-in to go on with.
fn refused(browser: &Browser, status: u16, why: &str) {
    let page = browser.page();
    assert_eq!((page.status, page.has("#sign-in")), (status, false), "{why}: {}", page.html);
}

/// Signature, names, times and kind of a launch are each looked at.
#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_is_not_as_it_should_be_is_refused() {
    let stage = Stage::open(&[]).await;
    let claim = |name: &str, value: Value| json!({ "claims": { format!("{CLAIM}/{name}"): value } });
    let services = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice";
    let table = [
        ("audience", json!({ "claims": { "aud": "other", "azp": "other" } })),
        ("two audiences", json!({ "claims": { "aud": ["koppel", "other"], "azp": "other" } })),
        ("issuer", json!({ "claims": { "iss": "https://other.example" } })),
        ("nonce", json!({ "claims": { "nonce": "another" } })),
        ("subject", json!({ "claims": { "sub": "" } })),
        ("kind", claim("message_type", json!("LtiSubmissionReviewRequest"))),
        ("version", claim("version", json!("1.1"))),
        ("target", claim("target_link_uri", json!("https://other.example/"))),
        ("no members", json!({ "claims": { services: null } })),
        ("members elsewhere", json!({ "members_url": "http://127.0.0.1:9/members" })),
        ("ended", json!({ "lasts": -400 })),
        ("unknown key", json!({ "kid": "another" })),
        ("no signature", json!({ "alg": "none" })),
    ];
    let members_url = format!("{}/members", stage.lms);
    let usual = json!({ "claims": {}, "lasts": 300, "kid": null, "alg": "RS256", "members_url": members_url });
    for (why, order) in table {
        stage.control(order).await;
        let mut browser = stage.broker.browser();
        stage.launch(&mut browser, ANU, "resource").await;
        refused(&browser, 502, why);
        assert_eq!(browser.page().path(), "/upstream/lms/lti/continue", "{why}");
        stage.control(usual.clone()).await;
    }
    let mut browser = stage.broker.browser();
    stage.launch(&mut browser, ANU, "resource").await;
    assert!(browser.page().has("#sign-in"), "{}", browser.page().html);
    assert_eq!(stage.report().await["elsewhere"], 0);
}

/// A token is good once: neither again, nor for another question.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_used_is_refused() {
    let stage = Stage::open(&[]).await;
    let mut browser = stage.broker.browser();
    stage.up_to_form(&mut browser, ANU, "resource").await;
    let (token, asked) = (field(&browser, "id_token"), field(&browser, "state"));
    browser.press("launch").await.unwrap();
    assert!(browser.page().has("#sign-in"), "{}", browser.page().html);
    let launch = format!("{}/upstream/lms/lti/launch", stage.broker.issuer);
    browser.send(&launch, &[("id_token", &token), ("state", &asked)]).await.unwrap();
    refused(&browser, 400, "again");
    browser.open(&format!("{}/upstream/lms/lti/continue?state={asked}", stage.broker.issuer)).await.unwrap();
    refused(&browser, 400, "its address again");
    stage.up_to_form(&mut browser, ANU, "resource").await;
    let fresh = field(&browser, "state");
    browser.send(&launch, &[("id_token", &token), ("state", &fresh)]).await.unwrap();
    refused(&browser, 502, "for another question");
    browser.send(&launch, &[("id_token", &token), ("state", "made-up")]).await.unwrap();
    refused(&browser, 400, "for no question");
    browser.send(&launch, &[("error", "login_required"), ("state", &fresh)]).await.unwrap();
    refused(&browser, 400, "for one that was answered");
}

/// What one browser asked for, another cannot use; the first one still can.
#[tokio::test(flavor = "multi_thread")]
async fn a_launch_of_another_browser_is_refused() {
    let stage = Stage::open(&[]).await;
    let (mut browser, mut other) = (stage.broker.browser(), stage.broker.browser());
    stage.up_to_form(&mut browser, ANU, "resource").await;
    browser.stop_before = Some("/upstream/lms/lti/continue".to_owned());
    browser.press("launch").await.unwrap();
    let held = browser.held.take().expect("it goes on to an address of ours");
    other.open(held.as_str()).await.unwrap();
    refused(&other, 400, "another browser");
    browser.open(held.as_str()).await.unwrap();
    assert!(browser.page().has("#sign-in"), "{}", browser.page().html);
    let launch = browser.page().url().unwrap().to_string();
    other.open(&launch).await.unwrap();
    refused(&other, 400, "another browser's launch");
}

/// Another site's form comes without our cookies; its answer neither wants one nor takes one away.
#[tokio::test(flavor = "multi_thread")]
async fn the_forms_of_a_system_need_no_cookie_and_set_none() {
    let stage = Stage::open(&[]).await;
    let mut browser = stage.broker.browser();
    stage.up_to_form(&mut browser, ANU, "resource").await;
    let fields = ["id_token", "state"].map(|name| (name, field(&browser, name)));
    let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let post = |path: &str, body: String| {
        let request = http.post(format!("{}/upstream/lms/lti/{path}", stage.broker.issuer)).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.header("origin", &stage.lms).header("sec-fetch-site", "cross-site").send()
    };
    for (path, body) in [("launch", body), ("login", "iss=x&login_hint=y&other=z".to_owned())] {
        let answer = post(path, body).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers().get("set-cookie")), (303, None), "{path}");
        assert!(!answer.headers()["location"].to_str().unwrap().contains("other"), "{path}");
    }
    // No other form of other sites is let through.
    assert_eq!(post("continue", String::new()).await.unwrap().status().as_u16(), 403);
}

/// A login request of another system or client goes nowhere.
#[tokio::test(flavor = "multi_thread")]
async fn a_login_request_of_somebody_else_goes_nowhere() {
    let stage = Stage::open(&[]).await;
    let iss = url::form_urlencoded::byte_serialize(stage.lms.as_bytes()).collect::<String>();
    for (query, parameter) in [
        ("login_hint=a".to_owned(), "iss"),
        (format!("iss={iss}"), "login_hint"),
        ("iss=https%3A%2F%2Fother.example&login_hint=a".to_owned(), "iss"),
        (format!("iss={iss}&iss={iss}&login_hint=a"), "iss"),
        (format!("iss={iss}&login_hint=a&client_id=other"), "client_id"),
        (format!("iss={iss}&login_hint=a&target_link_uri=https%3A%2F%2Fother.example"), "target_link_uri"),
    ] {
        let mut browser = stage.broker.browser();
        browser.open(&format!("{}/upstream/lms/lti/login?{query}", stage.broker.issuer)).await.unwrap();
        let page = browser.page();
        assert_eq!((page.status, page.html.contains(parameter)), (400, true), "{query}: {}", page.html);
    }
    let mut browser = stage.broker.browser();
    browser.open(&format!("{}/upstream/nobody/lti/login?iss={iss}", stage.broker.issuer)).await.unwrap();
    assert_eq!(browser.page().status, 404);
}

/// Only who teaches the course brings it. What a pupil's launch leads to: `pupils`.
#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_s_launch_brings_no_journal() {
    let stage = Stage::open(&[("p1", "Mari Tamm")]).await;
    for (kind, status) in [("resource", 200), ("deep", 403)] {
        let mut browser = stage.broker.browser();
        stage.launch(&mut browser, "p1", kind).await;
        refused(&browser, status, kind);
    }
    // Who calls themselves a teacher in the token and is none among the members is none.
    let instructor = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor";
    stage.control(json!({ "claims": { format!("{CLAIM}/roles"): [instructor] } })).await;
    let mut browser = stage.broker.browser();
    stage.launch(&mut browser, "p1", "resource").await;
    refused(&browser, 403, "among the members");
    assert_eq!(stage.journals().len(), 0);
}

/// What is kept of a verified launch is no secret format: written into an address it is nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_somebody_wrote_is_none() {
    let stage = Stage::open(&[("p1", "Mari Tamm")]).await;
    let written = json!({
        "token": "x", "subject": ANU, "name": { "given": "Anu", "family": "Kallas" }, "email": null, "deployment": "1",
        "context": { "id": "course-7" }, "members": format!("{}/members", stage.lms), "deep_linking": null,
    });
    let token = url::form_urlencoded::byte_serialize(written.to_string().as_bytes()).collect::<String>();
    let mut browser = stage.broker.browser();
    browser.open(&format!("{}/upstream/lms/journal?token={token}", stage.broker.issuer)).await.unwrap();
    refused(&browser, 404, "written by hand");
    assert_eq!(stage.report().await["members"], 0);
}
