//! `POST /upstream/{id}/notify`: an upstream says that something happened to a journal. It is signed with our shared secret,
//! each call is taken once, and whatever it says, all it does is to have the journal read again.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode, header};

use crate::domain::UpstreamId;
use crate::login::Login;
use crate::roster::refresh;
use crate::storage::upstreams;
use crate::upstream::RosterSource;

/// Where Stuudium's calls to a platform carry their signature (abi.stuudium.com/api).
const STUUDIUM: &str = "stuudium-auth";

/// Largest body, in bytes.
pub(super) const MOST: usize = 4 * 1024;

/// 202 for whatever is signed and can be read, whether anybody linked that journal or not; 401 for everything that is not
/// signed by this upstream, now and for the first time; 400 and 413 for a body that is none.
pub(super) async fn take(
    State(login): State<Login>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> StatusCode {
    match heard(&login, &id, &headers, body).await {
        Ok(()) => StatusCode::ACCEPTED,
        Err(refused) => refused,
    }
}

async fn heard(
    login: &Login,
    id: &str,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(), StatusCode> {
    let signature = signature(headers).ok_or(StatusCode::UNAUTHORIZED)?;
    let source = source(login, id).await?.ok_or(StatusCode::UNAUTHORIZED)?;
    let nonce = source.heard(signature).ok_or(StatusCode::UNAUTHORIZED)?;
    let body = body.map_err(|refused| refused.status())?;
    let key = source.told_of(&body).ok_or(StatusCode::BAD_REQUEST)?;
    let is_new = refresh::take_notice(&login.ground, &key, &nonce).await.map_err(|error| later(&error))?;
    metrics::counter!("koppel_notices_total", "outcome" => if is_new { "taken" } else { "replayed" }).increment(1);
    if is_new { Ok(()) } else { Err(StatusCode::UNAUTHORIZED) }
}

/// The one signature of a call.
fn signature(headers: &HeaderMap) -> Option<&str> {
    let mut sent = headers.get_all(STUUDIUM).iter().chain(headers.get_all(header::AUTHORIZATION));
    let signature = sent.next()?.to_str().ok()?;
    sent.next().is_none().then_some(signature)
}

/// What reads the journals of an upstream that is switched on. An unknown one answers like a wrong signature.
async fn source(login: &Login, id: &str) -> Result<Option<RosterSource>, StatusCode> {
    let Ok(id) = id.parse::<UpstreamId>() else { return Ok(None) };
    let row = upstreams::find_alone(&login.ground.db, &id).await.map_err(|error| later(&error))?;
    Ok(row.and_then(|row| login.upstreams.source(&row).ok().flatten()))
}

fn later(error: &crate::storage::StorageError) -> StatusCode {
    tracing::error!(%error, "a notice could not be taken; the upstream says it again, and the daily refresh comes anyway");
    StatusCode::SERVICE_UNAVAILABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_has_one_signature() {
        let of = |all: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in all {
                headers.append(*name, value.parse().unwrap());
            }
            signature(&headers).map(str::to_owned)
        };
        assert_eq!(of(&[("stuudium-auth", "a")]).as_deref(), Some("a"));
        assert_eq!(of(&[("authorization", "b")]).as_deref(), Some("b"));
        for wrong in [
            &[][..],
            &[("stuudium-auth", "a"), ("authorization", "a")],
            &[("authorization", "a"), ("authorization", "b")],
        ] {
            assert_eq!(of(wrong), None, "{wrong:?}");
        }
    }
}
