//! Stuudium's wire: a redirect with a token, and a signed call that verifies it.
//!
//! Source: abi.stuudium.com/api. The older form (`/v1/`) as in e-Koolikott's `StuudiumService`.

use std::fmt::Write as _;

use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json, Router};
use axum_extra::extract::cookie::CookieJar;
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use sha1::Sha1;

use super::control::Mode;
use super::store::{Grant, Login, Session};
use super::{Inner, Sim, api_get, site};
use crate::demo::people::{DemoSchool, KUUSEOJA, MEREKALDA, Person};
use crate::domain::Role;

/// How far the clock of a signed call may be off, and how long its nonce is remembered.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// A login token lives so long.
const TOKEN_SECONDS: i64 = 300;

pub(super) fn routes(sim: &Sim) -> Router<Sim> {
    Router::new()
        .route("/v1.1/authenticate", axum::routing::get(authenticate))
        .route("/v1/authenticate", axum::routing::get(authenticate))
        .route("/v1.1/authenticate/verify", api_get(sim, "verify", verify))
        .route("/v1/authenticate/verify", api_get(sim, "verify", verify_v1))
        .route("/v1.1/data/users/list/", api_get(sim, "users", users))
}

/// Lower-case hex of HMAC-SHA1.
#[must_use]
pub fn signature(secret: &str, data: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(data.as_bytes());
    mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}

#[derive(Debug, Deserialize)]
struct AuthenticateQuery {
    client_id: Option<String>,
    state: Option<String>,
}

/// The callback is registered with the client, it is no parameter. `subdomain` is a wish that people of other schools
/// get around, so it is not even read.
async fn authenticate(State(sim): State<Sim>, jar: CookieJar, Query(query): Query<AuthenticateQuery>) -> Response {
    sim.control.heed("authorize", &[]);
    let client = query.client_id.as_deref().and_then(|id| sim.client(id));
    let Some((client, redirect_uri)) = client.and_then(|client| Some((client, client.redirect_uris.first()?))) else {
        return site::problem(&sim, StatusCode::BAD_REQUEST, "Unknown client_id.");
    };
    let login = Login {
        client_id: client.id.clone(),
        redirect_uri: redirect_uri.clone(),
        state: query.state,
        ..Login::default()
    };
    site::begin(&sim, &jar, login)
}

/// The address the browser goes back to, with a token.
pub(super) fn finish(sim: &Sim, login: Login, session: &Session) -> String {
    let token = sim.secret();
    let url = site::back(sim, &login, &[("token", &token)]);
    let grant = Grant { login, person: session.person.clone(), auth_time: session.signed_in_at, made_at: sim.now() };
    sim.store().codes.insert(token, grant);
    url
}

/// The client of a call with a right `Authorization: Data v2 <id> <unix time> <nonce> <signature>`.
pub(super) fn signed_by(sim: &Inner, headers: &HeaderMap) -> Option<String> {
    let header = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Data v2 ")?;
    let [id, time, nonce, sent] = header.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let client = sim.client(id)?;
    let at = chrono::DateTime::from_timestamp(time.parse().ok()?, 0)?;
    let now = sim.now();
    let fits = (10..=30).contains(&nonce.len()) && (now - at).abs() <= WINDOW;
    if !fits || signature(&client.secret, &format!("{time} {nonce}")) != sent {
        return None;
    }
    let nonces = &mut sim.store().nonces;
    nonces.retain(|_, used| now - *used <= WINDOW * 2);
    nonces.insert(format!("{id} {nonce}"), now).is_none().then(|| id.to_owned())
}

/// Uses up a login token of this client.
fn take(sim: &Inner, token: &str, client: &str) -> Option<Grant> {
    let grant = sim.store().codes.remove(token)?;
    let fresh = (sim.now() - grant.made_at).num_seconds() < TOKEN_SECONDS;
    Some(grant).filter(|grant| fresh && grant.login.client_id == client)
}

#[derive(Debug, Deserialize)]
struct VerifyQuery {
    token: String,
    client_id: Option<String>,
    signature: Option<String>,
}

async fn verify(
    State(sim): State<Sim>,
    Extension(mode): Extension<Mode>,
    headers: HeaderMap,
    Query(query): Query<VerifyQuery>,
) -> Response {
    let Some(client) = signed_by(&sim, &headers) else { return refusal(StatusCode::UNAUTHORIZED, "bad_signature") };
    let grant = take(&sim, &query.token, &client);
    let Some(person) = grant.and_then(|grant| sim.shown(&grant.person, mode)) else {
        return refusal(StatusCode::NOT_FOUND, "unknown_token");
    };
    Json(user(&sim, &person)).into_response()
}

