//! `PUT /api/products/{external_id}`, `/api/kits/…` and `/api/groups/…`: what the platform has for journals, by the rules of
//! `koppel product|kit|group import`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value, json};

use super::refused::Refused;
use super::{Calls, body};
use crate::domain::Actor;
use crate::offers::{By, Noun, OfferError, Outcome, Told, put, read_json};
use crate::storage::{Durability, Tx};

/// `PUT /api/products/{external_id}`.
pub(super) async fn put_product(
    State(calls): State<Calls>,
    Path(external_id): Path<String>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    told(&calls, Noun::Product, &external_id, (&headers, bytes)).await
}

/// `PUT /api/kits/{external_id}`.
pub(super) async fn put_kit(
    State(calls): State<Calls>,
    Path(external_id): Path<String>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    told(&calls, Noun::Kit, &external_id, (&headers, bytes)).await
}

/// `PUT /api/groups/{external_id}`.
pub(super) async fn put_group(
    State(calls): State<Calls>,
    Path(external_id): Path<String>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    told(&calls, Noun::Group, &external_id, (&headers, bytes)).await
}

/// Adds it, changes it or ends it. Answers 201 or 200 with `external_id` and `outcome`; 422 with what is wrong with which
/// member.
async fn told(
    calls: &Calls,
    noun: Noun,
    external_id: &str,
    (headers, bytes): (&HeaderMap, Result<Bytes, BytesRejection>),
) -> Result<Response, Refused> {
    let mut row = body::object(headers, bytes)?;
    let client = calls.issuer.authenticate_call(headers, &mut row).await?;
    body::named(&mut row, external_id)?;
    let told = &read(noun, row)?;
    let (ground, actor) = (&calls.login.ground, &Actor::Platform(client.platform_id.clone()));
    let by = By { platform: &client.platform_id, actor };
    let write = |tx: Tx| async move { put(&tx, ground, by, (noun, told)).await };
    let outcome = match ground.db.write(Durability::Durable, write).await {
        Ok(outcome) => outcome,
        Err(OfferError::Wrong(field, why)) => return Err(wrong(noun, &format!("{field} {why}"))),
        Err(OfferError::Storage(error)) => return Err(error.into()),
        // There is no file here.
        Err(OfferError::File(_)) => return Err(wrong(noun, "the body cannot be read")),
    };
    let (status, outcome) = match outcome {
        Outcome::Created => (StatusCode::CREATED, "created"),
        Outcome::Updated => (StatusCode::OK, "updated"),
        Outcome::Unchanged => (StatusCode::OK, "unchanged"),
    };
    let answer = json!({ "external_id": external_id, "outcome": outcome });
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

fn wrong(noun: Noun, why: &str) -> Refused {
    let error = match noun {
        Noun::Product => "invalid_product",
        Noun::Kit => "invalid_kit",
        Noun::Group => "invalid_group",
    };
    Refused::new(StatusCode::UNPROCESSABLE_ENTITY, error, why)
}

/// The body as a row. In JSON a group's teachers are a list.
fn read(noun: Noun, mut row: Map<String, Value>) -> Result<Told, Refused> {
    let teachers = match (noun, row.remove("teachers")) {
        (_, None | Some(Value::Null)) => None,
        (Noun::Group, Some(Value::Array(all))) => {
            let ids = all.iter().map(|id| id.as_str().map(str::to_owned)).collect::<Option<Vec<String>>>();
            Some(ids.ok_or_else(|| wrong(noun, "teachers are not texts"))?)
        }
        (Noun::Group, Some(_)) => return Err(wrong(noun, "teachers is not a list")),
        (Noun::Product | Noun::Kit, Some(_)) => return Err(wrong(noun, "teachers is not a member of this call")),
    };
    let told = read_json(noun, &Value::Object(row).to_string());
    let told = told.map_err(|bad| {
        let field = bad.field.as_deref().unwrap_or("the body");
        wrong(noun, &format!("{field} {}", bad.reason))
    })?;
    Ok(Told { teachers, ..told })
}
