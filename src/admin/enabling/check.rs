//! Back from the upstream: does what it says about this person fit the school? Nothing is saved before that is confirmed.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::verdict::verdict;
use super::{Switch, find};
use crate::domain::EnablingId;
use crate::login::check::{self, Checked};
use crate::login::{Login, Turned};
use crate::storage::audit::{self, Entry};
use crate::storage::schools::{self, SchoolUpstream};
use crate::storage::upstreams::Upstream;
use crate::storage::{Durability, StorageError, Tx};
use crate::web::pages::enabling::{CheckPage, Fit};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// Which check.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    attempt: String,
}

/// What the upstream said, compared with the school's numbers.
async fn compare(
    login: &Login,
    visit: &Visit,
    steward: &Steward,
    (row, path): (&Upstream, &str),
    attempt: &str,
) -> Result<(Checked, Fit), Turned> {
    let page = format!("{path}/check");
    let session = &steward.owner.live.session.id;
    let checked = check::read(login, visit, attempt, (session, page.as_str())).await?;
    if checked.assertion.key.upstream != row.id {
        return Err(Trouble::Stale.into());
    }
    let school = steward.school();
    let numbers = login.ground.db.read(|tx| async move { schools::list_numbers(&tx, school).await }).await?;
    let fit = verdict(&checked.assertion, &numbers);
    Ok((checked, fit))
}

/// The page. Whoever comes without an answer of the upstream asks for one.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, upstream)): Path<(String, String, String)>,
    Query(which): Query<Which>,
    visit: Visit,
    may: May<Switch>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let (row, system) = find(&login, steward, &upstream).await?;
    if which.attempt.is_empty() {
        return Ok(see_other(&system.path));
    }
    let (_, fit) = compare(&login, &visit, steward, (&row, system.path.as_str()), &which.attempt).await?;
    let template = CheckPage {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-home"),
        system,
        fit,
        attempt: which.attempt,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Enables it, if everything still fits.
pub(super) async fn confirm(
    State(login): State<Login>,
    Path((_, _, upstream)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Switch>,
    Form(which): Form<Which>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let (row, system) = find(&login, steward, &upstream).await?;
    let (checked, fit) = compare(&login, &visit, steward, (&row, system.path.as_str()), &which.attempt).await?;
    if !matches!(fit, Fit::Fits { .. }) {
        return Err(Trouble::Stale.into());
    }
    enable(&login, steward, &row, &checked).await?;
    Ok(see_other(&format!("{}?done=enabled", system.path)))
}

async fn enable(login: &Login, steward: &Steward, row: &Upstream, checked: &Checked) -> Result<(), StorageError> {
    let (ground, now, actor) = (&login.ground, login.ground.now(), &steward.actor());
    let enabling = &SchoolUpstream {
        id: EnablingId::random(&ground.random),
        platform_id: steward.platform().clone(),
        school_id: steward.school().clone(),
        upstream_id: row.id.clone(),
        enabled_at: now,
        enabled_by: actor.to_string(),
        ended_at: None,
        ended_by: None,
    };
    let write = |tx: Tx| async move {
        checked.end(&tx, now).await?;
        if schools::enable_upstream(&tx, enabling).await? {
            let entry = Entry {
                platform: Some(&enabling.platform_id),
                school: Some(&enabling.school_id),
                object: Some(format!("upstream:{}", enabling.upstream_id)),
                ..Entry::new(now, "school.upstream_enabled", actor)
            };
            audit::record(&tx, &ground.random, &entry).await?;
        }
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await
}
