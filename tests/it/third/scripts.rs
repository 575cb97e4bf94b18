//! Platforms that are scripts: they say where the browser shall go, and are told where it came out.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

use koppel::demo::browser::Browser;
use serde_json::Value;

use super::broker::{BYE, Broker, CALLBACK, SECRET, SUB, Way, type_password};
use super::child::Running;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A script that runs; every line it prints is one JSON object.
pub struct Script {
    lines: Lines<BufReader<ChildStdout>>,
    input: ChildStdin,
    _running: Running,
}

impl Script {
    /// `program script ISSUER CLIENT_ID CLIENT_SECRET REDIRECT_URI POST_LOGOUT_REDIRECT_URI`.
    pub fn start(program: &str, script: &str, broker: &Broker) -> Self {
        let mut command = Command::new(format!("{ROOT}/{program}"));
        command.arg(format!("{ROOT}/{script}")).args([&broker.issuer, "web", SECRET, CALLBACK, BYE]);
        command.env("NODE_EXTRA_CA_CERTS", broker.authority.ca()).env("REQUESTS_CA_BUNDLE", broker.authority.ca());
        if broker.way == Way::Plain {
            command.env("AUTHLIB_INSECURE_TRANSPORT", "1");
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{program}: {error}; hint: tests/run.sh installs it"));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { lines, input: child.stdin.take().unwrap(), _running: Running(child) }
    }

    /// openid-client.
    pub fn node(broker: &Broker) -> Self {
        Self::start("tests/node_modules/.bin/node", "tests/node/site.mjs", broker)
    }

    /// Its next word.
    pub fn hear(&mut self) -> Value {
        let line = self.lines.next().expect("the script ended; what it said is above").unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("not JSON: {line}"))
    }

    /// Tells it something and hears what it makes of that.
    pub fn tell(&mut self, line: &str) -> Value {
        writeln!(self.input, "{line}").unwrap();
        self.hear()
    }
}

/// Opens the address in a script's word and stops where the platform would be.
pub async fn go(browser: &mut Browser, said: &Value) {
    browser.stop_before = Some("/third".to_owned());
    browser.held = None;
    browser.open(said["go"].as_str().unwrap()).await.unwrap();
}

/// Where the browser came out.
pub fn held(browser: &mut Browser) -> String {
    let held = browser.held.take();
    held.unwrap_or_else(|| panic!("it is not at the platform: {}", browser.page().html)).to_string()
}

async fn whole_life(mut script: Script, broker: &Broker) {
    let mut browser = broker.browser();
    let request = script.tell("{}");
    go(&mut browser, &request).await;
    type_password(&mut browser).await;
    let signed = script.tell(&held(&mut browser));
    let subs = [&signed["sub"], &signed["userinfo"]["sub"], &signed["renewedSub"]];
    assert_eq!(subs.map(|sub| sub.as_str()), [Some(SUB); 3], "{signed}");
    assert_eq!(signed["userinfo"]["name"], "Mari Tamm");
    assert_eq!((&signed["isRotated"], &signed["active"]), (&true.into(), &true.into()), "{signed}");
    go(&mut browser, &signed).await;
    assert_eq!(held(&mut browser), format!("{BYE}?state=bye"));
    let after = script.tell("{}");
    assert_eq!((&after["refreshError"], &after["active"]), (&"invalid_grant".into(), &false.into()), "{after}");
    // What the browser keeps of the broker cannot come from another host or in the clear.
    let prefix = if broker.way == Way::Tls { "__Host-" } else { "" };
    let kept = browser.cookie(&broker.issuer.parse().unwrap(), &format!("{prefix}koppel-browser"));
    assert!(kept.is_some(), "{:?}", broker.way);
    // The browser is signed out, too: the same question leads to the login page.
    go(&mut browser, &request).await;
    assert!(browser.page().has("#password-submit"), "{}", browser.page().html);
}

/// B1, L1: certified npm openid-client logs in, asks userinfo, refreshes, and logs out.
#[tokio::test(flavor = "multi_thread")]
async fn openid_client_lives_a_whole_life_in_the_clear_and_over_tls() {
    for way in [Way::Plain, Way::Tls] {
        let broker = Broker::start(way, CALLBACK, BYE);
        whole_life(Script::node(&broker), &broker).await;
    }
}

/// B1, L1: the same with `PyPI` authlib, which validates the ID token by its own lights.
#[tokio::test(flavor = "multi_thread")]
async fn authlib_lives_a_whole_life_in_the_clear_and_over_tls() {
    for way in [Way::Plain, Way::Tls] {
        let broker = Broker::start(way, CALLBACK, BYE);
        whole_life(Script::start("target/python/bin/python", "tests/python/site.py", &broker), &broker).await;
    }
}
