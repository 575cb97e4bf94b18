//! B13 and B16 at the password form: who has no account, no password or a closed one learns nothing, and a form with a
//! password never leads the browser to post it on.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
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
use crate::support::{TestGround, both_engines, seed};

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

    async fn try_with(&self, username: &str, password: &str) -> Answer {
        let (cookie, attempt, csrf) = self.form().await;
        let fields = [("attempt", &*attempt), ("csrf", &*csrf), ("username", username), ("password", password)];
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post("/login")
            .header("cookie", &cookie)
            .header("origin", "https://koppel.test")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = send(&self.app, request).await;
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

/// B16, S5: 303, so that no browser posts the password on.
#[tokio::test]
async fn a_right_password_is_answered_with_303() {
    let ground = TestGround::sqlite().await;
    let pages = Pages::open(&ground).await;
    let answer = pages.try_with("mari", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(answer.headers.iter().any(|(name, value)| name == "location" && value.starts_with("/settings/opiq/")));
}
