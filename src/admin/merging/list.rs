//! The merges of a school, and how far the platform is with each.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;
use serde::Deserialize;

use super::super::cursor;
use super::super::door::{May, Steward};
use super::super::duplicates::side::called;
use super::{AskedMerge, Merger, across};
use crate::domain::Time;
use crate::login::{Login, Turned};
use crate::storage::console_merges::{self, Merged};
use crate::storage::{StorageError, Tx, event_acks, proposals};
use crate::web::pages::merging::{MergeRow, Merges, Told};
use crate::web::{self, Frame, Visit};

/// So many lines are on one page.
const PAGE: usize = 50;
/// Which list a cursor is of.
const LIST: &str = "merges";

/// Where the list goes on.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    after: String,
    /// What came of asking another school.
    #[serde(default)]
    across: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Merger>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let begin = (login.ground.now() + TimeDelta::days(1), String::new());
    let after: (Time, String) = cursor::open(&login.ground, steward, LIST, &wanted.after).unwrap_or(begin);
    let (after, ground) = (&after, &login.ground);
    let read = |tx| async move {
        let place = (steward.platform(), steward.school());
        let found = console_merges::list(&tx, place, (after.0, after.1.as_str()), 51).await?;
        let next = found.get(PAGE - 1).filter(|_| found.len() > PAGE).map(|last| (last.merged_at, last.id.clone()));
        let mut rows = Vec::new();
        for merged in found.into_iter().take(PAGE) {
            rows.push(row(&tx, steward, merged).await?);
        }
        let by = steward.owner.id();
        let agreed = proposals::list_agreed_elsewhere(&tx, place, by, ground.now()).await?;
        let across = agreed
            .iter()
            .filter_map(|one| AskedMerge::of(ground, one).map(|asked| across::row(steward, one, asked.pair())));
        Ok::<_, StorageError>((rows, next, across.collect::<Vec<_>>()))
    };
    let (rows, next, agreed) = login.ground.db.read(read).await?;
    let next = next.and_then(|last| cursor::seal(&login.ground, steward, LIST, &last));
    let template = Merges {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-duplicates"),
        rows,
        agreed,
        across_key: match wanted.across.as_str() {
            "sent" => Some("mrg-across-sent"),
            "lacks" => Some("mrg-across-lacks"),
            _ => None,
        },
        next: next.map(|sealed| steward.path(&format!("/merges?after={sealed}"))),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// One line of it.
pub(super) async fn row(tx: &Tx, steward: &Steward, merged: Merged) -> Result<MergeRow, StorageError> {
    Ok(MergeRow {
        told: told(tx, steward, &merged).await?,
        id: merged.id,
        from: called(merged.from_given, merged.from_family, merged.from_username),
        into: called(merged.into_given, merged.into_family, merged.into_username),
        at: merged.merged_at,
        undone_at: merged.undone_at,
    })
}

/// What the platform has taken. One that moves no history has nothing to wait for.
async fn told(tx: &Tx, steward: &Steward, merged: &Merged) -> Result<Told, StorageError> {
    let platform = &steward.owner.platform;
    let (event, then) = match merged.undone_at {
        Some(_) => (&merged.undone_event_id, Told::Undone),
        None => (&merged.event_id, Told::Moved),
    };
    if then == Told::Moved && platform.moves_history_since.is_none() {
        return Ok(Told::Cannot);
    }
    let taken = match event {
        Some(event) => event_acks::is_taken(tx, &platform.id, event).await?,
        None => false,
    };
    Ok(if taken { then } else { Told::Waiting })
}
