//! "This was not me", later: once, at the next sign-in through a way in that is older than the new link.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::attempt::{Step, WayIn};
use super::entered::Which;
use super::{Login, LoginError};
use crate::linking;
use crate::storage::links::Link;
use crate::storage::notices::Notice;
use crate::storage::{Durability, accounts};
use crate::web::pages::login::LinkNotice;
use crate::web::{self, Form, Frame, Visit, see_other};

/// The oldest notice that is due at this way in.
async fn first(login: &Login, way_in: &WayIn) -> Result<Option<(Notice, Link)>, LoginError> {
    let (ground, id, through) = (&login.ground, &way_in.account, way_in.through());
    ground
        .db
        .read(|tx| async move {
            let account = accounts::find(&tx, id).await?.ok_or(LoginError::Stale)?;
            Ok(linking::notices_due(&tx, ground, &account, through).await?.into_iter().next())
        })
        .await
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::Notice).await?;
    let way_in = entered.running.memory.way_in.as_ref().ok_or(LoginError::Stale)?;
    let Some((_, link)) = first(&login, way_in).await? else { return Ok(see_other(&entered.path("/login"))) };
    let (ground, link, browser) = (&login.ground, &link, visit.browser_hash());
    let offer = |tx| async move { linking::offer_notice(&tx, ground, link, browser).await };
    let not_me = ground.db.write(Durability::Relaxed, offer).await.map_err(LoginError::from)?;
    let zone = login.account_card(&entered, &link.account_id).await?.zone;
    let template = LinkNotice {
        frame: Frame::new(&visit).in_zone(&zone),
        attempt: entered.running.id.clone(),
        upstream: login.upstream_name(&link.upstream_id).await?,
        linked_at: link.created_at,
        not_me,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// "That was me", or on after "this was not me": the notice is seen, the login goes on.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    Form(which): Form<Which>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &which.attempt, Step::Notice).await?;
    let way_in = entered.running.memory.way_in.as_ref().ok_or(LoginError::Stale)?;
    if let Some((notice, _)) = first(&login, way_in).await? {
        let (ground, notice) = (&login.ground, &notice);
        let seen = |tx| async move { linking::acknowledge(&tx, ground, notice).await };
        ground.db.write(Durability::Durable, seen).await.map_err(LoginError::from)?;
    }
    super::finish::go_in(&login, &visit, &mut entered).await
}
