//! The holds of a school: first those that wait.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::super::door::May;
use super::super::journals::names;
use super::Holds;
use crate::login::{Login, Turned};
use crate::storage::{StorageError, Tx, console_journals};
use crate::web::pages::console_holds::{HoldList, HoldRow, hold_key};
use crate::web::{self, Frame, Visit};

/// So many are shown.
const MOST: i64 = 50;

/// The page.
pub(super) async fn show(State(login): State<Login>, visit: Visit, may: May<Holds>) -> Result<Response, Turned> {
    let steward = may.0;
    let of = &steward;
    let read = |tx: Tx| async move {
        let rows = console_journals::list_holds(&tx, (of.platform(), of.school()), MOST).await?;
        Ok::<_, StorageError>((rows, names(&tx).await?))
    };
    let (rows, names) = login.ground.db.read(read).await?;
    let rows = rows.into_iter().map(|hold| HoldRow {
        path: steward.path(&format!("/holds/{}", hold.id)),
        upstream: names.get(&hold.upstream_id).cloned().unwrap_or_default(),
        is_whole: hold.journal_id.is_none(),
        at: hold.held_at,
        state_key: hold_key(hold.state),
    });
    let template = HoldList {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        rows: rows.collect(),
        place: steward.nav("con-holds"),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}
