//! `POST /events/replay`: tell again, from any event of the last 90 days.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::super::refused::Refused;
use super::super::{Calls, body};
use crate::domain::{EventId, PlatformId};
use crate::storage::{Durability, StorageError, Tx, event_acks};

/// The body has `after`: the `jti` of the last event that the platform has, or null for none. Everything that came after it is
/// told again, acknowledged or not. Answers 204. Another platform's event is one that is not there.
pub(super) async fn replay(
    State(calls): State<Calls>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let bearer = calls.issuer.authenticate_listener(&headers).await?;
    let after = match body::object(&headers, bytes)?.get("after") {
        Some(Value::Null) => None,
        Some(Value::String(jti)) => Some(jti.parse::<EventId>().map_err(|_| unknown())?),
        _ => return Err(Refused::bad_request("after is the jti of an event, or null")),
    };
    if !rewind(&calls, &bearer.platform_id, after.as_ref()).await? {
        return Err(unknown());
    }
    Ok((StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response())
}

fn unknown() -> Refused {
    Refused::bad_request("after is no event that was told to you")
}

/// False where there is no such event.
async fn rewind(calls: &Calls, platform: &PlatformId, after: Option<&EventId>) -> Result<bool, StorageError> {
    let write = |tx: Tx| async move {
        let number = match after {
            Some(event) => event_acks::find_number(&tx, platform, event).await?,
            None => Some(0),
        };
        let Some(number) = number else { return Ok(false) };
        event_acks::rewind(&tx, platform, number).await?;
        Ok::<_, StorageError>(true)
    };
    calls.login.ground.db.write(Durability::Durable, write).await
}
