//! HarID's wire: OpenID Connect with its own quirks (`amr` as a string, roles that nobody vouches for).
//!
//! Source: harid.ee/en/pages/dev-info.

use axum::extract::{Form, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::control::Mode;
use super::oauth::{TokenForm, authorize, bearer, granted, tokens};
use super::{Inner, Sim, api_get, api_post, id_token};
use crate::demo::people::{Person, PersonRole};
use crate::domain::Role;

pub(super) fn routes(sim: &Sim) -> Router<Sim> {
    let user_info_routes = api_get(sim, "userinfo", user_info).merge(api_post(sim, "userinfo", user_info));
    Router::new()
        .route("/.well-known/openid-configuration", api_get(sim, "discovery", discovery))
        .route("/jwks.json", api_get(sim, "jwks", jwks))
        .route("/{locale}/authorizations/new", get(authorize).merge(post(authorize)))
        .route("/{locale}/access_tokens", api_post(sim, "token", token))
        .route("/{locale}/user_info", user_info_routes)
}

async fn discovery(State(sim): State<Sim>) -> Json<Value> {
    let base = sim.base();
    Json(json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/et/authorizations/new"),
        "token_endpoint": format!("{base}/et/access_tokens"),
        "userinfo_endpoint": format!("{base}/et/user_info"),
        "jwks_uri": format!("{base}/jwks.json"),
        "end_session_endpoint": format!("{base}/logout"),
        "scopes_supported":
            ["openid", "profile", "email", "phone", "personal_code", "roles", "session_type", "custodies"],
        "response_types_supported": ["code", "id_token", "id_token token"],
        "grant_types_supported": ["authorization_code", "implicit"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "ui_locales_supported": ["et", "en"],
    }))
}

async fn jwks(State(sim): State<Sim>) -> Response {
    let Some(keys) = id_token::keys(&sim) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    Json(json!({"keys": [keys.public]})).into_response()
}

async fn token(
    State(sim): State<Sim>,
    Extension(mode): Extension<Mode>,
    headers: HeaderMap,
    Form(form): Form<TokenForm>,
) -> Response {
    let grant = match granted(&sim, &headers, &form) {
        Ok(grant) => grant,
        Err(refusal) => return refusal.into_response(),
    };
    let signed = sim.shown(&grant.person, mode).and_then(|person| id_token::make(&sim, &grant, &person.harid_id, mode));
    let mut answer = tokens(&sim, grant);
    if let Some(fields) = answer.as_object_mut() {
        fields.insert("expires_in".to_owned(), json!(86_396));
        fields.extend(signed.map(|token| ("id_token".to_owned(), Value::from(token))));
    }
    Json(answer).into_response()
}

async fn user_info(State(sim): State<Sim>, Extension(mode): Extension<Mode>, headers: HeaderMap) -> Response {
    let grant = bearer(&sim, &headers);
    let Some((grant, person)) = grant.and_then(|grant| Some((grant.clone(), sim.shown(&grant.person, mode)?))) else {
        return (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_token"}))).into_response();
    };
    Json(claims(&sim, &person, &grant.login.scope, mode)).into_response()
}

/// The claims that the scopes ask for.
fn claims(sim: &Inner, person: &Person, scope: &str, mode: Mode) -> Value {
    let sub = if mode == Mode::OtherSubject { "00000000-0000-4000-8000-000000000000" } else { &person.harid_id };
    let mut claims = json!({"sub": sub, "strong_session": true, "ui_locales": ["et"]});
    let Some(fields) = claims.as_object_mut() else { return claims };
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    for scope in scope.split(' ') {
        match scope {
            "profile" => {
                put("name", person.full_name().into());
                put("given_name", person.given.clone().into());
                put("family_name", person.family.clone().into());
            }
            "email" => {
                put("email", person.email.clone().into());
                put("email_verified", person.email_verified.into());
            }
            "personal_code" => {
                if let Some(code) = &person.personal_code {
                    put("personal_code", format!("EE:EID:{code}").into());
                }
            }
            "roles" => {
                put("roles", person.roles.iter().map(role_claim).collect());
            }
            "custodies" => {
                put("custodies", custodies(sim, person));
            }
            _ => {}
        }
    }
    claims
}

fn custodies(sim: &Inner, person: &Person) -> Value {
    let child = person.child.as_deref().and_then(|key| sim.person(key));
    let custody = |child: &Person| json!({"name": child.full_name(), "personal_code": child.personal_code.as_ref().map(|code| format!("EE:EID:{code}"))});
    child.iter().copied().map(custody).collect()
}

fn role_claim(role: &PersonRole) -> Value {
    let (marker, estonian, english) = match role.role {
        Role::Pupil => ("student", "Õpilane", "Student"),
        Role::Teacher => ("teacher", "Õpetaja", "Teacher"),
        Role::Staff | Role::Admin => ("employee", "Töötaja", "Employee"),
        Role::Guardian => ("parent", "Lapsevanem", "Parent"),
    };
    let class = role.class_name.as_deref().unwrap_or_default();
    let parallel = class.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let grade = class.strip_suffix(parallel).filter(|grade| !grade.is_empty());
    json!({
        "marker": marker, "active": true, "start_date": "2026-09-01", "end_date": null,
        "name_et": estonian, "name_en": english, "name_ru": null,
        "desc_et": null, "desc_en": null, "desc_ru": null,
        "provider_ehis_id": role.school.ehis(), "provider_reg_nr": null, "provider_name": role.school.name,
        "student_grade": grade, "student_parallel": grade.map(|_| parallel),
        "created_at": "2026-09-01T06:00:00.000Z", "updated_at": "2026-09-01T06:00:00.000Z",
    })
}
