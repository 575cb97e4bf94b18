//! Everything that is held about one person, as a file for them.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Deserialize;

use super::super::door::{May, Needs};
use super::whom::{called, stopped, whom};
use crate::domain::Right;
use crate::linking::privacy::export_person;
use crate::login::{Login, Turned};
use crate::storage::{Durability, Tx};
use crate::web::pages::privacy::PersonExport;
use crate::web::{self, Form, Frame, Visit};

/// Takes one person's data out.
pub(crate) enum TakePerson {}

impl Needs for TakePerson {
    const RIGHT: Right = Right::Export;
}

/// The form has no field of its own.
#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<TakePerson>,
    Path(names): Path<HashMap<String, String>>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let account = whom(&login, &steward, &names).await?;
    let template = PersonExport {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-people"),
        name: called(&account),
        back: steward.path(&format!("/people/{}", account.id)),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Hands the file over.
pub(super) async fn answer(
    State(login): State<Login>,
    may: May<TakePerson>,
    Path(names): Path<HashMap<String, String>>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let account = whom(&login, &steward, &names).await?;
    let (ground, id, actor, school) = (&login.ground, &account.id, &steward.actor(), steward.school());
    let take = |tx: Tx| async move { export_person(&tx, ground, id, (actor, Some(school))).await };
    let all = ground.db.write(Durability::Durable, take).await.map_err(stopped)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"person.json\""),
    ];
    Ok((headers, format!("{all:#}")).into_response())
}