async fn verify_v1(
    State(sim): State<Sim>,
    Extension(mode): Extension<Mode>,
    Query(query): Query<VerifyQuery>,
) -> Response {
    let client = query.client_id.as_deref().and_then(|id| sim.client(id));
    let right = |secret: &str| query.signature.as_deref() == Some(signature(secret, &query.token).as_str());
    let Some(client) = client.filter(|client| right(&client.secret)) else {
        return refusal(StatusCode::UNAUTHORIZED, "bad_signature");
    };
    let Some(person) = take(&sim, &query.token, &client.id).and_then(|grant| sim.shown(&grant.person, mode)) else {
        return refusal(StatusCode::NOT_FOUND, "unknown_token");
    };
    let code = person.personal_code.unwrap_or_default();
    Json(json!({"idcode": code, "name_first": person.given, "name_last": person.family})).into_response()
}

pub(super) fn refusal(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({"error": error}))).into_response()
}

/// A user as verify gives them; `client` is the school they really are at.
fn user(sim: &Inner, person: &Person) -> Value {
    let main = person.stuudium_role();
    let school = main.map_or(MEREKALDA, |role| role.school);
    let child = person.child.as_deref().and_then(|key| sim.person(key));
    json!({
        "id": person.stuudium_id(),
        "client": school.subdomain,
        "school": {"ehis": school.ehis(), "name": school.name},
        "type": main.map(|role| user_type(role.role)),
        "group": main.and_then(|role| role.class_name.as_ref()).map(|name| json!({"name": name})),
        "name_first": person.given,
        "name_last": person.family,
        "idcode": person.personal_code.clone().unwrap_or_default(),
        "email": person.email,
        "children": child.map(|child| vec![json!({"id": child.stuudium_id()})]).unwrap_or_default(),
    })
}

fn user_type(role: Role) -> &'static str {
    match role {
        Role::Pupil => "student",
        Role::Teacher => "teacher",
        Role::Staff | Role::Admin => "staff",
        Role::Guardian => "parent",
    }
}

#[derive(Debug, Deserialize)]
struct UsersQuery {
    client: String,
}

/// The user list of one school: pupils with their parents.
async fn users(
    State(sim): State<Sim>,
    Extension(mode): Extension<Mode>,
    headers: HeaderMap,
    Query(query): Query<UsersQuery>,
) -> Response {
    if signed_by(&sim, &headers).is_none() {
        return refusal(StatusCode::UNAUTHORIZED, "bad_signature");
    }
    let Some(school) = [KUUSEOJA, MEREKALDA].into_iter().find(|school| school.subdomain == query.client) else {
        return refusal(StatusCode::FORBIDDEN, "unknown_client");
    };
    let shown = sim.people.iter().filter_map(|person| sim.shown(&person.key, mode));
    let pupils = shown.filter(|person| is_pupil_at(person, &school));
    Json(json!({"users": pupils.map(|person| listed(&sim, &person)).collect::<Vec<_>>()})).into_response()
}

fn is_pupil_at(person: &Person, school: &DemoSchool) -> bool {
    person.roles.iter().any(|role| role.role == Role::Pupil && role.school == *school)
}

fn listed(sim: &Inner, person: &Person) -> Value {
    let parents = sim.people.iter().filter(|other| other.child.as_ref() == Some(&person.key));
    let parent = |parent: &Person| {
        json!({"id": parent.stuudium_id(), "name_first": parent.given, "name_last": parent.family,
            "email": parent.email, "idcode": parent.personal_code.clone().unwrap_or_default(), "telephone": null})
    };
    let class = person.roles.first().and_then(|role| role.class_name.clone());
    json!({"id": person.stuudium_id(), "group": {"name": class}, "name_first": person.given,
        "name_last": person.family, "idcode": person.personal_code.clone().unwrap_or_default(),
        "email": person.email, "address": null, "parents": parents.map(parent).collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published vector of abi.stuudium.com/api.
    #[test]
    fn signature_equals_the_published_vector() {
        let signed = signature("RAKENDUSE_SALAJANE_VÕTI", "1599100000 cMac6zfLOG08BeMvTpYK");
        assert_eq!(signed, "1e4d2ca681396345d3e6b33675c3ee86f6e65e3c");
    }
}
