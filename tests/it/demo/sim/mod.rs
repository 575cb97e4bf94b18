//! What a simulator promises: it is the ground truth of every upstream test, so it is tested itself.

mod ekool;
mod harid;
mod modes;
mod stuudium;

use chrono::TimeDelta;
use http::StatusCode;
use koppel::demo::people::people;
use koppel::demo::sim::{Options, Running, SimClient, Simulator};
use koppel::domain::Clock;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use serde_json::Value;
use url::Url;

pub const CALLBACK: &str = "http://127.0.0.1:9/upstream/sim/callback";

/// A running simulator with one client, and a browser that goes nowhere by itself.
pub struct Stage {
    pub sim: Running,
    pub clock: Clock,
    pub http: reqwest::Client,
}

impl Stage {
    pub async fn start(make: fn(Vec<koppel::demo::people::Person>, Options) -> Simulator) -> Self {
        let clock = Clock::fixed(crate::support::ground::morning());
        let client = SimClient {
            id: "koppel".to_owned(),
            secret: "sim-secret".to_owned(),
            redirect_uris: vec![CALLBACK.to_owned()],
            journal_uri: CALLBACK.replace("/callback", "/journal"),
        };
        let options = Options { clients: vec![client], clock: clock.clone(), ..Options::default() };
        let http = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { sim: make(people(), options).start().await.unwrap(), clock, http }
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.sim.url)
    }

    pub fn advance(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// Presses "link with learning environment" and answers where the window opens.
    pub async fn launch_journal(&self, teacher: &str, journal: &str) -> String {
        let http = &self.http;
        let signed_in = http.post(self.at("/sign-in")).form(&[("person", teacher)]).send().await.unwrap();
        let cookie = signed_in.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let launch = self.at(&format!("/journals/{journal}/launch"));
        let opened = http.post(launch).header(COOKIE, cookie).send().await.unwrap();
        assert_eq!(opened.status(), StatusCode::SEE_OTHER, "{}", opened.text().await.unwrap());
        opened.headers()[LOCATION].to_str().unwrap().to_owned()
    }

    pub async fn change_journal(&self, changes: &Value) {
        let answer = self.http.post(self.at("/control/journal")).json(changes).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }

    pub async fn json(&self, request: reqwest::RequestBuilder) -> (u16, Value) {
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }
}

/// A parameter of the address that the browser was sent to.
pub fn parameter(url: &str, name: &str) -> Option<String> {
    let url: Url = url.parse().unwrap();
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Signs `person` in for the login that starts at `start`, allows, and answers the address the browser is sent back to.
pub async fn sign_in(stage: &Stage, start: &str, person: &str) -> String {
    let at = step(stage, stage.http.get(stage.at(start)), None).await;
    let request = parameter(&stage.at(&at.0), "request").unwrap();
    let form = [("request", request.as_str()), ("person", person)];
    let mut next = step(stage, stage.http.post(stage.at("/sign-in")).form(&form), None).await;
    let cookie = next.1.clone();
    while next.0.starts_with('/') {
        let path = next.0.split('?').next().unwrap_or_default().to_owned();
        let form = [("request", request.as_str()), ("role", "0"), ("answer", "allow")];
        next = step(stage, stage.http.post(stage.at(&path)).form(&form), cookie.as_deref()).await;
    }
    next.0
}

/// Where a call leads, and the cookie it set.
async fn step(_stage: &Stage, request: reqwest::RequestBuilder, cookie: Option<&str>) -> (String, Option<String>) {
    let request = cookie.map_or(request.try_clone().unwrap(), |cookie| request.header("cookie", cookie));
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_redirection(), "{} did not redirect: {}", answer.url(), answer.status());
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let cookie = header("set-cookie").and_then(|cookie| cookie.split(';').next().map(str::to_owned));
    (header("location").unwrap(), cookie)
}
