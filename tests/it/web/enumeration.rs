//! B13 and B16 at the password form: who has no account, no password or a closed one learns nothing, and a form with a
//! password never leads the browser to post it on.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, Request, StatusCode};
use koppel::accounts::passwords::PasswordDesk;
use koppel::args;
use koppel::domain::Random;
use koppel::issuer::keys::KeyRing;
use koppel::login::Login;
use koppel::storage::{Durability, Tx};
use koppel::upstream::Registry;
use koppel::web::shell;

use super::{load, send, text};
use crate::support::{TestGround, both_engines, counted, figure, seed};

const PASSWORD: &str = "sinine-jalgratas-7";

/// The pages of logins and settings, with the desk that compares passwords.
struct Pages {
    app: Router,
    desk: PasswordDesk,
}

/// One refused or accepted try, without what is new in every answer.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: String,
}

async fn change(ground: &TestGround, sql: &'static str, values: Vec<koppel::storage::Arg>) {
    let (values, write) = (&values, ground);
    let write = write.db.write(Durability::Durable, |tx: Tx| async move { tx.execute(sql, values.clone()).await });
    assert_eq!(write.await.unwrap(), 1, "{sql}");
}

impl Pages {
    /// `mari` with a password, `kaja` disabled, `tiit` without a password.
    async fn open(ground: &TestGround) -> Self {
        seed::basics(ground).await;
        let desk = PasswordDesk::with_places(&Random::counter(7), 1, 8);
        let hash = desk.hash(PASSWORD).await.unwrap().unwrap();
        for name in ["mari", "kaja", "tiit"] {
            seed::account(ground, name).await;
            let named = "UPDATE account SET username = $1, username_folded = $1, password_hash = $2, \
                password_source = 'imported' WHERE sub = $1";
            change(ground, named, args![name, &hash]).await;
        }
        change(ground, "UPDATE account SET disabled_at = $1 WHERE sub = 'kaja'", args![ground.now()]).await;
        change(ground, "UPDATE account SET password_hash = NULL WHERE sub = $1", args!["tiit"]).await;
        let (upstreams, keys) = (Registry::new(ground.ground()).unwrap(), Arc::new(KeyRing::new(ground.ground())));
        let login = Login::new(ground.ground(), upstreams, desk.clone(), keys);
        let rooms = koppel::login::routes(login.clone()).merge(koppel::settings::routes(login));
        Self { app: shell(rooms, ground).unwrap(), desk }
    }

    /// A browser of its own at the form: its cookie, and the form's address, attempt and token.
    async fn form(&self) -> (String, String, String) {
        let start = load(&self.app, "/settings/opiq/integrations").await;
        let cookie = cookie_of(start.headers());
        let page = start.headers()["location"].to_str().unwrap().to_owned();
        let request = Request::get(&page).header("cookie", &cookie).body(Body::empty()).unwrap();
        let html = text(send(&self.app, request).await).await;
        (cookie, hidden(&html, "attempt"), hidden(&html, "csrf"))
    }

    async fn post(&self, form: &(String, String, String), username: &str, password: &str) -> Response {
        let (cookie, attempt, csrf) = form;
        let fields = [("attempt", &**attempt), ("csrf", &**csrf), ("username", username), ("password", password)];
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post("/login")
            .header("cookie", cookie)
            .header("origin", "https://koppel.test")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        send(&self.app, request).await
    }

    async fn try_with(&self, username: &str, password: &str) -> Answer {
        let form = self.form().await;
        let response = self.post(&form, username, password).await;
        let (_, attempt, csrf) = form;
        let status = response.status();
        let same = |value: &str| value.replace(&attempt, "ATTEMPT").replace(&csrf, "CSRF");
        let headers = response.headers().iter().map(|(name, value)| {
            let value =
                if name == "set-cookie" { cookie_name(value.to_str().unwrap()) } else { value.to_str().unwrap() };
            (name.to_string(), same(value))
        });
        let headers = headers.collect();
        let body = same(&text(response).await).replace(&format!("value=\"{username}\""), "value=\"USERNAME\"");
        Answer { status, headers, body }
    }
}

fn cookie_name(line: &str) -> &str {
    line.split('=').next().unwrap()
}

fn cookie_of(headers: &HeaderMap) -> String {
    headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

fn hidden(html: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    html.split(&mark).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// B13: an unknown name, a wrong password, a closed account and one without a password meet the same bytes, and each had
/// a password compared once.
#[tokio::test]
async fn whoever_is_refused_learns_nothing_about_the_account() {
    both_engines(async |ground| {
        let pages = Pages::open(&ground).await;
        let known = pages.try_with("mari", "vale-parool-1").await;
        assert_eq!(known.status, StatusCode::UNAUTHORIZED, "{}", known.body);
        for username in ["noor", "aaaa", "zzzz", "kaja", "tiit", "MARI"] {
            let before = pages.desk.verifications();
            let answer = pages.try_with(username, "vale-parool-1").await;
            assert_eq!(answer, known, "{username}");
            assert_eq!(pages.desk.verifications() - before, 1, "{username}: a hash is really compared");
        }
        // Of the closed account, only somebody with the password learns.
        assert_eq!(pages.try_with("kaja", PASSWORD).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

/// B13: how long a refusal takes says nothing either. Printed, not asserted: a machine that does something else meanwhile
/// would fail it.
#[tokio::test]
async fn times_of_refusals_are_printed() {
    let ground = TestGround::sqlite().await;
    let pages = Pages::open(&ground).await;
    let (n, mut took) = (figure(5_000, 25), [Vec::new(), Vec::new()]);
    for pair in 0..n {
        // The limits on tries are others' tests.
        ground.clock.advance(chrono::TimeDelta::hours(1));
        for kind in [pair % 2, (pair + 1) % 2] {
            let form = pages.form().await;
            let began = Instant::now();
            let status = pages.post(&form, ["mari", "noor"][kind], "vale-parool-1").await.status();
            took[kind].push(began.elapsed().as_secs_f64() * 1_000.0);
            assert_eq!(status, StatusCode::UNAUTHORIZED);
        }
    }
    let [known, unknown] = took.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times
    });
    let (auc, ms) = (auc(&known, &unknown), (known[n / 2], unknown[n / 2]));
    counted("B13", &format!("{n} tries of each kind: AUC {auc:.3}, medians {:.2} and {:.2} ms", ms.0, ms.1));
    assert!((0.0..=1.0).contains(&auc));
}

/// How well the times tell two kinds apart: 0.5 is not at all. Of a sorted pair, the share of pairs in which the second
/// took longer (Mann and Whitney).
fn auc(one: &[f64], other: &[f64]) -> f64 {
    let longer: usize = other.iter().map(|time| one.partition_point(|shorter| shorter < time)).sum();
    let pairs = u32::try_from(one.len() * other.len()).unwrap();
    f64::from(u32::try_from(longer).unwrap()) / f64::from(pairs)
}

/// B16, S5: 303, so that no browser posts the password on.
#[tokio::test]
async fn a_right_password_is_answered_with_303() {
    let ground = TestGround::sqlite().await;
    let pages = Pages::open(&ground).await;
    let answer = pages.try_with("mari", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(answer.headers.iter().any(|(name, value)| name == "location" && value.starts_with("/settings/opiq/")));
}
