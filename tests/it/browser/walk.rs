//! A person who walks through a running demo in a real browser. Every page of the broker they pass goes through axe.

use std::sync::Mutex;
use std::time::Duration;

use koppel::demo::run::{Demo, Settings};
use koppel::demo::world::{World, WorldPerson};
use koppel::domain::{Clock, LinkId, PlatformId};
use koppel::storage::links::{self, Link};
use koppel::storage::{StorageError, accounts};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::axe;
use super::chrome::{Chrome, Look, with_chrome};

/// A demo of its own and a browser.
pub struct Stage<'a> {
    /// What runs.
    pub demo: &'a Demo,
    /// The browser.
    pub chrome: &'a Chrome,
    rules: String,
    wrong: Mutex<Vec<String>>,
}

/// Starts a demo and a browser, lets the test walk, and fails for anything axe found on the way.
pub async fn on_stage(test: impl AsyncFnOnce(&Stage)) {
    on_stage_at(Clock::system(), test).await;
}

/// The same, with a clock that the test can move.
pub async fn on_stage_at(clock: Clock, test: impl AsyncFnOnce(&Stage)) {
    on_stage_with(Settings { clock, ..Settings::default() }, test).await;
}

/// The same with the classes of `koppel demo`, and what it has at the console of a school.
pub async fn on_full_stage(test: impl AsyncFnOnce(&Stage)) {
    on_stage_with(Settings { with_class: true, ..Settings::default() }, test).await;
}

async fn on_stage_with(settings: Settings, test: impl AsyncFnOnce(&Stage)) {
    let demo = Demo::start(settings).await.unwrap();
    let rules = axe::source();
    with_chrome(async |chrome| {
        chrome.look(Look { width: 1280, dark: false }).await;
        let stage = Stage { demo: &demo, chrome, rules, wrong: Mutex::default() };
        test(&stage).await;
        let wrong = stage.wrong.into_inner().unwrap();
        assert!(wrong.is_empty(), "axe found:\n{}", wrong.join("\n"));
    })
    .await;
    demo.stop().await;
}

impl<'a> Stage<'a> {
    /// Addresses, people and passwords.
    pub fn world(&self) -> &'a World {
        &self.demo.world
    }

    /// Somebody with a browser that was nowhere yet.
    pub async fn person(&'a self, key: &str) -> Walker<'a> {
        self.chrome.forget().await;
        self.same_browser(key)
    }

    /// Somebody at the browser as the last person left it.
    pub fn same_browser(&'a self, key: &str) -> Walker<'a> {
        let person = self.world().person(key).unwrap_or_else(|| panic!("nobody is {key}"));
        Walker { stage: self, person, album: None, checked: true }
    }

    /// Every link there is.
    pub async fn links(&self) -> Vec<Link> {
        let platform: PlatformId = self.world().platform.id.parse().unwrap();
        let platform = &platform;
        let read = self.demo.ground().db.read(|tx| async move {
            let mut live = Vec::new();
            for account in accounts::list(&tx, platform, "", 1000).await? {
                live.extend(links::list_live(&tx, &account.id).await?);
            }
            Ok::<_, StorageError>(live)
        });
        read.await.unwrap()
    }

    /// How many accounts there are.
    pub async fn accounts(&self) -> usize {
        let platform: PlatformId = self.world().platform.id.parse().unwrap();
        let platform = &platform;
        let read = self.demo.ground().db.read(|tx| async move { accounts::list(&tx, platform, "", 1000).await });
        read.await.unwrap().len()
    }
}

/// Somebody at a browser.
pub struct Walker<'a> {
    /// Demo and browser.
    pub stage: &'a Stage<'a>,
    /// Who.
    pub person: &'a WorldPerson,
    album: Option<&'static str>,
    checked: bool,
}

