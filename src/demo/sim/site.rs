//! The pages that all simulators share: sign in, choose a role, consent, sign out. Plain forms, own cookie.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Form, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Deserialize;

use super::control::Mode;
use super::store::{Login, Session};
use super::{Inner, Kind, Sim, oauth, stuudium};
use crate::demo::people::{MEREKALDA, Person, PersonRole};

pub(super) fn routes() -> Router<Sim> {
    Router::new()
        .route("/", get(home))
        .route("/sign-in", get(sign_in_page).post(sign_in))
        .route("/role", get(role_page).post(choose_role))
        .route("/consent", get(consent_page).post(consent))
        .route("/logout", get(sign_out).post(sign_out))
        .route(
            "/style.css",
            get(async || ([(CONTENT_TYPE, "text/css")], include_str!("../../../templates/demo/sim.css"))),
        )
}

#[derive(Template)]
#[template(path = "demo/sim_people.html")]
struct PeoplePage<'a> {
    system: Kind,
    request: Option<String>,
    groups: Vec<Group<'a>>,
}

struct Group<'a> {
    title: String,
    people: Vec<&'a Person>,
}

#[derive(Template)]
#[template(path = "demo/sim_role.html")]
struct RolePage {
    system: Kind,
    request: String,
    name: String,
    roles: Vec<String>,
}

#[derive(Template)]
#[template(path = "demo/sim_consent.html")]
struct ConsentPage {
    system: Kind,
    request: String,
    client: String,
    name: String,
}

#[derive(Template)]
#[template(path = "demo/sim_home.html")]
struct HomePage {
    system: Kind,
    name: Option<String>,
}

#[derive(Template)]
#[template(path = "demo/sim_problem.html")]
struct ProblemPage {
    system: Kind,
    problem: String,
}

/// The fields that the forms of these pages send.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Step {
    request: Option<String>,
    person: Option<String>,
    role: Option<usize>,
    answer: Option<String>,
}

pub(super) fn page(status: StatusCode, template: &impl Template) -> Response {
    (status, template.render().map_or_else(|error| Html(error.to_string()), Html)).into_response()
}

/// A page that says what is wrong; the browser goes nowhere.
pub(super) fn problem(sim: &Inner, status: StatusCode, problem: &str) -> Response {
    page(status, &ProblemPage { system: sim.kind, problem: problem.to_owned() })
}

/// Remembers what a client asked for and sends the browser to the first page that is needed, if any.
pub(super) fn begin(sim: &Sim, jar: &CookieJar, login: Login) -> Response {
    let request = sim.secret();
    sim.store().requests.insert(request.clone(), login);
    go_on(sim, jar, &request)
}

/// The next page of a login: sign-in, role, consent, or back to the client.
fn go_on(sim: &Sim, jar: &CookieJar, request: &str) -> Response {
    let Some(login) = sim.store().requests.get(request).cloned() else { return forgotten(sim) };
    let session = session(sim, jar).filter(|session| !login.fresh && is_young(sim, session, login.max_age));
    let Some((session, person)) = session.and_then(|session| Some((session.clone(), sim.person(&session.person)?)))
    else {
        return see(&format!("/sign-in?request={request}"));
    };
    if sim.kind == Kind::Ekool && person.roles.len() > 1 && login.role.is_none() {
        return see(&format!("/role?request={request}"));
    }
    if !sim.store().consents.contains(&(person.key.clone(), login.client_id.clone())) {
        return see(&format!("/consent?request={request}"));
    }
    sim.store().requests.remove(request);
    see(&finish(sim, login, &session))
}

fn is_young(sim: &Sim, session: &Session, max_age: Option<i64>) -> bool {
    max_age.is_none_or(|max_age| (sim.now() - session.signed_in_at).num_seconds() <= max_age.max(1))
}

fn finish(sim: &Sim, login: Login, session: &Session) -> String {
    match sim.kind {
        Kind::Ekool | Kind::Harid => oauth::finish(sim, login, session),
        Kind::Stuudium => stuudium::finish(sim, login, session),
    }
}

/// Back to the client with these parameters and its `state`, unless the control says otherwise.
pub(super) fn back(sim: &Sim, login: &Login, parameters: &[(&str, &str)]) -> String {
    let Ok(mut url) = url::Url::parse(&login.redirect_uri) else { return "/".to_owned() };
    let state = match sim.control.heed("return", &[Mode::DropState, Mode::WrongState]) {
        Mode::DropState => None,
        Mode::WrongState => Some("another-state"),
        _ => login.state.as_deref(),
    };
    url.query_pairs_mut().extend_pairs(parameters).extend_pairs(state.map(|state| ("state", state)));
    url.into()
}

fn see(url: &str) -> Response {
    Redirect::to(url).into_response()
}

