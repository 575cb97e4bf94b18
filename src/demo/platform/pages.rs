//! The platform's pages: start with or without somebody signed in, signed out, and what went wrong.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse as _, Response};
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;

use super::party::PartyError;
use super::{Inner, Shared};
use crate::demo::history::Task;

/// How many tasks the page shows.
const SHOWN: usize = 12;

#[derive(Template)]
#[template(path = "demo/platform_start.html")]
struct StartPage {
    platform: &'static str,
    /// Where its people add and end integrations: at the broker, or here.
    settings: String,
    keeps_passwords: bool,
    person: Option<Signed>,
}

struct Signed {
    name: String,
    sub: String,
    /// Accounts that went into this one.
    former: Vec<String>,
    total: usize,
    stars: u32,
    tasks: Vec<Task>,
}

#[derive(Template)]
#[template(path = "demo/platform_out.html")]
struct OutPage {
    platform: &'static str,
}

#[derive(Template)]
#[template(path = "demo/platform_problem.html")]
struct ProblemPage {
    platform: &'static str,
    problem: String,
}

pub(super) fn page(status: StatusCode, template: &impl Template) -> Response {
    (status, template.render().map_or_else(|error| Html(error.to_string()), Html)).into_response()
}

/// `GET /`.
pub(super) async fn start(State(platform): State<Shared>, jar: CookieJar) -> Response {
    let session = platform.session(&jar);
    let person = session.map(|session| {
        let tasks = platform.tasks(&session.sub);
        let (total, stars) = (tasks.len(), tasks.iter().map(|task| task.stars).sum());
        let tasks = tasks.into_iter().take(SHOWN).collect();
        let former = platform.former(&session.sub);
        Signed {
            name: session.name.unwrap_or_else(|| session.sub.clone()),
            sub: session.sub,
            former,
            total,
            stars,
            tasks,
        }
    });
    let kind = platform.options.kind;
    let at_broker = format!("{}/settings/{}/integrations", platform.options.issuer, kind.id);
    let keeps_passwords = platform.keeps_passwords();
    let settings = if keeps_passwords { "/integrations/add".to_owned() } else { at_broker };
    page(StatusCode::OK, &StartPage { platform: kind.name, settings, keeps_passwords, person })
}

/// `GET /signed-out`.
pub(super) async fn signed_out(State(platform): State<Shared>) -> Response {
    page(StatusCode::OK, &OutPage { platform: platform.options.kind.name })
}

/// A sign-in that failed. The page is for developers: it says exactly what was wrong.
pub(super) fn problem(platform: &Inner, error: &PartyError) -> Response {
    let (platform, problem) = (platform.options.kind.name, error.to_string());
    page(StatusCode::BAD_REQUEST, &ProblemPage { platform, problem })
}
