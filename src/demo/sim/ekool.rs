//! eKool's wire: OAuth 2 with a profile call, today's paths and the older ones.
//!
//! Sources: help.ekool.eu "eKool API"; e-Koolikott's `EkoolService` for `/auth/*`. What is not confirmed (refresh,
//! `state`, the names of school and role fields) is our own guess and stands in the upstream's field mapping as well.

use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json, Router};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::control::Mode;
use super::oauth::{TokenForm, authorize, bearer, granted, tokens};
use super::{Sim, api_get, api_post};
use crate::demo::people::{DemoSchool, Person, PersonRole};
use crate::domain::Role;

pub(super) fn routes(sim: &Sim) -> Router<Sim> {
    Router::new()
        .route("/oauth/authorize", axum::routing::get(authorize))
        .route("/oauth/token", api_post(sim, "token", token))
        .route("/user/me/basic", api_get(sim, "profile", profile))
        .route("/auth/oauth/authorize", axum::routing::get(authorize))
        .route("/auth/oauth/token", api_post(sim, "token", token))
        .route("/auth/generaldata", api_get(sim, "profile", legacy_profile))
}

async fn token(State(sim): State<Sim>, headers: HeaderMap, Form(form): Form<TokenForm>) -> Response {
    match granted(&sim, &headers, &form) {
        Ok(grant) => Json(tokens(&sim, grant)).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn profile(State(sim): State<Sim>, Extension(mode): Extension<Mode>, headers: HeaderMap) -> Response {
    let grant = bearer(&sim, &headers);
    let Some((grant, person)) = grant.and_then(|grant| Some((grant.clone(), sim.shown(&grant.person, mode)?))) else {
        return (StatusCode::UNAUTHORIZED, Json(json!({"success": false, "error": "unauthorized"}))).into_response();
    };
    let chosen = person.roles.get(grant.login.role.unwrap_or_default());
    let child = person.child.as_deref().and_then(|key| sim.person(key));
    let data = json!({
        "id": person.ekool_id,
        "firstName": person.given,
        "lastName": person.family,
        "fullName": person.full_name(),
        "idCode": person.personal_code,
        "birthDate": person.birth_date,
        "email": person.email,
        "locale": "et",
        "viewedPersonId": child.map_or(person.ekool_id, |child| child.ekool_id),
        "current": chosen.map(role_of),
        "schools": schools(&person),
        "roles": person.roles.iter().map(role_of).collect::<Vec<_>>(),
    });
    Json(json!({"success": true, "data": data})).into_response()
}

fn schools(person: &Person) -> Vec<Value> {
    let mut schools: Vec<_> = person.roles.iter().map(|role| role.school).collect();
    schools.dedup();
    let school =
        |school: DemoSchool| json!({"id": school.ekool_institution, "ehisCode": school.ehis(), "name": school.name});
    schools.into_iter().map(school).collect()
}

fn role_of(role: &PersonRole) -> Value {
    json!({"role": role_name(role.role), "schoolId": role.school.ekool_institution, "className": role.class_name,
        "active": true})
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Pupil => "student",
        Role::Teacher => "teacher",
        Role::Staff | Role::Admin => "employee",
        Role::Guardian => "parent",
    }
}

/// The older profile: text id, a blank `idCode` when there is none, the school within the role.
async fn legacy_profile(State(sim): State<Sim>, Extension(mode): Extension<Mode>, headers: HeaderMap) -> Response {
    let Some(person) = bearer(&sim, &headers).and_then(|grant| sim.shown(&grant.person, mode)) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    Json(legacy(&person)).into_response()
}

fn legacy(person: &Person) -> Value {
    let role = |role: &PersonRole| {
        json!({"role": role_name(role.role).to_uppercase(), "ehisId": role.school.ehis(),
            "schoolName": role.school.name, "className": role.class_name})
    };
    json!({
        "id": person.ekool_id.to_string(),
        "firstName": person.given,
        "lastName": person.family,
        "idCode": person.personal_code.clone().unwrap_or_default(),
        "email": person.email,
        "roles": person.roles.iter().map(role).collect::<Vec<_>>(),
    })
}