fn forgotten(sim: &Sim) -> Response {
    problem(sim, StatusCode::BAD_REQUEST, "This login is not known any more. Start again where you came from.")
}

fn cookie_name(sim: &Inner) -> String {
    format!("{}_session", sim.kind.slug())
}

pub(super) fn session(sim: &Sim, jar: &CookieJar) -> Option<Session> {
    let cookie = jar.get(&cookie_name(sim))?;
    sim.store().sessions.get(cookie.value()).cloned()
}

async fn home(State(sim): State<Sim>, jar: CookieJar) -> Response {
    let name = session(&sim, &jar).and_then(|session| sim.person(&session.person)).map(Person::full_name);
    page(StatusCode::OK, &HomePage { system: sim.kind, name })
}

async fn sign_in_page(State(sim): State<Sim>, Query(step): Query<Step>) -> Response {
    let mut groups: BTreeMap<String, Vec<&Person>> = BTreeMap::new();
    for person in sim.people.iter().filter(|person| sim.kind != Kind::Stuudium || person.is_at(&MEREKALDA)) {
        groups.entry(person.roles.first().map(group_title).unwrap_or_default()).or_default().push(person);
    }
    let groups = groups.into_iter().map(|(title, people)| Group { title, people }).collect();
    page(StatusCode::OK, &PeoplePage { system: sim.kind, request: step.request, groups })
}

fn group_title(role: &PersonRole) -> String {
    let class = role.class_name.as_deref().unwrap_or(role.role.as_str());
    format!("{} – {class}", role.school.name)
}

async fn sign_in(State(sim): State<Sim>, jar: CookieJar, Form(step): Form<Step>) -> Response {
    let Some(person) = step.person.filter(|key| sim.person(key).is_some()) else {
        return problem(&sim, StatusCode::BAD_REQUEST, "There is no such person here.");
    };
    let value = sim.secret();
    let signed_in_at = sim.now();
    sim.store().sessions.insert(value.clone(), Session { person, signed_in_at });
    let cookie = Cookie::build((cookie_name(&sim), value)).path("/").http_only(true).same_site(SameSite::Lax);
    let jar = jar.add(cookie);
    let Some(request) = step.request else { return (jar, see("/")).into_response() };
    if let Some(login) = sim.store().requests.get_mut(&request) {
        login.fresh = false;
    }
    let answer = go_on(&sim, &jar, &request);
    (jar, answer).into_response()
}

async fn role_page(State(sim): State<Sim>, jar: CookieJar, Query(step): Query<Step>) -> Response {
    let person = session(&sim, &jar).and_then(|session| sim.person(&session.person));
    let (Some(request), Some(person)) = (step.request, person) else { return forgotten(&sim) };
    let role = |role: &PersonRole| format!("{} ({})", group_title(role), role.role);
    let roles = person.roles.iter().map(role).collect();
    page(StatusCode::OK, &RolePage { system: sim.kind, request, name: person.full_name(), roles })
}

async fn choose_role(State(sim): State<Sim>, jar: CookieJar, Form(step): Form<Step>) -> Response {
    let Some(request) = step.request else { return forgotten(&sim) };
    if let Some(login) = sim.store().requests.get_mut(&request) {
        login.role = step.role;
    }
    go_on(&sim, &jar, &request)
}

async fn consent_page(State(sim): State<Sim>, jar: CookieJar, Query(step): Query<Step>) -> Response {
    let person = session(&sim, &jar).and_then(|session| sim.person(&session.person));
    let login = step.request.as_ref().and_then(|request| sim.store().requests.get(request).cloned());
    let (Some(request), Some(person), Some(login)) = (step.request, person, login) else { return forgotten(&sim) };
    let page_of = ConsentPage { system: sim.kind, request, client: login.client_id, name: person.full_name() };
    page(StatusCode::OK, &page_of)
}

async fn consent(State(sim): State<Sim>, jar: CookieJar, Form(step): Form<Step>) -> Response {
    let (Some(request), Some(session)) = (step.request, session(&sim, &jar)) else { return forgotten(&sim) };
    let Some(login) = sim.store().requests.get(&request).cloned() else { return forgotten(&sim) };
    if step.answer.as_deref() == Some("allow") {
        sim.store().consents.insert((session.person, login.client_id));
        return go_on(&sim, &jar, &request);
    }
    sim.store().requests.remove(&request);
    see(&back(&sim, &login, &[("error", "access_denied")]))
}

async fn sign_out(State(sim): State<Sim>, jar: CookieJar) -> Response {
    if let Some(cookie) = jar.get(&cookie_name(&sim)) {
        sim.store().sessions.remove(cookie.value());
    }
    let jar = jar.remove(Cookie::build(cookie_name(&sim)).path("/"));
    (jar, page(StatusCode::OK, &HomePage { system: sim.kind, name: None })).into_response()
}
