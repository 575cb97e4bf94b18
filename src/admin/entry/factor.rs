//! The second factor: at the door, and again before something that weighs more.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::{StatusCode, Uri};
use serde::Deserialize;

use super::super::door;
use super::enrol;
use crate::accounts::second_factor::{self, Shown};
use crate::domain::PlatformId;
use crate::login::{Login, LoginError, Owner, Turned};
use crate::web::pages::console::StepUp;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// Where to go on afterwards.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

/// What the pages send.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// Empty, or `begin` or `confirm` while a second factor is set up.
    act: String,
    back: String,
    code: String,
    factor: String,
}

/// One request about a second factor.
pub(super) struct Here<'a> {
    pub(super) login: &'a Login,
    pub(super) visit: &'a Visit,
    pub(super) owner: &'a Owner,
    /// Where forms lead.
    pub(super) action: &'a str,
    /// Where to go on afterwards.
    pub(super) back: &'a str,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    uri: Uri,
    Path(platform): Path<String>,
    visit: Visit,
    Query(to): Query<Back>,
) -> Result<Response, Turned> {
    let platform: PlatformId = platform.parse().map_err(|_| Trouble::NotFound)?;
    let owner = door::at_console(&login, &visit, &platform, &to.back).await?;
    let back = door::back(&platform, &to.back);
    let here = Here { login: &login, visit: &visit, owner: &owner, action: uri.path(), back: &back };
    if is_enrolled(&here).await? { Ok(page(&here, false)) } else { enrol::show(&here).await }
}

async fn is_enrolled(here: &Here<'_>) -> Result<bool, Turned> {
    let account = here.owner.id();
    let read = |tx| async move { second_factor::is_enrolled(&tx, account).await };
    Ok(here.login.ground.db.read(read).await?)
}

fn page(here: &Here<'_>, is_wrong: bool) -> Response {
    let template = StepUp {
        frame: Frame::new(here.visit),
        platform: here.owner.platform.id.clone(),
        action: here.action.to_owned(),
        back: here.back.to_owned(),
        is_wrong,
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    web::page(here.visit, status, &template)
}

/// A code, or a step of setting a second factor up.
pub(super) async fn answer(
    State(login): State<Login>,
    uri: Uri,
    Path(platform): Path<String>,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, Turned> {
    let platform: PlatformId = platform.parse().map_err(|_| Trouble::NotFound)?;
    let owner = door::at_console(&login, &visit, &platform, &typed.back).await?;
    let back = door::back(&platform, &typed.back);
    let here = Here { login: &login, visit: &visit, owner: &owner, action: uri.path(), back: &back };
    match typed.act.as_str() {
        "" => code(&here, &typed.code).await,
        "begin" => enrol::begin(&here).await,
        "confirm" => enrol::confirm(&here, &typed.factor, &typed.code).await,
        _ => Err(Trouble::BadForm.into()),
    }
}

async fn code(here: &Here<'_>, code: &str) -> Result<Response, Turned> {
    let place = (&here.owner.live.session.id, here.visit.browser_hash());
    let shown = second_factor::show(&here.login.ground, here.owner.id(), place, code).await;
    match shown.map_err(LoginError::from)? {
        Shown::Right => Ok(see_other(here.back)),
        Shown::Wrong => Ok(page(here, true)),
        Shown::Locked { retry_after_seconds } => Err(Trouble::TooManyTries { retry_after_seconds }.into()),
        Shown::NotEnrolled => enrol::refuse(here).await,
    }
}
