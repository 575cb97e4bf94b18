//! The school was asked; nothing else was written.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::attempt::Step;
use super::entered::Which;
use super::{Login, LoginError};
use crate::domain::CaseKind;
use crate::web::pages::login::{Asked, SchoolAsked};
use crate::web::{self, Frame, Visit};

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::Asked).await?;
    let memory = &entered.running.memory;
    let asked = memory.asked.as_ref().ok_or(LoginError::Stale)?;
    let assertion = memory.assertion()?;
    let school = match &asked.school {
        Some(id) => login.school_name(id).await?,
        None => None,
    };
    let template = SchoolAsked {
        frame: Frame::new(&visit),
        attempt: entered.running.id.clone(),
        asked: match asked.kind {
            CaseKind::PeopleDiffer => Asked::PeopleDiffer,
            CaseKind::AccountTaken => Asked::AccountTaken,
            CaseKind::NewAccount => Asked::NewAccount,
            CaseKind::ClaimProbing => Asked::Several,
            _ => Asked::CannotSignIn,
        },
        school,
        upstream: login.upstream_name(&assertion.key.upstream).await?,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}
