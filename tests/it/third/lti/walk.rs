//! The whole way: launched, claimed, looked at, linked, told.

use serde_json::json;

use super::{ANU, Stage};

const PUPILS: [(&str, &str); 3] = [("p1", "Mari Tamm"), ("p2", "Jaan Mets"), ("p3", "Elsa Lill")];

/// A teacher opens us in their course, claims the account of before, sees the class, and the course gets its link.
#[tokio::test(flavor = "multi_thread")]
async fn deep_linking_brings_the_class_to_the_platform_and_the_link_into_the_course() {
    let stage = Stage::open(&PUPILS).await;
    let mut browser = stage.broker.browser();
    stage.at_preview(&mut browser, "deep").await;
    let page = browser.page();
    assert!(page.has("#link-journal") && page.html.contains("5A matemaatika"), "{}", page.html);
    // Mari has an account of that name there; the others were never there.
    let counts = ["linked", "waiting", "new"].map(|state| page.text(&format!("#seats-{state} .count")));
    assert_eq!(counts.map(Option::unwrap_or_default), ["1", "1", "3"], "{}", page.html);
    assert_eq!(stage.journals().len(), 0, "the preview writes nothing");
    let page = browser.press("link-journal").await.unwrap();
    assert!(page.has("#go-back"), "{}", page.html);
    let policy = browser.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains(&format!("form-action 'self' {};", stage.lms)), "{policy}");
    let page = browser.press("go-back").await.unwrap();
    assert!(page.html.contains("The link is in the course"), "{}", page.html);
    let report = stage.report().await;
    let launch_url = format!("{}/upstream/lms/lti/launch", stage.broker.issuer);
    assert_eq!(
        (&report["items"], &report["data"]),
        (
            &json!([{ "type": "ltiResourceLink", "title": "5A matemaatika", "url": launch_url }]),
            &json!({ "kept": "as it was" })
        )
    );
    let journal = &stage.journals()[0];
    assert_eq!((&journal["school"], &journal["external_id"]), (&json!("ehis:1"), &json!("1/course-7")));
    assert_eq!(stage.pupils(journal["id"].as_str().unwrap()), ["Elsa", "Jaan", "Mari"]);
    // The link in the course leads to the journal, and nobody asks again while she is signed in.
    stage.launch(&mut browser, ANU, "resource").await;
    let page = browser.page();
    assert_eq!((page.status, page.text("h1").as_deref()), (200, Some("5A matemaatika")), "{}", page.html);
}

/// Systems that ask by a form send no cookie of ours along: the browser is bound at the step after it.
#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_begins_by_a_form_goes_the_same_way() {
    let stage = Stage::open(&PUPILS).await;
    stage.control(json!({ "by_form": true })).await;
    let mut browser = stage.broker.browser();
    stage.up_to_form(&mut browser, ANU, "resource").await;
    browser.press("launch").await.unwrap();
    assert!(browser.page().url().unwrap().as_str().starts_with(&stage.lms), "{}", browser.page().html);
    browser.press("launch").await.unwrap();
    assert!(browser.page().has("#sign-in"), "{}", browser.page().html);
}

/// A launch says who opened us there. Nobody is signed in by it before they press a button, and no second time by the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_launch_makes_no_session_and_its_word_is_good_for_one_sign_in() {
    let stage = Stage::open(&PUPILS).await;
    stage.linked().await;
    let mut browser = stage.broker.browser();
    stage.launch(&mut browser, ANU, "resource").await;
    let (issuer, launch) = (stage.broker.issuer.parse().unwrap(), browser.page().url().unwrap().to_string());
    assert_eq!(browser.cookie(&issuer, "koppel-session"), None);
    browser.press("sign-in").await.unwrap();
    assert!(browser.cookie(&issuer, "koppel-session").is_some(), "{}", browser.page().html);
    browser.open(&format!("{}/settings/opiq/integrations", stage.broker.issuer)).await.unwrap();
    browser.press("sign-out").await.unwrap();
    let page = browser.open(&launch).await.unwrap();
    assert!(page.has("#sign-in"), "{}", page.html);
    let page = browser.press("sign-in").await.unwrap();
    assert_eq!((page.status, browser.cookie(&issuer, "koppel-session")), (400, None), "{}", browser.page().html);
}
