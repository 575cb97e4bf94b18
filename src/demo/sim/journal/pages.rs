//! The teacher's page of journals, and the control endpoint that changes them.

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::control::Mode;
use super::super::{Kind, Sim, site};
use super::{Changes, Launch, notice};
use crate::domain::Role;

#[derive(Template)]
#[template(path = "demo/sim_journals.html")]
struct JournalsPage {
    system: Kind,
    name: String,
    journals: Vec<Entry>,
}

/// One journal of a teacher.
struct Entry {
    id: String,
    name: String,
    school: &'static str,
    pupils: usize,
    /// Where the platform shows it, once it is linked.
    linked_to: Option<String>,
}

/// The journals of the teacher who is signed in.
pub(super) async fn list(State(sim): State<Sim>, jar: CookieJar) -> Response {
    let Some(teacher) = site::session(&sim, &jar).and_then(|session| sim.person(&session.person).cloned()) else {
        return Redirect::to("/sign-in").into_response();
    };
    let taught = sim
        .books()
        .into_iter()
        .filter(|book| teacher.roles.iter().any(|role| role.role == Role::Teacher && role.school == book.school));
    let entry = |book: super::book::Book| Entry {
        pupils: sim.roll(&book, Mode::Ok).students.len(),
        linked_to: sim.store().journals.links.get(&book.id).map(|linked| linked.url.clone()),
        school: book.school.name,
        name: book.name,
        id: book.id,
    };
    let journals = taught.map(entry).collect();
    site::page(StatusCode::OK, &JournalsPage { system: sim.kind, name: teacher.full_name(), journals })
}

/// How the button was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pressed {
    /// `blocked`: the browser opened no window the first time, so this one is used.
    window: Option<String>,
}

/// "Seo õpikeskkonnaga": a window opens at the platform's broker, with a token.
pub(super) async fn launch(
    State(sim): State<Sim>,
    jar: CookieJar,
    Path(journal): Path<String>,
    Query(pressed): Query<Pressed>,
) -> Response {
    let session = site::session(&sim, &jar);
    let client = sim.options.clients.first();
    let (Some(session), Some(client), Some(book)) = (session, client, sim.book(&journal)) else {
        return site::problem(&sim, StatusCode::BAD_REQUEST, "There is nobody here, or no such journal.");
    };
    let teaches = sim
        .person(&session.person)
        .is_some_and(|person| person.roles.iter().any(|role| role.role == Role::Teacher && role.school == book.school));
    let Some(mut url) = url::Url::parse(&client.journal_uri).ok().filter(|_| teaches) else {
        return site::problem(&sim, StatusCode::FORBIDDEN, "Only its teachers link a journal.");
    };
    let token = sim.secret();
    url.query_pairs_mut().append_pair("token", &token);
    if let Some(window) = pressed.window {
        url.query_pairs_mut().append_pair("window", &window);
    }
    let launch = Launch { journal, client: client.id.clone(), teacher: session.person, made_at: sim.now() };
    sim.store().journals.launches.insert(token, launch);
    Redirect::to(url.as_str()).into_response()
}

/// `POST /control/journal`.
pub(super) async fn change(State(sim): State<Sim>, Json(changes): Json<Changes>) -> Response {
    if sim.book(&changes.journal).is_none() {
        let known: Vec<Value> = sim.books().iter().map(|book| json!({ "id": book.id, "name": book.name })).collect();
        return (StatusCode::NOT_FOUND, Json(json!({ "journals": known }))).into_response();
    }
    let (journal, notify) = (changes.journal.clone(), changes.notify);
    sim.store().journals.changes.entry(journal.clone()).or_default().and(changes);
    let told = if notify { notice::send(&sim, &journal).await } else { None };
    Json(json!({ "told": told.map(|status| status.as_u16()) })).into_response()
}
