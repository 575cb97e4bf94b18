//! One integration ends: checked first, never the last usable way in.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::list::rows;
use super::session::{Owner, Turned, enter, home, is_fresh, sign_in_first};
use crate::domain::{Actor, LinkId, Time};
use crate::linking::{self, EndReason, LinkingError};
use crate::login::{Login, LoginError};
use crate::storage::{Durability, StorageError, Tx, account_merges, joined, links};
use crate::web::pages::settings::{EndConfirm, Ended, LinkRow};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// Names a link.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    link: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, Turned> {
    let owner = enter(&login, &visit, &platform).await?;
    let link = named(&login, &owner, &which).await?;
    let zone = login.card_of(&owner.platform, owner.id()).await?.zone;
    let template = EndConfirm {
        frame: Frame::new(&visit).in_zone(&zone),
        platform: owner.platform.id.clone(),
        brought_until: brought_until(&login, &link.id).await?,
        link,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// The end of a link takes nothing apart that it brought together: what of that the school can still give back, and how long.
async fn brought_until(login: &Login, link: &LinkId) -> Result<Option<Time>, StorageError> {
    let now = login.ground.now();
    let read = |tx: Tx| async move {
        let Some(link) = links::find(&tx, link).await? else { return Ok(None) };
        let into = joined::stands_for(&tx, &link.account_id).await?;
        let brought = account_merges::list_brought(&tx, &into, &link.identity_id, now).await?;
        Ok::<_, StorageError>(brought.into_iter().map(|merge| merge.undo_until).max())
    };
    login.ground.db.read(read).await
}

/// One of the owner's own links; anybody else's answers like a missing one.
async fn named(login: &Login, owner: &Owner, which: &Which) -> Result<LinkRow, web::Error> {
    let found = rows(login, owner).await?.into_iter().find(|row| row.id.as_str() == which.link);
    found.ok_or_else(|| Trouble::NotFound.into())
}

/// The session went with the link it came through: the list would ask for a sign-in and say nothing of what was done.
fn signed_out(visit: &Visit, owner: Owner, row: LinkRow) -> Response {
    visit.end_session();
    let template = Ended { frame: Frame::new(visit), platform: owner.platform.id, upstream: row.name };
    web::page(visit, StatusCode::OK, &template)
}

/// Ends it.
pub(super) async fn end(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    Form(which): Form<Which>,
) -> Result<Response, Turned> {
    let owner = enter(&login, &visit, &platform).await?;
    if !is_fresh(&owner, &login) {
        return Err(sign_in_first(&login, &visit, &owner.platform.id, Some(&owner), None).await);
    }
    let row = named(&login, &owner, &which).await?;
    let actor = &Actor::Account(owner.id().clone());
    let (ground, link) = (&login.ground, &row.id);
    let write = |tx| async move { linking::end(&tx, ground, link, EndReason::Owner, actor).await };
    match ground.db.write(Durability::Durable, write).await {
        Ok(_) => {}
        Err(LinkingError::LastWayIn) => return Err(Trouble::LastWayIn { upstream: row.name }.into()),
        Err(error) => return Err(LoginError::from(error).into()),
    }
    if owner.link.as_ref() == Some(&row.id) {
        return Ok(signed_out(&visit, owner, row));
    }
    Ok(see_other(&format!("{}?done=ended&upstream={}", home(&owner.platform.id), row.upstream)))
}