impl Walker<'_> {
    /// Keeps pictures of the pages that follow, when `KOPPEL_SCREENSHOTS` names a directory.
    pub fn with_album(mut self, name: &'static str) -> Self {
        self.album = Some(name);
        self
    }

    /// Leaves axe out, which is a script: its rules are kept by the walks with scripts.
    pub fn without_axe(mut self) -> Self {
        self.checked = false;
        self
    }

    /// The platform sends the browser to the broker, whoever it thinks is signed in.
    pub async fn log_in_anew(&self) {
        self.open(&format!("{}/login", self.stage.world().platform.url)).await;
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.stage.chrome.goto(url).await.unwrap();
    }

    /// Waits for a control and checks the page that it is on.
    pub async fn meet(&self, id: &str) -> WebElement {
        let Some(found) = self.stage.chrome.meet(id).await else {
            panic!("{}: no {id} at {}:\n{}", self.person.key, self.address().await, self.text().await)
        };
        if self.checked && self.address().await.starts_with(&self.stage.world().issuer) {
            self.check(id).await;
        }
        found
    }

    /// Presses a button or link, and waits until the page it stands on is gone.
    pub async fn press(&self, id: &str) {
        let button = self.meet(id).await;
        let left = self.stage.chrome.leave_by(&button).await;
        assert!(left, "{}: pressing {id} led nowhere", self.person.key);
    }

    /// Types into a field, in place of what stands there.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.stage.chrome.find(By::Id(id)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// From the platform's start page to the broker's chooser.
    pub async fn log_in(&self) {
        self.open(&self.stage.world().platform.url).await;
        self.press("log-in").await;
    }

    /// Through an upstream, whatever it asks; always the first role.
    pub async fn come_through(&self, upstream: &str) {
        self.press(&format!("upstream-{upstream}")).await;
        self.be_somebody().await;
    }

    /// At a simulator: who, as what, yes. Who is signed in there already is not asked again.
    pub async fn be_somebody(&self) {
        let world = self.stage.world();
        for _ in 0..200 {
            let at = self.address().await;
            let is_hop = self.stage.chrome.find(By::Css("meta[http-equiv=refresh]")).await.is_ok();
            if at.starts_with(&world.issuer) && !is_hop || at.starts_with(&world.platform.url) {
                return;
            }
            let mut buttons = vec![format!("person-{}", self.person.key), "role-0".to_owned()];
            buttons.push("consent-allow".to_owned());
            for id in buttons {
                if let Ok(button) = self.stage.chrome.find(By::Id(id.as_str())).await {
                    button.click().await.unwrap();
                    break;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} is stuck at {}", self.person.key, self.address().await);
    }

    /// At the question: yes, and the old password.
    pub async fn claim(&self) {
        self.press("question-yes").await;
        self.give_password("claim-submit").await;
    }

    /// User name and password of the old account.
    pub async fn give_password(&self, button: &str) {
        self.meet(button).await;
        self.fill("username", &self.person.account.as_ref().expect("no old account").username).await;
        self.fill("password", &self.stage.world().password).await;
        self.press(button).await;
    }

    /// The first sign-in through an upstream, to the end.
    pub async fn link_through(&self, upstream: &str) {
        self.log_in().await;
        self.come_through(upstream).await;
        self.claim().await;
        self.press("confirm-link").await;
        self.press("continue").await;
        self.expect_platform().await;
    }

    /// What the platform says about who is signed in in this browser; nothing when nobody is.
    pub async fn me(&self) -> Option<Value> {
        self.open(&self.stage.world().platform.api).await;
        let text = self.stage.chrome.ask("return document.body.textContent;").await;
        serde_json::from_str(text.as_str().unwrap_or_default()).ok()
    }

    /// Waits until the platform's own page is there, with somebody signed in.
    pub async fn expect_platform(&self) {
        self.meet("log-out").await;
        let at = self.address().await;
        assert!(at.starts_with(&self.stage.world().platform.url), "{} is at {at}", self.person.key);
    }

    /// The platform reports the old account, with all its tasks.
    pub async fn expect_old_account(&self) {
        let me = self.me().await.expect("nobody is signed in at the platform");
        let old = self.person.account.as_ref().expect("no old account");
        assert_eq!(me["sub"], json!(old.sub));
        assert_eq!(me["tasks"].as_array().map(Vec::len), usize::try_from(old.tasks).ok());
    }

    /// The page's question.
    pub async fn heading(&self) -> String {
        let text = self.stage.chrome.ask("return document.querySelector('h1')?.textContent ?? '';").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// All a reader reads.
    pub async fn text(&self) -> String {
        self.stage.chrome.ask("return document.body.innerText;").await.as_str().unwrap_or_default().to_owned()
    }

    /// True when the page has the control.
    pub async fn has(&self, id: &str) -> bool {
        self.stage.chrome.find(By::Id(id)).await.is_ok()
    }

    /// Where the browser is.
    pub async fn address(&self) -> String {
        self.stage.chrome.current_url().await.unwrap().to_string()
    }

    async fn check(&self, id: &str) {
        let found = axe::violations(self.stage.chrome, &self.stage.rules).await;
        let at = self.address().await;
        self.stage.wrong.lock().unwrap().extend(found.into_iter().map(|line| format!("{at}: {line}")));
        if let Some(album) = self.album {
            self.stage.chrome.keep_picture(&format!("{album}-{id}")).await;
        }
    }
}

/// The id of the only live link there is.
pub fn only(links: &[Link]) -> LinkId {
    assert_eq!(links.len(), 1, "{links:?}");
    links[0].id.clone()
}
