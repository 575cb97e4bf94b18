//! `PyPI` lti1p3platform as the learning management system that opens us.

mod deployments;
mod members;
mod pupils;
mod refusals;
mod walk;

use std::process::{Command, Stdio};

use koppel::demo::browser::Browser;
use serde_json::{Value, json};

use super::broker::{BYE, Broker, CALLBACK, Way};
use super::child::{Running, free_port};
use crate::cli::desk::Desk;
use crate::support::ground::fresh_postgres;

/// The teacher's password.
pub const PASSWORD: &str = "kevadine-varsakabi-5";
/// The teacher at the system, with an account of before at the platform.
pub const ANU: &str = "anu";

/// A broker, and a system that it knows as `lms`.
pub struct Stage {
    pub broker: Broker,
    pub lms: String,
    _running: Running,
}

/// A desk on either engine, with platform and school.
pub async fn desks() -> [Desk; 2] {
    [Desk::new(), Desk::on(&fresh_postgres().await)].map(Desk::furnished)
}

/// Somebody of the course.
pub fn person(id: &str, name: &str, role: &str) -> Value {
    json!({ "user_id": id, "name": name, "roles": [role] })
}

impl Stage {
    /// With a course of two teachers and these pupils.
    pub async fn open(pupils: &[(&str, &str)]) -> Self {
        Self::on(Desk::with_platform(), pupils).await
    }

    /// The same at a desk that has platform and school.
    pub async fn on(desk: Desk, pupils: &[(&str, &str)]) -> Self {
        let broker = Broker::on(desk, Way::Plain, CALLBACK, BYE);
        let port = free_port();
        // The cookies of a host belong to all its ports: the broker is 127.0.0.1.
        let lms = format!("http://localhost:{port}");
        let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/target/python/bin/python"));
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/lms.py"));
        command.args([port.to_string().as_str(), &broker.issuer, "lms"]).stdin(Stdio::null());
        let stage = Self { lms, broker, _running: Running::start(command, port) };
        stage.set_up();
        let teachers = [person(ANU, "Anu Kallas", "Instructor"), person("uku", "Uku Raud", "Instructor")];
        let pupils = pupils.iter().map(|(id, name)| person(id, name, "Learner"));
        stage.control(json!({ "put": teachers.into_iter().chain(pupils).collect::<Vec<_>>() })).await;
        stage
    }

    fn set_up(&self) {
        let (desk, lms) = (&self.broker.desk, &self.lms);
        self.write_settings(&["1"]);
        let add = format!("upstream add --kind lti --id lms --name Moodle --issuer {lms} --client-id koppel");
        desk.json(&format!("{add} --settings-file settings.json"));
        desk.json("platform change --id opiq --home-url https://opiq.example/");
        desk.json("school enable ehis:1 --upstream lms --platform opiq");
        desk.json("school change ehis:1 --platform opiq --new-accounts create");
        let account = "account add --platform opiq --username anu.kallas --given-name Anu --family-name Kallas";
        let account = format!("{account} --school ehis:1 --role teacher --external-id 7 --password-file -");
        desk.run_with(&account, PASSWORD).json();
    }

    fn write_settings(&self, deployments: &[&str]) {
        let deployments: Value = deployments.iter().map(|id| ((*id).to_owned(), json!("ehis:1"))).collect();
        let settings = json!({
            "auth_url": "/auth", "token_url": "/token", "jwks_url": "/jwks",
            "deployments": deployments, "roster_subject": "same_as_login",
        });
        self.broker.desk.write("settings.json", &settings.to_string());
    }

    /// The school's deployments are these from now on, and no others.
    pub fn deploy(&self, deployments: &[&str]) {
        self.write_settings(deployments);
        let done = self.broker.desk.run("upstream change --id lms --settings-file settings.json");
        assert_eq!(done.code, 0, "{}", done.err);
    }

