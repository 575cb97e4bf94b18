//! Link sessions, at the platform's side: the broker asks whose account this browser is signed in to, and the platform's
//! server answers for a sign-in that is fresh enough.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::party::{PartyError, cookie};
use super::token::TokenError;
use super::{Inner, Session, Shared, pages};

const LINK_COOKIE: &str = "platform_link";

/// Where a signed-in browser goes on.
pub(super) const ANSWER: &str = "/prove/answer";

/// A question of the broker under way.
#[derive(Debug, Clone)]
pub(super) struct Question {
    request: String,
    auth_time_not_before: i64,
}

#[derive(Template)]
#[template(path = "demo/platform_linked.html")]
struct LinkedPage {
    platform: &'static str,
    linked: bool,
    outcome: String,
}

/// Which system to add.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    upstream: Option<String>,
}

/// `GET /integrations/add`: "add an integration", on the platform's own page.
pub(super) async fn add(State(platform): State<Shared>, Query(wish): Query<Wish>) -> Response {
    let mut url = match platform.party().await {
        Ok(party) => party.koppel_link_endpoint,
        Err(error) => return pages::problem(&platform, &error),
    };
    url.query_pairs_mut()
        .append_pair("client_id", &platform.options.client_id)
        .append_pair("return_uri", &platform.options.link_return_uri())
        .extend_pairs(wish.upstream.iter().map(|upstream| ("upstream", upstream)));
    Redirect::to(url.as_str()).into_response()
}

/// The question, as the browser brings it.
#[derive(Debug, Deserialize)]
pub(super) struct Brought {
    #[serde(default)]
    request: String,
}

/// `GET /prove`: believed only when the broker signed it for us; then answered, after a sign-in when that is due.
pub(super) async fn asked(State(platform): State<Shared>, jar: CookieJar, Query(brought): Query<Brought>) -> Response {
    let question = match platform.read_question(brought.request).await {
        Ok(question) => question,
        Err(error) => return pages::problem(&platform, &error),
    };
    let fresh = platform.session(&jar).is_some_and(|session| session.auth_time >= question.auth_time_not_before);
    let value = platform.options.random.secret();
    platform.memory().questions.insert(value.clone(), question);
    let next = if fresh { ANSWER } else { "/sign-in" };
    (jar.add(cookie(LINK_COOKIE, value)), Redirect::to(next)).into_response()
}

/// `GET /prove/answer`: the server says whose account it is, and the browser goes back with what it got.
pub(super) async fn answer(State(platform): State<Shared>, jar: CookieJar) -> Response {
    let (Some(question), Some(session)) = (platform.question(&jar), platform.session(&jar)) else {
        return Redirect::to("/").into_response();
    };
    if let Some(cookie) = jar.get(LINK_COOKIE) {
        platform.memory().questions.remove(cookie.value());
    }
    let jar = jar.remove(Cookie::build(LINK_COOKIE).path("/"));
    match platform.open_link_session(&question, &session).await {
        Ok(url) => (jar, Redirect::to(&url)).into_response(),
        Err(error) => (jar, pages::problem(&platform, &error)).into_response(),
    }
}

/// What the broker reports in the end.
#[derive(Debug, Deserialize)]
pub(super) struct Reported {
    #[serde(default)]
    koppel_link: String,
}

/// `GET /linked`: back from the broker.
pub(super) async fn linked(State(platform): State<Shared>, Query(reported): Query<Reported>) -> Response {
    let (linked, outcome) = match reported.koppel_link.as_str() {
        "linked" => (true, "From now on that system opens this account."),
        "already_linked" => (true, "It was there already."),
        "cancelled" => (false, "You chose not to."),
        _ => (false, "It took too long. Try again."),
    };
    let platform = platform.options.kind.name;
    pages::page(StatusCode::OK, &LinkedPage { platform, linked, outcome: outcome.to_owned() })
}

impl Inner {
    /// The broker's question that this browser carries.
    pub(super) fn question(&self, jar: &CookieJar) -> Option<Question> {
        jar.get(LINK_COOKIE).and_then(|cookie| self.memory().questions.get(cookie.value()).cloned())
    }

    async fn read_question(&self, request: String) -> Result<Question, PartyError> {
        let claims = self.claims(&request).await?;
        let wanted = claims.koppel_link.ok_or(TokenError::Foreign("koppel_link"))?;
        let not_before = wanted.get("auth_time_not_before").and_then(Value::as_i64);
        let auth_time_not_before = not_before.ok_or(TokenError::Foreign("auth_time_not_before"))?;
        Ok(Question { request, auth_time_not_before })
    }

    async fn open_link_session(&self, question: &Question, session: &Session) -> Result<String, PartyError> {
        let endpoint = self.party().await?.koppel_link_sessions_endpoint;
        let body = json!({ "request": question.request, "sub": session.sub, "auth_time": session.auth_time });
        let answer = self.call(self.http.post(endpoint), &body).await?;
        let url = answer.get("link_session_uri").and_then(Value::as_str).map(str::to_owned);
        url.ok_or(PartyError::Discovery("link_session_uri"))
    }

    /// One call of our server with a JSON body.
    pub(super) async fn call(&self, request: reqwest::RequestBuilder, body: &Value) -> Result<Value, PartyError> {
        self.json(self.proven(request).json(body)).await
    }
}
