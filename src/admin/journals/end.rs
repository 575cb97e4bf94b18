//! Ending a journal here, and undoing that.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::{Journals, find, path};
use crate::login::{Login, Turned};
use crate::roster::{self, RosterError};
use crate::storage::journals::Journal;
use crate::web::pages::console_journals::{JournalEnd, JournalReopen};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// What is written beside it.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    reason: String,
}

/// The check before it.
pub(super) async fn ask(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Journals>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let journal = live(find(&login, &steward, &named).await?)?;
    Ok(page(&visit, &steward, journal, false))
}

/// Ends it.
pub(super) async fn end(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Journals>,
    Form(said): Form<Said>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let journal = live(find(&login, &steward, &named).await?)?;
    let reason = said.reason.trim();
    if reason.is_empty() {
        return Ok(page(&visit, &steward, journal, true));
    }
    roster::end_for_now(&login.ground, &journal.id, reason, &steward.actor()).await.map_err(stopped)?;
    Ok(see_other(&path(&steward, &journal.id)))
}

fn page(visit: &Visit, steward: &Steward, journal: Journal, is_wrong: bool) -> Response {
    let template = JournalEnd {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-journals"),
        path: path(steward, &journal.id),
        name: journal.name,
        is_wrong,
    };
    web::page(visit, if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &template)
}

/// The check before it is undone.
pub(super) async fn ask_back(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Journals>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let journal = find(&login, &steward, &named).await?;
    let until = roster::reopens_until(&journal).filter(|until| login.ground.now() < *until);
    let template = JournalReopen {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-journals"),
        path: path(&steward, &journal.id),
        until: until.ok_or(Trouble::Stale)?,
        name: journal.name,
        is_told: false,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Undoes it.
pub(super) async fn back(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Journals>,
    Form(_): Form<Said>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let journal = find(&login, &steward, &named).await?;
    let reopened = roster::reopen(&login.ground, &journal.id, &steward.actor()).await.map_err(stopped)?;
    let path = path(&steward, &journal.id);
    if !reopened.is_told {
        return Ok(see_other(&path));
    }
    let template = JournalReopen {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-journals"),
        path,
        until: login.ground.now(),
        name: journal.name,
        is_told: true,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn live(journal: Journal) -> Result<Journal, Trouble> {
    if journal.ended_at.is_none() { Ok(journal) } else { Err(Trouble::Stale) }
}

fn stopped(error: RosterError) -> Turned {
    match error {
        RosterError::NotLinked => Trouble::Stale.into(),
        RosterError::Storage(error) => error.into(),
        error => web::Error::internal(error).into(),
    }
}
