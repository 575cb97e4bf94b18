//! `PUT /api/accounts/{external_id}`: one account as the platform knows it today, by the rules of `account import`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use super::refused::Refused;
use super::{Calls, body};
use crate::accounts::AccountsError;
use crate::accounts::import::{self, Format, ImportError, Options, Report};
use crate::domain::{Actor, PlatformId};
use crate::issuer::sub_at;
use crate::storage::{StorageError, accounts, platforms};

/// Creates or updates the account. The body is one row of an import, as JSON; what is left out changes nothing. Answers
/// 201 or 200 with `sub`, `external_id` and `outcome`; 422 with what is wrong with which member.
pub(super) async fn put(
    State(calls): State<Calls>,
    Path(external_id): Path<String>,
    headers: HeaderMap,
    bytes: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let mut row = body::object(&headers, bytes)?;
    let client = calls.issuer.authenticate_call(&headers, &mut row).await?;
    body::named(&mut row, &external_id)?;
    let told = row.get("sub").and_then(Value::as_str).unwrap_or(&external_id).to_owned();
    let options = Options {
        platform: client.platform_id.clone(),
        format: Format::Jsonl,
        dry_run: false,
        actor: Actor::Platform(client.platform_id.clone()),
    };
    let line = Value::Object(row).to_string();
    let report = import::run(&calls.login.ground, line.as_bytes(), &options, |_| {}).await.map_err(refused)?;
    if let Some(bad) = report.bad_rows.first() {
        let why = format!("{} {}", bad.field.as_deref().unwrap_or("the body"), bad.reason);
        return Err(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_account", why));
    }
    let sub = sub(&calls, &client.platform_id, (&external_id, &told)).await?;
    let status = if report.created > 0 { StatusCode::CREATED } else { StatusCode::OK };
    let answer = json!({ "sub": sub, "external_id": external_id, "outcome": outcome(&report) });
    Ok((status, [(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

fn outcome(report: &Report) -> &'static str {
    match (report.created, report.updated) {
        (0, 0) => "unchanged",
        (0, _) => "updated",
        _ => "created",
    }
}

fn refused(error: ImportError) -> Refused {
    match error {
        ImportError::Accounts(AccountsError::Storage(error)) => error.into(),
        error => {
            tracing::error!(%error, "an account could not be put");
            Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "something is wrong at our side")
        }
    }
}

/// The `sub` that stands for this account now: where it went into another, that one's.
async fn sub(
    calls: &Calls,
    platform: &PlatformId,
    (external_id, told): (&str, &str),
) -> Result<Option<String>, StorageError> {
    let ground = &calls.login.ground;
    let read = |tx| async move {
        let mode = platforms::find(&tx, platform).await?.map(|platform| platform.sub_mode);
        let account = match accounts::find_by_external(&tx, platform, external_id).await? {
            Some(account) => Some(account),
            None => accounts::find_by_sub(&tx, platform, told).await?,
        };
        let account = match account.as_ref().and_then(|account| account.merged_into.as_ref()) {
            Some(into) => accounts::find(&tx, into).await?,
            None => account,
        };
        Ok::<_, StorageError>((mode, account))
    };
    let (mode, account) = ground.db.read(read).await?;
    Ok(mode.zip(account).map(|(mode, account)| sub_at(mode, &account)))
}
