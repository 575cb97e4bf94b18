//! npm oidc-provider, a certified upstream, with pages of its own.

use std::process::{Command, Stdio};

use koppel::demo::browser::{Browser, Page};
use scraper::{Html, Selector};
use serde_json::{Value, json};

use super::authority::Authority;
use super::broker::{BYE, Broker, CALLBACK, Way};
use super::child::{Running, free_port};
use super::scripts::{Script, go, held};

/// What the broker and the upstream share, in a scene of their own.
pub const SHARED: &str = "upstream-secret-0123456789abcdef";

/// The upstream; ends with the test.
pub struct Upstream {
    pub issuer: String,
    pub running: Running,
}

impl Upstream {
    /// With the client `koppel` that may come back to `redirect`.
    pub fn start(way: Way, authority: &Authority, redirect: &str) -> Self {
        let port = free_port();
        // The cookies of a host belong to all its ports: the broker is 127.0.0.1.
        let issuer = format!("{}://localhost:{port}", if way == Way::Tls { "https" } else { "http" });
        let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node_modules/.bin/node"));
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node/upstream.mjs"));
        command.args([&issuer, &port.to_string(), "koppel", SHARED, redirect]);
        if way == Way::Tls {
            command.arg(authority.server());
        }
        command.stdin(Stdio::null());
        Self { issuer, running: Running::start(command, port) }
    }
}

/// What the upstream's page asks: `login`, `consent`, or nothing.
fn asks(page: &Page) -> Option<String> {
    let document = Html::parse_document(&page.html);
    let prompt = Selector::parse("form input[name=prompt]").unwrap();
    document.select(&prompt).next()?.value().attr("value").map(str::to_owned)
}

/// Sends the only form of the upstream's page, with what was typed.
async fn send(browser: &mut Browser, typed: &[(&str, &str)]) {
    let page = browser.page().clone();
    let action = {
        let document = Html::parse_document(&page.html);
        let form = document.select(&Selector::parse("form").unwrap()).next().unwrap();
        page.url().unwrap().join(form.value().attr("action").unwrap()).unwrap()
    };
    let prompt = asks(&page).unwrap();
    let fields: Vec<(&str, &str)> = [("prompt", prompt.as_str())].into_iter().chain(typed.iter().copied()).collect();
    browser.send(action.as_str(), &fields).await.unwrap();
}

/// Answers whatever the upstream asks; tells what it was.
pub async fn answer_pages(browser: &mut Browser, login: &str) -> Vec<String> {
    let mut asked = Vec::new();
    while let Some(prompt) = asks(browser.page()).filter(|_| browser.held.is_none()) {
        let typed = [("login", login), ("password", "anything")];
        send(browser, if prompt == "login" { &typed } else { &[] }).await;
        asked.push(prompt);
        assert!(asked.len() < 4, "{asked:?}");
    }
    asked
}

/// A broker that knows the upstream as `kool`, whose word counts at the school.
fn stage(way: Way) -> (Broker, Upstream) {
    let broker = Broker::start(way, CALLBACK, BYE);
    let upstream = Upstream::start(way, &broker.authority, &format!("{}/upstream/kool/callback", broker.issuer));
    broker.desk.write("shared", SHARED);
    let add = format!("upstream add --kind oidc --id kool --name Kool --issuer {} --client-id koppel", upstream.issuer);
    broker.desk.write("settings.json", r#"{"profile": {"roles": "/roles"}}"#);
    broker.desk.json(&format!("{add} --client-secret-file shared --settings-file settings.json"));
    broker.desk.json("school enable ehis:1 --upstream kool --platform opiq");
    broker.desk.json("school change ehis:1 --platform opiq --new-accounts create");
    (broker, upstream)
}

/// One sign-in from the platform's click to its tokens; tells what the upstream asked.
async fn sign_in(script: &mut Script, browser: &mut Browser, extra: &Value) -> (Vec<String>, Value) {
    let request = script.tell(&extra.to_string());
    go(browser, &request).await;
    browser.press("upstream-kool").await.unwrap();
    let asked = answer_pages(browser, "oliver").await;
    if browser.held.is_none() && browser.page().has("#question-no") {
        browser.press("question-no").await.unwrap();
    }
    let back = held(browser);
    (asked, script.tell(&back))
}

/// B1: login and consent at a certified upstream, a silent second time on the same account, and a fresh third time.
#[tokio::test(flavor = "multi_thread")]
async fn certified_upstream_signs_a_person_in_onto_one_account() {
    for way in [Way::Plain, Way::Tls] {
        let (broker, _upstream) = stage(way);
        let (mut script, mut browser) = (Script::node(&broker), broker.browser());
        let (asked, first) = sign_in(&mut script, &mut browser, &json!({})).await;
        assert_eq!(
            (asked, &first["userinfo"]["name"]),
            (vec!["login".into(), "consent".into()], &json!("Oliver Teder"))
        );
        assert_eq!(first["acr"], "urn:koppel:upstream:kool");
        assert_eq!(first["userinfo"]["koppel:school"][0]["id"], "ehis:1", "{first}");
        script.tell("{}");
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await; // auth_time counts seconds
        let (asked, second) = sign_in(&mut script, &mut browser, &json!({})).await;
        assert_eq!((asked, &second["sub"]), (vec![], &first["sub"]), "the upstream knows this browser");
        assert_eq!(second["authTime"], first["authTime"], "nobody signed in anew");
        script.tell("{}");
        let was = first["authTime"].as_i64().unwrap();
        for extra in [json!({ "prompt": "login" }), json!({ "max_age": "0" })] {
            let (asked, fresh) = sign_in(&mut script, &mut browser, &extra).await;
            assert_eq!((asked, &fresh["sub"]), (vec!["login".to_owned()], &first["sub"]), "{extra}");
            assert!(fresh["authTime"].as_i64().unwrap() > was, "{extra}: {first} {fresh}");
            script.tell("{}");
        }
    }
}

/// A11: whoever finds a school system open in this browser cannot add a way in of their own to the account behind it.
#[tokio::test(flavor = "multi_thread")]
async fn settings_ask_a_certified_upstream_for_a_fresh_sign_in() {
    let (broker, _upstream) = stage(Way::Plain);
    let (mut script, mut browser) = (Script::node(&broker), broker.browser());
    sign_in(&mut script, &mut browser, &json!({})).await;
    browser.open(&format!("{}/settings/opiq/integrations", broker.issuer)).await.unwrap();
    browser.press("upstream-kool").await.unwrap();
    assert_eq!(answer_pages(&mut browser, "oliver").await, ["login"]);
    assert_eq!((browser.page().path(), browser.page().status), ("/settings/opiq/integrations", 200));
}
