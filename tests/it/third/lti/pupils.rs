//! Pupils open us from their course: on their way into a platform, or before that.

use koppel::demo::browser::Browser;
use serde_json::{Value, json};

use super::{ANU, Stage, desks, field};
use crate::cli::desk::Desk;
use crate::third::scripts::{Script, go, held};

const PUPILS: [(&str, &str); 2] = [("p2", "Jaan Mets"), ("p3", "Elsa Lill")];

/// A class whose accounts the roster bore, and a platform that wants somebody signed in.
async fn scene() -> (Stage, Script) {
    scene_at(Desk::with_platform()).await
}

async fn scene_at(desk: Desk) -> (Stage, Script) {
    let stage = Stage::on(desk, &PUPILS).await;
    stage.linked().await;
    let script = Script::node(&stage.broker);
    (stage, script)
}

/// From the platform to whatever its sign-in with the system leads to.
async fn on_the_way(browser: &mut Browser, request: &Value) {
    go(browser, request).await;
    browser.press("upstream-lms").await.unwrap();
}

fn has(browser: &Browser, id: &str, name: &str) {
    let page = browser.page();
    assert!(page.has(&format!("#{id}")) && page.html.contains(name), "{id} {name}: {}", page.html);
}

/// The fields that every form of a login has.
fn hidden(browser: &Browser) -> [(&'static str, String); 2] {
    ["csrf", "attempt"].map(|name| (name, field(browser, name)))
}

/// Sends a form that the page has, or should not have.
async fn send(stage: &Stage, browser: &mut Browser, (path, hidden): (&str, &[(&str, String)]), more: &[(&str, &str)]) {
    let fields = hidden.iter().map(|(name, value)| (*name, value.as_str()));
    let fields: Vec<(&str, &str)> = fields.chain(more.iter().copied()).collect();
    browser.send(&format!("{}{path}", stage.broker.issuer), &fields).await.unwrap();
}

fn session(stage: &Stage, browser: &Browser) -> Option<String> {
    browser.cookie(&stage.broker.issuer.parse().unwrap(), "koppel-session")
}

/// Whose account a roster bore, signs in to that account: first the platform and then the course, or the other way round.
#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_of_the_roster_signs_in_by_opening_the_course() {
    for desk in desks().await {
        let (stage, mut script) = scene_at(desk).await;
        let (mut browser, before) = (stage.broker.browser(), stage.accounts());
        on_the_way(&mut browser, &script.tell("{}")).await;
        has(&browser, "opening", "Moodle");
        stage.launch(&mut browser, "p2", "resource").await;
        has(&browser, "opened-yes", "Jaan Mets");
        assert_eq!(
            (session(&stage, &browser), browser.held.is_none()),
            (None, true),
            "nobody is signed in by a launch"
        );
        browser.press("opened-yes").await.unwrap();
        browser.press("question-no").await.unwrap();
        let signed = script.tell(&held(&mut browser));
        let said = (&signed["userinfo"]["name"], &signed["acr"]);
        assert_eq!(said, (&json!("Jaan Mets"), &json!("urn:koppel:upstream:lms")), "{signed}");
        assert_eq!(stage.accounts(), before, "it is the account that the roster bore");
        script.tell("{}");

        let mut browser = stage.broker.browser();
        stage.launch(&mut browser, "p2", "resource").await;
        has(&browser, "platform-opiq", "Jaan Mets");
        assert_eq!((browser.page().path(), session(&stage, &browser)), ("/upstream/lms/lti/opened", None));
        on_the_way(&mut browser, &script.tell("{}")).await;
        has(&browser, "opened-yes", "Jaan Mets");
        browser.press("opened-yes").await.unwrap();
        let again = script.tell(&held(&mut browser));
        assert_eq!((&again["sub"], stage.accounts()), (&signed["sub"], before));
    }
}

