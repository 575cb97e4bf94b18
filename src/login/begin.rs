//! The first page: pick a school system, or type user name and password.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::entered::{Entered, Which};
use super::{Login, LoginError};
use crate::domain::UpstreamKind;
use crate::storage::upstreams::{self, Upstream};
use crate::web::pages::login::Chooser;
use crate::web::pages::parts::{PasswordError, PasswordForm, UpstreamChoice};
use crate::web::{self, Frame, Visit};

impl Login {
    /// The systems whose buttons stand on the first page.
    pub(super) async fn usable_upstreams(&self, entered: &Entered) -> Result<Vec<Upstream>, LoginError> {
        let platform = &entered.platform.id;
        let wish = entered.running.request().and_then(|request| request.koppel_school.as_ref());
        let mut there = upstreams::list_enabled(&self.ground.db, platform, wish).await?;
        // A school that has enabled nothing is no reason to show no button at all.
        if there.is_empty() && wish.is_some() {
            there = upstreams::list_enabled(&self.ground.db, platform, None).await?;
        }
        there.retain(|upstream| upstream.kind != UpstreamKind::Lti || super::opened::fits(&entered.running));
        Ok(there)
    }
}

/// The first page; or straight on to an upstream, once, when the platform asked for that.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter(&visit, &which.attempt).await?;
    if let Some(departure) = super::depart::skip_chooser(&login, &visit, &mut entered).await? {
        return Ok(departure);
    }
    chooser(&login, &visit, &entered, None).await
}

/// The first page; with what was wrong with a user name and password just typed.
pub(super) async fn chooser(
    login: &Login,
    visit: &Visit,
    entered: &Entered,
    refused: Option<PasswordForm>,
) -> Result<Response, web::Error> {
    if let Some(page) = super::again::page(login, visit, entered, refused.as_ref()).await? {
        return Ok(page);
    }
    let upstreams = login.usable_upstreams(entered).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let template = Chooser {
        frame: Frame::new(visit),
        attempt: entered.running.id.clone(),
        upstreams: upstreams.iter().map(choice).collect(),
        password: entered.takes_passwords().then(|| refused.unwrap_or_else(|| hinted(entered))),
    };
    Ok(web::page(visit, status, &template))
}

fn hinted(entered: &Entered) -> PasswordForm {
    let hint = entered.running.request().and_then(|request| request.login_hint.clone());
    PasswordForm { username: hint.unwrap_or_default(), error: None }
}

/// The status of a page that shows a refused password again.
pub(super) fn status_of(refused: &PasswordForm) -> StatusCode {
    match refused.error {
        Some(PasswordError::Wrong) => StatusCode::UNAUTHORIZED,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    }
}

/// An upstream to choose.
pub(super) fn choice(upstream: &Upstream) -> UpstreamChoice {
    UpstreamChoice { id: upstream.id.clone(), name: upstream.name.clone() }
}
