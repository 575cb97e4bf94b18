//! The three calls of "journal-link v1", each signed by the client.

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use chrono::TimeDelta;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::control::Mode;
use super::super::stuudium::{refusal, signed_by};
use super::super::{Inner, Kind, Sim};
use super::book::Book;
use super::{Launch, Linked};
use crate::demo::people::Person;

/// People on one page: few, so that a class takes two.
const PAGE: usize = 20;
/// How long a launch may be used.
const LAUNCH: TimeDelta = TimeDelta::minutes(60);

#[derive(Debug, Deserialize)]
pub(super) struct ReadQuery {
    token: Option<String>,
    journal: Option<String>,
    #[serde(default)]
    page: usize,
}

/// By the token of a launch, or by the id of a journal that this client has linked.
pub(super) async fn read(
    State(sim): State<Sim>,
    Extension(mode): Extension<Mode>,
    headers: HeaderMap,
    Query(query): Query<ReadQuery>,
) -> Response {
    let Some(client) = signed_by(&sim, &headers) else { return refusal(StatusCode::UNAUTHORIZED, "bad_signature") };
    let launch = query.token.as_deref().map(|token| launch(&sim, token, &client));
    let (id, launch, asked) = match (launch, query.journal) {
        (Some(None), _) => return refusal(StatusCode::NOT_FOUND, "unknown_token"),
        (Some(Some(launch)), _) => {
            (launch.journal.clone(), Some(launch), format!("token={}", query.token.unwrap_or_default()))
        }
        (None, Some(id)) => (id.clone(), None, format!("journal={id}")),
        (None, None) => return refusal(StatusCode::BAD_REQUEST, "token_or_journal"),
    };
    let Some(book) = sim.book(&id) else { return refusal(StatusCode::NOT_FOUND, "unknown_journal") };
    if launch.is_none() && !may_read(&sim, &id, &client) {
        return refusal(StatusCode::FORBIDDEN, "no_consent");
    }
    let mut body = page(&sim, &book, mode, (query.page, &asked));
    if let (Some(launch), Some(body)) = (launch, body.as_object_mut()) {
        body.insert("launched_by".to_owned(), json!(sim.person(&launch.teacher).map(|teacher| subject(&sim, teacher))));
    }
    Json(body).into_response()
}

fn launch(sim: &Inner, token: &str, client: &str) -> Option<Launch> {
    let launch = sim.store().journals.launches.get(token).cloned()?;
    Some(launch).filter(|launch| launch.client == client && sim.now() - launch.made_at < LAUNCH)
}

fn may_read(sim: &Inner, journal: &str, client: &str) -> bool {
    let journals = &sim.store().journals;
    let withdrawn = journals.changes.get(journal).and_then(|changes| changes.withdraw).unwrap_or_default();
    let is_linked = journals.links.get(journal).is_some_and(|linked| linked.client == client);
    !withdrawn && (is_linked || sim.options.many.book(sim.kind, journal).is_some())
}

fn page(sim: &Inner, book: &Book, mode: Mode, (number, asked): (usize, &str)) -> Value {
    let roll = sim.roll(book, mode);
    let changes = sim.store().journals.changes.get(&book.id).cloned().unwrap_or_default();
    let (unavailable, uncounted) = (changes.unavailable.unwrap_or_default(), changes.uncounted.unwrap_or_default());
    let total = roll.teachers.len() + roll.students.len();
    let pupils = roll.students.iter().filter(|person| !sim.is_protected(book, &person.key)).count();
    let rows = |people: &[Person], skipped: usize| -> Vec<Value> {
        let here = people.iter().zip(skipped..).filter(|(_, place)| place / PAGE == number);
        here.map(|(person, _)| row(sim, book, person)).collect()
    };
    let (teachers, students) = (rows(&roll.teachers, 0), rows(&roll.students, roll.teachers.len()));
    json!({
        "journal": {
            "id": id(sim, &book.id),
            "name": book.name,
            "year": "2026/2027",
            "url": format!("{}/journals", sim.base()),
            "client": book.school.subdomain,
            "school": { "ehis": book.school.ehis() },
        },
        "teachers": if unavailable { Vec::new() } else { teachers },
        "students": if unavailable { Vec::new() } else { students },
        "deleted": roll.deleted.iter().map(|person| subject(sim, person)).collect::<Vec<_>>(),
        "total": (!uncounted).then_some(if unavailable { 0 } else { total }),
        "pupils": (!unavailable && !uncounted).then_some(pupils),
        "next": ((number + 1) * PAGE < total && !unavailable).then(|| format!("?{asked}&page={}", number + 1)),
        "unavailable": unavailable,
    })
}

fn row(sim: &Inner, book: &Book, person: &Person) -> Value {
    let class = person.roles.iter().find(|role| role.school == book.school).and_then(|role| role.class_name.clone());
    json!({
        "id": subject(sim, person),
        "name_first": person.given,
        "name_last": person.family,
        "group": { "name": class },
        "email": person.email,
        "idcode": person.personal_code.clone().unwrap_or_default(),
        "birth_date": person.birth_date,
        "active": person.is_active,
        "protected": sim.is_protected(book, &person.key),
    })
}

/// The same id as at the sign-in: a number at eKool.
fn subject(sim: &Inner, person: &Person) -> Value {
    match sim.kind {
        Kind::Stuudium => json!(person.stuudium_id()),
        Kind::Ekool | Kind::Harid => json!(person.ekool_id),
    }
}

pub(super) fn id(sim: &Inner, id: &str) -> Value {
    match (sim.kind, id.parse::<i64>()) {
        (Kind::Ekool, Ok(number)) => json!(number),
        _ => json!(id),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct LinkBody {
    token: String,
    url: String,
}

/// The platform says that the journal is linked, and where that leads. Uses the launch up.
pub(super) async fn link(State(sim): State<Sim>, headers: HeaderMap, Json(body): Json<LinkBody>) -> Response {
    let Some(client) = signed_by(&sim, &headers) else { return refusal(StatusCode::UNAUTHORIZED, "bad_signature") };
    let Some(launch) = launch(&sim, &body.token, &client) else {
        return refusal(StatusCode::NOT_FOUND, "unknown_token");
    };
    let mut store = sim.store();
    store.journals.launches.remove(&body.token);
    store.journals.links.insert(launch.journal.clone(), Linked { client, url: body.url });
    drop(store);
    Json(json!({ "journal": id(&sim, &launch.journal), "url": format!("{}/journals", sim.base()) })).into_response()
}

#[derive(Debug, Deserialize)]
pub(super) struct UnlinkBody {
    journal: String,
}

/// The platform says that the journal is not linked any more.
pub(super) async fn unlink(State(sim): State<Sim>, headers: HeaderMap, Json(body): Json<UnlinkBody>) -> Response {
    let Some(client) = signed_by(&sim, &headers) else { return refusal(StatusCode::UNAUTHORIZED, "bad_signature") };
    let mut store = sim.store();
    if store.journals.links.get(&body.journal).is_none_or(|linked| linked.client != client) {
        return refusal(StatusCode::NOT_FOUND, "not_linked");
    }
    store.journals.links.remove(&body.journal);
    Json(json!({})).into_response()
}
