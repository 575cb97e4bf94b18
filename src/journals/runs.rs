//! The last updates of a journal.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::teacher::enter;
use super::update::{about, counts};
use crate::login::{Login, Turned};
use crate::storage::journal_runs::{self, JournalRun};
use crate::web::pages::runs::{RunRow, Runs};
use crate::web::{self, Frame, Visit};

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    let id = &journal.id;
    let rows = login.ground.db.read(|tx| async move { journal_runs::list_of_journal(&tx, id).await }).await?;
    let (about, zone) = about(&login, teacher.platform(), &journal).await?;
    let rows = rows.iter().map(row).collect();
    Ok(web::page(&visit, StatusCode::OK, &Runs { frame: Frame::new(&visit).in_zone(&zone), about, rows }))
}

/// One of them.
pub(super) fn row(run: &JournalRun) -> RunRow {
    RunRow { at: run.at, cause: run.cause, outcome: run.outcome, is_new_year: run.new_year, counts: counts(run) }
}
