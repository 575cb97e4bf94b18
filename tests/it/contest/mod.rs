//! The catalogue's C and D2: many at once at real broker processes, which may die at any moment. What leads up to the
//! contested step is prepared in the database; the step itself goes over HTTP.
//!
//! The figures are scaled down; `tests/run.sh --full` takes those of the catalogue (`docs/catalogue.md`).

mod births;
mod busy;
mod crash;
mod crash_merge;
mod crash_switch;
mod daily;
mod events;
mod import;
mod links;
mod merging;
mod morning;

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use koppel::domain::{AccountId, Assertion, AttemptId, AuthorizeRequest, IdentityId, Purpose, ResponseMode};
use koppel::linking::{self, Answer, Proven};
use koppel::login::{Goal, Step};
use koppel::storage::Tx;
use koppel::storage::attempts::{self, LoginAttempt};
use koppel::storage::check::check;
use koppel::vault::sha256;

use crate::cli::desk::{Desk, Server};
use crate::issuer::desk::CHALLENGE;
use crate::linking::world::World;
use crate::support::TestGround;
use crate::support::ground::RING_TEXT;

/// Connections of a loader.
const CONNECTIONS: usize = 64;

/// Logins that are prepared in one transaction.
const AT_ONCE: usize = 200;

/// A world whose database real broker processes serve.
pub struct Arena<'a> {
    pub world: World<'a>,
    desk: Desk,
    http: reqwest::Client,
}

/// A form that is ready to be sent.
#[derive(Debug, Clone)]
pub struct Ready {
    pub path: &'static str,
    pub cookie: String,
    pub body: String,
    pub attempt: AttemptId,
}

impl Ready {
    /// Answers the question: no, there is no older account.
    pub fn says_no(self) -> Self {
        Self { path: "/login/question", body: format!("{}&answer=no", self.body), ..self }
    }
}

/// What came back: nothing when the process was gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub status: u16,
    pub location: String,
    pub retry_after: Option<u64>,
}

impl<'a> Arena<'a> {
    /// Without a process yet; see [`Arena::serve`].
    pub async fn open(ground: &'a TestGround) -> Self {
        ground.at_present();
        let world = World::new(ground).await;
        let desk = Desk::on(ground.url());
        desk.write(
            "koppel.toml",
            &format!(
                "[server]\nbind = '127.0.0.1:0'\npublic_url = 'https://koppel.test'\n[database]\nurl = '{}'\n\
                 [[keys]]\nid = 'test1'\nsecret = '{RING_TEXT}'\n[log]\nformat = 'json'\n",
                ground.url()
            ),
        );
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { world, desk, http }
    }

    /// One more broker process.
    pub fn serve(&self) -> Server {
        self.desk.serve()
    }

    /// A login of a browser of its own that stands at `step` and knows this.
    pub async fn stands_at(&self, step: Step, said: &Assertion, known: Known<'_>) -> Ready {
        self.stand_at(1, step, said, known).await.remove(0)
    }

    /// Many logins, each of a browser of its own, that stand at the same step and know the same.
    pub async fn stand_at(&self, logins: usize, step: Step, said: &Assertion, known: Known<'_>) -> Vec<Ready> {
        let prepared: Vec<_> = (0..logins).map(|_| self.login(step, said, known)).collect();
        for some in prepared.chunks(AT_ONCE) {
            let insert = |tx| async move {
                for (row, _) in some {
                    attempts::insert(&tx, row).await?;
                }
                Ok(())
            };
            self.world.storage(insert).await;
        }
        prepared.into_iter().map(|(_, ready)| ready).collect()
    }

    fn login(&self, step: Step, said: &Assertion, known: Known<'_>) -> (LoginAttempt, Ready) {
        let ground = self.world.ground;
        let (id, secret) = (AttemptId::at(ground.now(), &ground.random), ground.random.secret());
        let browser_hash = sha256(&secret);
        let memory = serde_json::json!({
            "assertion": said, "identity": known.identity, "answer": known.proven.map(|_| Answer::Yes), "proven": known.proven,
        });
        let sealed = ground.vault.seal(&format!("login_attempt|{id}|memory"), memory.to_string().as_bytes()).unwrap();
        let row = LoginAttempt {
            id: id.clone(),
            browser_hash: browser_hash.clone(),
            platform_id: self.world.platform.clone(),
            client_id: Some(self.world.client.clone()),
            purpose: Purpose::SignIn,
            request: serde_json::to_string(&Goal::Authorize(Box::new(self.request()))).unwrap(),
            state: step.as_str().to_owned(),
            memory: sealed,
            session_id: None,
            created_at: ground.now(),
            expires_at: ground.now() + chrono::TimeDelta::minutes(15),
            ended_at: None,
        };
        let csrf = ground.vault.keyed_hash("csrf", &browser_hash).hash;
        let body = format!("csrf={csrf}&attempt={id}");
        (row, Ready { path: "/login", cookie: format!("__Host-koppel-browser={secret}"), body, attempt: id })
    }

