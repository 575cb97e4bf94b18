//! The platform's own sign-in, where it keeps the passwords. The broker never sees one of them.

use askama::Template;
use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::party::PartyError;
use super::{Inner, Session, Shared, link, pages};
use crate::demo::history::{last_activity, old_sub};
use crate::demo::people::Person;
use crate::vault::same_secret;

#[derive(Template)]
#[template(path = "demo/platform_sign_in.html")]
struct SignInPage {
    platform: &'static str,
    wrong: bool,
    /// The broker asks who this is.
    asked: bool,
}

fn page(platform: &Inner, jar: &CookieJar, wrong: bool) -> Response {
    let status = if wrong { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let asked = platform.question(jar).is_some();
    pages::page(status, &SignInPage { platform: platform.options.kind.name, wrong, asked })
}

/// `GET /sign-in`.
pub(super) async fn show(State(platform): State<Shared>, jar: CookieJar) -> Response {
    if platform.keeps_passwords() { page(&platform, &jar, false) } else { Redirect::to("/login").into_response() }
}

/// User name and password.
#[derive(Deserialize)]
pub(super) struct Typed {
    username: String,
    password: String,
}

/// `POST /sign-in`.
pub(super) async fn sign_in(State(platform): State<Shared>, jar: CookieJar, Form(typed): Form<Typed>) -> Response {
    let right = platform.keeps_passwords() && same_secret(&typed.password, &platform.options.password);
    let person = platform.people.iter().find(|person| person.key == typed.username.trim());
    let Some((person, sub)) = person.filter(|_| right).and_then(|person| Some((person, old_sub(person)?))) else {
        return page(&platform, &jar, true);
    };
    if let Err(error) = platform.tell_broker(person, &sub).await {
        tracing::warn!(%error, "the broker was not told how much work an account holds by now");
    }
    let session = Session {
        name: Some(person.full_name()),
        sid: None,
        user_info: Value::Null,
        auth_time: platform.options.clock.now().timestamp(),
        id_token: None,
        refresh_token: None,
        refreshed: 0,
        sub,
    };
    let next = if platform.question(&jar).is_some() { link::ANSWER } else { "/" };
    (platform.start(session, jar), Redirect::to(next)).into_response()
}

impl Inner {
    /// `PUT` of the account: the broker knows it, and what it holds, before the next journal comes.
    async fn tell_broker(&self, person: &Person, sub: &str) -> Result<Value, PartyError> {
        let url = format!("{}/api/accounts/{sub}", self.options.issuer);
        let account = json!({
            "username": person.key,
            "given_name": person.given,
            "family_name": person.family,
            "birth_date": person.birth_date,
            "history_count": person.history,
            "last_activity": last_activity(person, self.options.clock.now().date_naive()),
        });
        self.call(self.http.put(url), &account).await
    }
}
