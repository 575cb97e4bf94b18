//! The list: by name, fifty at a time.

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::{Journals, path};
use crate::domain::{JournalState, SchoolId, UpstreamId};
use crate::login::{Login, Turned};
use crate::storage::console_journals::{self, Listed};
use crate::storage::{StorageError, Tx, upstreams};
use crate::vault::Vault;
use crate::web::pages::console_journals::{JournalList, JournalRow};
use crate::web::{self, Frame, Visit};

/// So many journals on a page.
const PAGE: usize = 50;
/// So many are looked through at once for a name.
const STRIDE: usize = 1_000;

/// Which journals.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Journals>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let state = wanted.state.parse::<JournalState>().map_or("", JournalState::as_str);
    let after = opened(&login.ground.vault, steward.school(), &wanted.after);
    let (of, sought, after) = (&steward, &wanted.q.trim().to_lowercase(), &after);
    let read = |tx: Tx| async move {
        let rows = found(&tx, of, state, sought, after.clone()).await?;
        Ok::<_, StorageError>((rows, names(&tx).await?))
    };
    let (mut rows, names) = login.ground.db.read(read).await?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let cursor = rows.last().filter(|_| is_more).and_then(|last| sealed(&login.ground.vault, steward.school(), last));
    let next = cursor.map(|cursor| {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        format!("{}?q={}&state={state}&after={}", steward.path("/journals"), encoded(&wanted.q), encoded(&cursor))
    });
    let row = |listed: Listed| JournalRow {
        path: path(&steward, &listed.id),
        upstream: names.get(&listed.upstream_id).cloned().unwrap_or_default(),
        name: listed.name,
        state: listed.state,
        held: listed.held,
        read_at: listed.read_at,
        pupils: u64::try_from(listed.pupils).unwrap_or_default(),
    };
    let template = JournalList {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-journals"),
        rows: rows.into_iter().map(row).collect(),
        asked: wanted.q,
        state: state.to_owned(),
        next,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// One more than fit on a page.
async fn found(
    tx: &Tx,
    steward: &Steward,
    state: &str,
    sought: &str,
    mut after: (String, String),
) -> Result<Vec<Listed>, StorageError> {
    let place = (steward.platform(), steward.school());
    let stride = if sought.is_empty() { PAGE + 1 } else { STRIDE };
    let mut kept = Vec::new();
    loop {
        let limit = i64::try_from(stride).unwrap_or(i64::MAX);
        let rows = console_journals::list(tx, place, (&after.0, &after.1), state, limit).await?;
        let is_last = rows.len() < stride;
        if let Some(last) = rows.last() {
            after = (last.name.clone(), last.id.to_string());
        }
        kept.extend(rows.into_iter().filter(|row| row.name.to_lowercase().contains(sought)));
        if is_last || kept.len() > PAGE {
            return Ok(kept);
        }
    }
}

/// What upstreams are called.
pub(in crate::admin) async fn names(tx: &Tx) -> Result<BTreeMap<UpstreamId, String>, StorageError> {
    Ok(upstreams::list(tx).await?.into_iter().map(|upstream| (upstream.id, upstream.name)).collect())
}

fn place(school: &SchoolId) -> String {
    format!("console|journals|{school}")
}

/// Where the next page begins.
fn sealed(vault: &Vault, school: &SchoolId, last: &Listed) -> Option<String> {
    let clear = serde_json::to_vec(&(&last.name, &last.id)).ok()?;
    vault.seal(&place(school), &clear).ok()
}

/// The same, read; the beginning where it is none of ours.
fn opened(vault: &Vault, school: &SchoolId, text: &str) -> (String, String) {
    let clear = vault.open(&place(school), text).ok();
    clear.and_then(|clear| serde_json::from_slice(&clear).ok()).unwrap_or_default()
}
