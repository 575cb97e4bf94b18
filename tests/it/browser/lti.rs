//! People who come from a system that opens us as a tool, in a real browser: its form brings none of our cookies there.

use std::sync::Mutex;

use thirtyfour::By;

use super::axe;
use super::chrome::{Chrome, Look, with_chrome};
use crate::third::lti::{ANU, PASSWORD, Stage};
use crate::third::scripts::Script;

const PUPILS: [(&str, &str); 2] = [("p2", "Jaan Mets"), ("p3", "Elsa Lill")];
/// Where the platform takes the code. Nobody answers there.
const CALLBACK: &str = crate::third::broker::CALLBACK;

/// Somebody at the browser, between the system and the broker.
struct Visitor<'a> {
    chrome: &'a Chrome,
    stage: &'a Stage,
    /// The rules of axe; none where pages may run no scripts.
    rules: Option<String>,
    wrong: Mutex<Vec<String>>,
}

impl<'a> Visitor<'a> {
    /// At a browser that was nowhere yet, with or without scripts.
    async fn new(chrome: &'a Chrome, stage: &'a Stage, scripts: bool) -> Self {
        chrome.look(Look { width: 1280, dark: false }).await;
        chrome.forget().await;
        chrome.scripts(scripts).await;
        Self { chrome, stage, rules: scripts.then(axe::source), wrong: Mutex::default() }
    }

    /// Waits for a control of ours or of the system; ours are looked at.
    async fn press(&self, id: &str) {
        let Some(button) = self.chrome.meet(id).await else {
            panic!("no {id} at {}: {}", self.at().await, self.text().await)
        };
        if self.at().await.starts_with(&self.stage.broker.issuer) {
            self.look(id).await;
        }
        assert!(self.chrome.leave_by(&button).await, "pressing {id} led nowhere");
    }

    async fn look(&self, id: &str) {
        if let Some(rules) = &self.rules {
            let (at, found) = (self.at().await, axe::violations(self.chrome, rules).await);
            self.wrong.lock().unwrap().extend(found.into_iter().map(|line| format!("{at}: {line}")));
            self.chrome.keep_picture(&format!("lti-{id}")).await;
        }
    }

    async fn fill(&self, id: &str, text: &str) {
        self.chrome.find(By::Id(id)).await.unwrap().send_keys(text).await.unwrap();
    }

    async fn open(&self, url: &str) {
        self.chrome.goto(url).await.unwrap();
    }

    /// Opens the tool in the course.
    async fn launch(&self, user: &str, kind: &str) {
        self.open(&format!("{}/open?user={user}&kind={kind}", self.stage.lms)).await;
        self.press("launch").await;
    }

    async fn at(&self) -> String {
        self.chrome.current_url().await.unwrap().to_string()
    }

    async fn text(&self) -> String {
        self.chrome.ask("return document.body.innerText;").await.as_str().unwrap_or_default().to_owned()
    }

    async fn heading(&self) -> String {
        let text = self.chrome.ask("return document.querySelector('h1')?.textContent ?? '';").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The pages passed axe.
    fn done(self) {
        let wrong = self.wrong.into_inner().unwrap();
        assert!(wrong.is_empty(), "axe found:\n{}", wrong.join("\n"));
    }

    /// A teacher's deep linking, from the course to the link in it.
    async fn bring_course(&self) {
        self.launch(ANU, "deep").await;
        self.press("sign-in").await;
        self.press("question-yes").await;
        self.fill("username", "anu.kallas").await;
        self.fill("password", PASSWORD).await;
        for button in ["claim-submit", "confirm-link", "continue", "link-journal", "go-back"] {
            self.press(button).await;
        }
    }
}

/// Deep linking puts the link into the course, and the link leads to the linked class; with and without JavaScript.
#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_brings_a_course_from_a_system_that_opens_us() {
    for scripts in [true, false] {
        let stage = Stage::open(&PUPILS).await;
        with_chrome(async |chrome| {
            let anu = Visitor::new(chrome, &stage, scripts).await;
            anu.bring_course().await;
            assert!(anu.at().await.starts_with(&stage.lms), "{}", anu.at().await);
            assert_eq!(anu.heading().await, "The link is in the course");
            assert_eq!(stage.report().await["items"][0]["type"], "ltiResourceLink");
            anu.launch(ANU, "resource").await;
            assert_eq!(anu.heading().await, "5A matemaatika", "{}", anu.text().await);
            assert!(anu.text().await.contains("Jaan Mets"), "{}", anu.text().await);
            anu.look("linked").await;
            anu.done();
        })
        .await;
    }
}

/// A pupil of that class is told to open the course, does, says that it is them, and is at the platform.
#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_signs_in_by_opening_the_course() {
    for scripts in [true, false] {
        let stage = Stage::open(&PUPILS).await;
        stage.linked().await;
        let mut script = Script::node(&stage.broker);
        let request = script.tell("{}")["go"].as_str().unwrap().to_owned();
        let back = Mutex::new(String::new());
        with_chrome(async |chrome| {
            let jaan = Visitor::new(chrome, &stage, scripts).await;
            jaan.open(&request).await;
            jaan.press("upstream-lms").await;
            assert_eq!(jaan.heading().await, "Open the link in Moodle");
            jaan.look("opening").await;
            jaan.launch("p2", "resource").await;
            assert_eq!(jaan.heading().await, "Are you Jaan Mets?");
            jaan.press("opened-yes").await;
            jaan.press("question-no").await;
            let at = jaan.at().await;
            *back.lock().unwrap() = at;
            jaan.done();
        })
        .await;
        let back = back.into_inner().unwrap();
        assert!(back.starts_with(CALLBACK), "{back}");
        assert_eq!(script.tell(&back)["userinfo"]["name"], "Jaan Mets");
    }
}

/// A pupil who opens the course first is told where to go, and is nobody here before that.
#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_who_opens_the_course_first_is_told_where_to_sign_in() {
    let stage = Stage::open(&PUPILS).await;
    with_chrome(async |chrome| {
        let elsa = Visitor::new(chrome, &stage, true).await;
        elsa.launch("p3", "resource").await;
        assert_eq!(elsa.heading().await, "Hello, Elsa Lill");
        assert!(chrome.meet("platform-opiq").await.is_some(), "{}", elsa.text().await);
        elsa.look("pupil").await;
        elsa.done();
    })
    .await;
}
