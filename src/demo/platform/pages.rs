//! The platform's pages: start with or without somebody signed in, signed out, and what went wrong.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;

use super::party::{PartyError, SESSION_COOKIE};
use super::{PLATFORM_ID, Shared};
use crate::demo::history::Task;

/// How many tasks the page shows.
const SHOWN: usize = 12;

#[derive(Template)]
#[template(path = "demo/platform_start.html")]
struct StartPage {
    settings: String,
    person: Option<Signed>,
}

struct Signed {
    name: String,
    sub: String,
    total: usize,
    stars: u32,
    tasks: Vec<Task>,
}

#[derive(Template)]
#[template(path = "demo/platform_out.html")]
struct OutPage;

#[derive(Template)]
#[template(path = "demo/platform_problem.html")]
struct ProblemPage {
    problem: String,
}

fn page(status: StatusCode, template: &impl Template) -> Response {
    (status, template.render().map_or_else(|error| Html(error.to_string()), Html)).into_response()
}

/// `GET /`.
pub(super) async fn start(State(platform): State<Shared>, jar: CookieJar) -> Response {
    let session = jar.get(SESSION_COOKIE).and_then(|cookie| platform.memory().sessions.get(cookie.value()).cloned());
    let person = session.map(|session| {
        let tasks = platform.tasks(&session.sub);
        let (total, stars) = (tasks.len(), tasks.iter().map(|task| task.stars).sum());
        let tasks = tasks.into_iter().take(SHOWN).collect();
        Signed { name: session.name.unwrap_or_else(|| session.sub.clone()), sub: session.sub, total, stars, tasks }
    });
    let settings = format!("{}/settings/{PLATFORM_ID}/integrations", platform.options.issuer);
    page(StatusCode::OK, &StartPage { settings, person })
}

/// `GET /signed-out`.
pub(super) async fn signed_out() -> Response {
    page(StatusCode::OK, &OutPage)
}

/// A sign-in that failed. The page is for developers: it says exactly what was wrong.
pub(super) fn problem(error: &PartyError) -> Response {
    page(StatusCode::BAD_REQUEST, &ProblemPage { problem: error.to_string() })
}
