//! The queue, the longest waiting first.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::DateTime;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::super::people::{name_of, next_page, place_after};
use super::Decide;
use crate::domain::Time;
use crate::login::{Login, Turned};
use crate::storage::requests::{self, QueuedCase};
use crate::storage::{StorageError, Tx};
use crate::web::pages::requests::{RequestLine, Requests, case_key};
use crate::web::{self, Frame, Visit};

/// Most of one page.
const PAGE: usize = 50;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    after: String,
    done: String,
}

/// `GET …/requests`.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Decide>,
    Query(which): Query<Which>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let after: Option<(Time, String)> = place_after(&login, steward, "requests", &which.after);
    let (at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, String::new()));
    let (here, from) = ((steward.platform(), steward.school()), (at, id.as_str()));
    let read = |tx: Tx| async move { requests::list(&tx, here, from, 51).await };
    let mut found = login.ground.db.read::<_, StorageError, _, _>(read).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more).map(|row| (row.opened_at, row.id.to_string()));
    let next = match &last {
        Some(last) => Some(next_page(&login, steward, "requests", last, &[])?),
        None => None,
    };
    let template = Requests {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-requests"),
        rows: found.iter().map(|row| line(steward, row)).collect(),
        next,
        is_done: which.done == "yes",
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn line(steward: &Steward, row: &QueuedCase) -> RequestLine {
    let identity = name_of(row.identity_given.as_deref(), row.identity_family.as_deref(), None);
    let account = name_of(row.account_given.as_deref(), row.account_family.as_deref(), Some(identity.as_str()));
    let named = row.identity_given.is_some() || row.identity_family.is_some();
    RequestLine {
        id: row.id.clone(),
        key: case_key(row.kind),
        name: if named { identity } else { account },
        path: steward.path(&format!("/requests/{}", row.id)),
        at: row.opened_at,
    }
}
