//! Where a platform cannot move history, one door at a time is attached to the other account instead of a merge.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::super::duplicates::side;
use super::{Merger, reason};
use crate::domain::{AccountId, LinkId};
use crate::linking::{self, LinkingError, MoveLink};
use crate::login::{Login, LoginError, Turned};
use crate::storage::{Durability, StorageError, links, upstreams};
use crate::web::pages::duplicates::Side;
use crate::web::pages::merging::MovePage;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// Which link, and to which account.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    link: String,
    #[serde(default)]
    to: String,
}

/// The form of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    link: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    reason: String,
}

/// The link, its system, and both accounts.
struct Moved {
    link: LinkId,
    system: String,
    from: Side,
    to: Side,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Merger>,
    Query(which): Query<Which>,
) -> Result<Response, Turned> {
    let moved = load(&login, &may.0, &which).await?;
    Ok(page(&visit, &may.0, moved, false))
}

/// A live link of an account of this school, and another account of it; anything else answers like a missing one.
async fn load(login: &Login, steward: &Steward, which: &Which) -> Result<Moved, Turned> {
    let id: &LinkId = &which.link.parse().map_err(|_| Trouble::NotFound)?;
    let to: &AccountId = &which.to.parse().map_err(|_| Trouble::NotFound)?;
    let read = |tx| async move {
        let link = links::find(&tx, id).await?.filter(|link| link.ended_at.is_none() && link.account_id != *to);
        let Some(link) = link else { return Ok::<_, StorageError>(None) };
        let Some((from, to)) = side::both(&tx, steward, &link.account_id, to).await? else { return Ok(None) };
        let upstream = upstreams::find(&tx, &link.upstream_id).await?;
        let system = upstream.map_or_else(|| link.upstream_id.to_string(), |upstream| upstream.name);
        Ok(Some(Moved { link: link.id, system, from, to }))
    };
    Ok(login.ground.db.read(read).await?.ok_or(Trouble::NotFound)?)
}

fn page(visit: &Visit, steward: &Steward, moved: Moved, lacks_reason: bool) -> Response {
    let template = MovePage {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-duplicates"),
        link: moved.link,
        system: moved.system,
        from: moved.from,
        to: moved.to,
        lacks_reason,
    };
    let status = if lacks_reason { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    web::page(visit, status, &template)
}

/// Ends the link there and attaches it here.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    may: May<Merger>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let moved = load(&login, steward, &Which { link: answer.link, to: answer.to }).await?;
    let Some(reason) = reason(&answer.reason) else { return Ok(page(&visit, steward, moved, true)) };
    // There two accounts are merged, with what a merge asks for and refuses.
    if steward.owner.platform.moves_history_since.is_some() {
        return Err(Trouble::Stale.into());
    }
    let (ground, actor) = (&login.ground, &steward.actor());
    let what = &MoveLink { link: &moved.link, to: &moved.to.account, reason: &reason, actor };
    let work = |tx| async move { linking::move_link(&tx, ground, what).await };
    match ground.db.write(Durability::Durable, work).await {
        Ok(_) => Ok(see_other(&steward.path("/duplicates"))),
        Err(LinkingError::IdentityTaken | LinkingError::AccountTaken) => Err(Trouble::Stale.into()),
        Err(error) => Err(LoginError::from(error).into()),
    }
}