    fn request(&self) -> AuthorizeRequest {
        AuthorizeRequest {
            client_id: self.world.client.clone(),
            platform: self.world.platform.clone(),
            redirect_uri: "https://opiq.example/cb".to_owned(),
            response_mode: ResponseMode::Query,
            scope: BTreeSet::new(),
            state: None,
            nonce: None,
            code_challenge: Some(CHALLENGE.to_owned()),
            prompt: BTreeSet::new(),
            max_age: None,
            login_hint: None,
            ui_locales: None,
            hinted_sub: None,
            exact_sub: false,
            acr_values: vec![],
            claims: BTreeSet::new(),
            koppel_upstream: None,
            koppel_school: None,
        }
    }

    /// Somebody in front of the confirm button of an account they have proven.
    pub async fn at_the_button(&self, said: &Assertion, identity: &IdentityId, account: &AccountId) -> Ready {
        self.at_the_buttons(1, said, identity, account).await.remove(0)
    }

    /// Many browsers in front of the confirm button of one account.
    pub async fn at_the_buttons(
        &self,
        logins: usize,
        said: &Assertion,
        identity: &IdentityId,
        account: &AccountId,
    ) -> Vec<Ready> {
        let ground = &self.world.ground.ground();
        let proven = self.world.password(account);
        let all = &self.stand_at(logins, Step::Confirm, said, Known { identity, proven: Some(&proven) }).await;
        let stored = self.world.identify(said).await;
        let visit = self.world.visit(said, &stored).proven(proven);
        let (join, situation) = (&visit.join().await, &visit.situation());
        let offer = |tx: Tx| async move {
            let mut values = Vec::with_capacity(all.len());
            for ready in all {
                let browser_hash = sha256(ready.cookie.trim_start_matches("__Host-koppel-browser="));
                let bound = (&ready.attempt, browser_hash.as_str());
                values.push(linking::offer_confirm(&tx, ground, situation, join, bound).await?);
            }
            Ok(values)
        };
        let values = self.world.write(offer).await.unwrap();
        let press = |(ready, value): (&Ready, String)| Ready {
            path: "/login/confirm",
            body: format!("{}&answer=confirm&confirm={value}", ready.body),
            ..ready.clone()
        };
        all.iter().zip(values).map(press).collect()
    }

    /// Sends a form; none when nobody answers any more.
    pub async fn send(&self, server: &str, ready: &Ready) -> Option<Answered> {
        let request = self.http.post(format!("{server}{}", ready.path)).header("cookie", &ready.cookie);
        let request = request.header("sec-fetch-site", "same-origin").header("origin", "https://koppel.test");
        let kind = "application/x-www-form-urlencoded";
        let answer = request.header("content-type", kind).body(ready.body.clone()).send().await.ok()?;
        let text = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        Some(Answered {
            status: answer.status().as_u16(),
            location: text("location").unwrap_or_default(),
            retry_after: text("retry-after").map(|seconds| seconds.parse().unwrap()),
        })
    }

    /// A page; none when nobody answers any more.
    pub async fn page(&self, server: &str, path: &str, cookie: &str) -> Option<String> {
        let answer = self.http.get(format!("{server}{path}")).header("cookie", cookie).send().await.ok()?;
        answer.text().await.ok()
    }

    /// Sends them all through [`CONNECTIONS`] connections, to the servers in turn.
    pub async fn rush(&self, servers: &[Server], forms: &[Ready]) -> Vec<Answered> {
        let sent = forms.iter().enumerate().map(|(n, form)| {
            let server = servers[n % servers.len()].base.as_str();
            async move { self.send(server, form).await.expect("the server answers") }
        });
        futures_util::stream::iter(sent).buffer_unordered(CONNECTIONS).collect().await
    }

    /// `koppel check` finds nothing.
    pub async fn is_sound(&self) {
        let ground = self.world.ground;
        ground.at_present();
        let violations = check(&ground.db, &ground.vault, ground.now()).await.unwrap();
        assert!(violations.is_empty(), "{violations:?}");
    }
}

/// What a prepared login has found out.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub identity: &'a IdentityId,
    pub proven: Option<&'a Proven>,
}

/// How many answers had a status.
pub fn with_status(answers: &[Answered], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

/// No answer is a failure of ours; busy is none of the answers here.
pub fn none_failed(answers: &[Answered]) {
    let failed: Vec<_> = answers.iter().filter(|answer| answer.status >= 500).collect();
    assert!(failed.is_empty(), "{} failed, such as {:?}", failed.len(), failed[0]);
}
