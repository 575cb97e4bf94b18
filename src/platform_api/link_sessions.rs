//! `POST /api/link-sessions`: "this account is signed in here since then; let its person link it".

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::refused::Refused;
use super::{Calls, body};
use crate::login::{LinkSessionAsked, Subject};

/// The body, without what proves the client.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// As the browser brought it.
    request: String,
    /// The account, by the `sub` of its tokens …
    sub: Option<String>,
    /// … or by the platform's own id.
    external_id: Option<String>,
    /// When the person signed in at the platform, in seconds since 1970.
    auth_time: i64,
}

/// Answers 201 with `link_session_uri`, where the browser must be sent at once, and `expires_in` in seconds.
pub(super) async fn open(
    State(calls): State<Calls>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let mut members = body::object(&headers, bytes)?;
    let client = calls.issuer.authenticate_call(&headers, &mut members).await?;
    let asked: Asked = serde_json::from_value(Value::Object(members))
        .map_err(|error| Refused::bad_request(format!("the body is not as documented: {error}")))?;
    let granted = calls.login.grant_link_session(&client, &read(asked)?).await??;
    let answer = json!({ "link_session_uri": granted.link_session_uri, "expires_in": granted.expires_in });
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

fn read(asked: Asked) -> Result<LinkSessionAsked, Refused> {
    let subject = match (asked.sub, asked.external_id) {
        (Some(sub), None) => Subject::Sub(sub),
        (None, Some(id)) => Subject::ExternalId(id),
        _ => return Err(Refused::bad_request("name the account by sub or by external_id, and not by both")),
    };
    let auth_time = DateTime::from_timestamp(asked.auth_time, 0);
    let auth_time = auth_time.ok_or_else(|| Refused::bad_request("auth_time is not in seconds since 1970"))?;
    Ok(LinkSessionAsked { request: asked.request, subject, auth_time })
}