    /// Changes what the system is or does.
    pub async fn control(&self, order: Value) {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = http.post(format!("{}/control", self.lms)).body(order.to_string()).send().await.unwrap();
        assert!(answer.status().is_success(), "{order}");
    }

    /// What happened at the system.
    pub async fn report(&self) -> Value {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = http.get(format!("{}/report", self.lms)).send().await.unwrap();
        serde_json::from_str(&answer.text().await.unwrap()).unwrap()
    }

    /// Somebody opens the tool in the course: up to the form that brings the ID token.
    pub async fn up_to_form(&self, browser: &mut Browser, user: &str, kind: &str) {
        browser.open(&format!("{}/open?user={user}&kind={kind}", self.lms)).await.unwrap();
    }

    /// The same, and on to wherever the launch leads.
    pub async fn launch(&self, browser: &mut Browser, user: &str, kind: &str) {
        self.up_to_form(browser, user, kind).await;
        browser.press("launch").await.unwrap();
    }

    /// Anu launches, and claims her account where she has to.
    pub async fn at_preview(&self, browser: &mut Browser, kind: &str) {
        self.launch(browser, ANU, kind).await;
        assert!(browser.page().has("#sign-in"), "{}", browser.page().html);
        browser.press("sign-in").await.unwrap();
        if browser.page().has("#question-yes") {
            browser.press("question-yes").await.unwrap();
            browser.fill("username", "anu.kallas");
            browser.fill("password", PASSWORD);
            browser.press("claim-submit").await.unwrap();
            browser.press("confirm-link").await.unwrap();
            browser.press("continue").await.unwrap();
        }
    }

    /// The journal is linked; answers its id.
    pub async fn linked(&self) -> String {
        self.linked_from("1").await
    }

    /// The same from a deployment of the system.
    pub async fn linked_from(&self, deployment: &str) -> String {
        self.control(json!({ "deployment": deployment })).await;
        let mut browser = self.broker.browser();
        self.at_preview(&mut browser, "resource").await;
        let page = browser.press("link-journal").await.unwrap();
        assert!(page.has("#show-journal"), "{}", page.html);
        // Nobody can be sent to the system to sign in, and no button says so.
        assert_eq!(page.text("#home").as_deref(), Some("Go to Opiq"), "{}", page.html);
        let external = json!(format!("{deployment}/course-7"));
        let journal = self.journals().into_iter().find(|journal| journal["external_id"] == external);
        journal.expect("it is linked")["id"].as_str().unwrap().to_owned()
    }

    /// How many accounts the platform has.
    pub fn accounts(&self) -> usize {
        self.broker.desk.json("account list --platform opiq --json").as_array().unwrap().len()
    }

    /// All journals of the platform.
    pub fn journals(&self) -> Vec<Value> {
        self.broker.desk.json("journal list --platform opiq --json").as_array().unwrap().clone()
    }

    /// Reads a journal again; answers what became of it.
    pub fn refresh(&self, journal: &str) -> Value {
        let done = self.broker.desk.run(&format!("journal refresh {journal} --json"));
        let said: Value = serde_json::from_str(done.out.trim()).unwrap_or_else(|_| panic!("{} {}", done.out, done.err));
        said[0]["journals"][0].clone()
    }

    /// Names of the pupils who sit in a journal, in order.
    pub fn pupils(&self, journal: &str) -> Vec<String> {
        let shown = self.broker.desk.json(&format!("journal show {journal} --json"));
        let seats = shown["seats"].as_array().unwrap().iter().filter(|seat| seat["role"] == "pupil");
        let mut names: Vec<String> =
            seats.map(|seat| seat["given_name"].as_str().unwrap_or_default().to_owned()).collect();
        names.sort();
        names
    }
}

/// A field of the page's form.
pub fn field(browser: &Browser, name: &str) -> String {
    let html = &browser.page().html;
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("the page has the field");
    rest.split('"').next().unwrap().to_owned()
}
