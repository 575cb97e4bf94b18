//! The teacher's page of journals, and the control endpoint that changes them.

use std::collections::BTreeSet;

use askama::Template;
use axum::Json;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::control::Mode;
use super::super::{Kind, Sim, SimClient, site};
use super::book::Book;
use super::{Changes, Launch, notice, wire};
use crate::demo::people::Person;
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
    /// Where the platform's broker updates it, once it is linked.
    update_at: Option<String>,
    /// Who is in it, by key and name, and who was taken out.
    inside: Vec<(String, String)>,
    outside: Vec<(String, String)>,
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
    let journals = taught.map(|book| entry(&sim, book)).collect();
    site::page(StatusCode::OK, &JournalsPage { system: sim.kind, name: teacher.full_name(), journals })
}

fn entry(sim: &Sim, book: Book) -> Entry {
    let roll = sim.roll(&book, Mode::Ok);
    let removed = sim.store().journals.changes.get(&book.id).map(|changes| changes.remove.clone()).unwrap_or_default();
    let linked_to = sim.store().journals.links.get(&book.id).map(|linked| linked.url.clone());
    let named = |person: &Person| (person.key.clone(), person.full_name());
    Entry {
        pupils: roll.students.len(),
        linked_to,
        update_at: notice::linker(sim, &book.id).and_then(|client| update_address(sim, client, &book.id)),
        inside: roll.students.iter().map(named).collect(),
        outside: removed.iter().filter_map(|key| sim.person(key)).map(named).collect(),
        school: book.school.name,
        name: book.name,
        id: book.id,
    }
}

/// "Uuenda päeviku andmeid" leads to the broker, and says which journal.
fn update_address(sim: &Sim, client: &SimClient, journal: &str) -> Option<String> {
    let mut url = url::Url::parse(&format!("{}/update", client.journal_uri)).ok()?;
    let journal = wire::id(sim, journal);
    let journal = journal.as_str().map_or_else(|| journal.to_string(), str::to_owned);
    url.query_pairs_mut().append_pair("journal", &journal);
    Some(url.into())
}

/// What the form under a journal sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Edit {
    /// Key of a person.
    who: String,
    /// `remove` or `add`.
    act: String,
}

/// A teacher takes somebody out of a journal or puts them back. Whoever linked it is told.
pub(super) async fn edit(
    State(sim): State<Sim>,
    jar: CookieJar,
    Path(journal): Path<String>,
    Form(edit): Form<Edit>,
) -> Response {
    let (Some(session), Some(book)) = (site::session(&sim, &jar), sim.book(&journal)) else {
        return site::problem(&sim, StatusCode::BAD_REQUEST, "There is nobody here, or no such journal.");
    };
    if !teaches(&sim, &session.person, &book) || sim.person(&edit.who).is_none() {
        return site::problem(&sim, StatusCode::FORBIDDEN, "Only its teachers change a journal.");
    }
    let who = BTreeSet::from([edit.who]);
    let changes = match edit.act.as_str() {
        "remove" => Changes { journal: journal.clone(), remove: who, ..Changes::default() },
        _ => Changes { journal: journal.clone(), add: who, ..Changes::default() },
    };
    sim.store().journals.changes.entry(journal.clone()).or_default().and(changes);
    notice::send(&sim, &journal).await;
    Redirect::to("/journals").into_response()
}

fn teaches(sim: &Sim, person: &str, book: &Book) -> bool {
    let is_teacher =
        |person: &Person| person.roles.iter().any(|role| role.role == Role::Teacher && role.school == book.school);
    sim.person(person).is_some_and(is_teacher)
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
    let teaches = teaches(&sim, &session.person, &book);
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