/// What the system said is good in the browser that it was said to, once, and for who says that it is them.
#[tokio::test(flavor = "multi_thread")]
async fn the_word_of_the_system_is_good_once_and_in_one_browser() {
    let (stage, mut script) = scene().await;
    let (mut browser, mut other) = (stage.broker.browser(), stage.broker.browser());
    let request = script.tell("{}");
    stage.launch(&mut browser, "p2", "resource").await;
    on_the_way(&mut other, &request).await;
    has(&other, "opening", "Moodle");
    on_the_way(&mut browser, &request).await;
    has(&browser, "opened-no", "Jaan Mets");
    browser.press("opened-no").await.unwrap();
    has(&browser, "opening", "Moodle");
    on_the_way(&mut browser, &request).await;
    has(&browser, "opening", "Moodle");
    // The newest counts, and the one before is forgotten.
    for (user, name) in [("p2", "Jaan Mets"), ("p3", "Elsa Lill")] {
        stage.launch(&mut browser, user, "resource").await;
        has(&browser, "opened-yes", name);
    }
    assert!(!browser.page().html.contains("Jaan"), "{}", browser.page().html);
    let fields = hidden(&browser);
    let (form, yes) = (("/login/opened", fields.as_slice()), [("answer", "yes")]);
    let theirs = [("csrf", field(&other, "csrf")), fields[1].clone()];
    send(&stage, &mut other, ("/login/opened", theirs.as_slice()), &yes).await;
    assert_eq!(other.page().status, 400, "another browser's: {}", other.page().html);
    send(&stage, &mut browser, form, &yes).await;
    has(&browser, "question-no", "Elsa Lill");
    send(&stage, &mut browser, form, &yes).await;
    assert_eq!(browser.page().status, 400, "the same button again: {}", browser.page().html);
}

/// Who cannot be asked whether it is them, who neither teaches nor learns, and who asks for what is a teacher's.
#[tokio::test(flavor = "multi_thread")]
async fn a_launch_that_says_nobody_s_name_leads_to_no_sign_in() {
    let (stage, mut script) = scene().await;
    let request = script.tell("{}");
    let mentor = "http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor";
    let roles = "https://purl.imsglobal.org/spec/lti/claim/roles";
    for (kind, claims, title) in [
        ("resource", json!({ "name": null }), "Moodle does not say who you are"),
        ("resource", json!({ "name": " " }), "Moodle does not say who you are"),
        ("resource", json!({ roles: [mentor] }), "You do not teach this journal"),
        ("deep", json!({}), "You do not teach this journal"),
    ] {
        stage.control(json!({ "claims": claims })).await;
        let mut browser = stage.broker.browser();
        on_the_way(&mut browser, &request).await;
        stage.launch(&mut browser, "p2", kind).await;
        let page = browser.page();
        assert_eq!((page.status, page.text("h1").as_deref()), (403, Some(title)), "{claims}: {}", page.html);
        on_the_way(&mut browser, &request).await;
        has(&browser, "opening", "Moodle");
    }
}

/// Nothing of ours is changed by the word of a system that may have been left open, and nobody proves an account by it.
#[tokio::test(flavor = "multi_thread")]
async fn the_system_opens_no_settings_and_proves_no_account() {
    let (stage, mut script) = scene().await;
    let mut browser = stage.broker.browser();
    browser.open(&format!("{}/settings/opiq/integrations", stage.broker.issuer)).await.unwrap();
    assert!(browser.page().has("#password-submit") && !browser.page().has("#upstream-lms"), "{}", browser.page().html);
    let (fields, lms) = (hidden(&browser), ("upstream", "lms"));
    send(&stage, &mut browser, ("/login/depart", fields.as_slice()), &[lms]).await;
    assert_eq!(browser.page().status, 404, "settings: {}", browser.page().html);
    on_the_way(&mut browser, &script.tell("{}")).await;
    stage.launch(&mut browser, "p2", "resource").await;
    browser.press("opened-yes").await.unwrap();
    browser.press("question-yes").await.unwrap();
    assert!(browser.page().has("#claim-submit") && !browser.page().has("#upstream-lms"), "{}", browser.page().html);
    let fields = hidden(&browser);
    send(&stage, &mut browser, ("/login/depart", fields.as_slice()), &[lms, ("proof", "yes")]).await;
    assert_eq!(browser.page().status, 404, "a proof: {}", browser.page().html);
}

/// A teacher on the way into a platform goes on there; otherwise a launch leads to the journal.
#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_who_is_on_the_way_in_goes_on_there() {
    let (stage, mut script) = scene().await;
    let mut browser = stage.broker.browser();
    on_the_way(&mut browser, &script.tell("{}")).await;
    stage.launch(&mut browser, ANU, "deep").await;
    assert!(browser.page().has("#sign-in"), "deep linking is for the journal: {}", browser.page().html);
    stage.launch(&mut browser, ANU, "resource").await;
    has(&browser, "opened-yes", "Anu Kallas");
    browser.press("opened-yes").await.unwrap();
    let signed = script.tell(&held(&mut browser));
    assert_eq!(signed["userinfo"]["name"], "Anu Kallas", "{signed}");
}
