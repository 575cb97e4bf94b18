//! Where a platform cannot move history, one door at a time is attached to the other account instead of a merge.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::super::door::{May, Steward};
use super::super::duplicates::side;
use super::super::entry::{Asked, how_far, propose};
use super::{Merger, reason, stopped};
use crate::domain::{AccountId, LinkId, ProposalKind};
use crate::ground::Ground;
use crate::linking::{self, LinkingError, MergeError, MoveLink, MovePreview};
use crate::login::{Login, Turned};
use crate::storage::proposals::Proposal;
use crate::storage::{Durability, StorageError, Tx, links, upstreams};
use crate::web::pages::merging::{MoveEffect, MovePage, Second};
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
    hash: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    act: String,
}

/// The link, its system, both accounts, and what a second person is asked.
struct Moved {
    link: LinkId,
    effect: MoveEffect,
    preview: MovePreview,
    second: Second,
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
    let ground = &login.ground;
    let read = |tx| async move {
        let Some((effect, preview)) = look(&tx, ground, steward, (id, to)).await? else { return Ok(None) };
        let second = match preview.second {
            Some(_) => {
                let asked = (ProposalKind::MoveLink, preview.object.as_str(), preview.hash.as_str());
                how_far(&tx, steward, ground.now(), asked).await?
            }
            None => Second::NotNeeded,
        };
        Ok::<_, StorageError>(Some(Moved { link: id.clone(), effect, preview, second }))
    };
    Ok(ground.db.read(read).await?.ok_or(Trouble::NotFound)?)
}

async fn look(
    tx: &Tx,
    ground: &Ground,
    steward: &Steward,
    (id, to): (&LinkId, &AccountId),
) -> Result<Option<(MoveEffect, MovePreview)>, StorageError> {
    let link = links::find(tx, id).await?.filter(|link| link.ended_at.is_none() && link.account_id != *to);
    let Some(link) = link else { return Ok(None) };
    let Some((from, into)) = side::both(tx, steward, &link.account_id, to).await? else { return Ok(None) };
    let upstream = upstreams::find(tx, &link.upstream_id).await?;
    let system = upstream.map_or_else(|| link.upstream_id.to_string(), |upstream| upstream.name);
    match linking::preview_move(tx, ground, id, to).await {
        Ok(preview) => Ok(Some((MoveEffect { system, from, to: into }, preview))),
        Err(LinkingError::Storage(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// What waits for a second person, as it would be done now; nothing when that is not what was proposed.
pub(in crate::admin) async fn effect(
    tx: &Tx,
    ground: &Ground,
    steward: &Steward,
    proposal: &Proposal,
) -> Result<Option<MoveEffect>, StorageError> {
    let ids = proposal.object.strip_prefix("link:").and_then(|ids| ids.split_once(','));
    let ids: Option<(LinkId, AccountId)> = ids.and_then(|(link, to)| Some((link.parse().ok()?, to.parse().ok()?)));
    let Some((link, to)) = ids else { return Ok(None) };
    let found = look(tx, ground, steward, (&link, &to)).await?;
    let is_same = |preview: &MovePreview| preview.hash == proposal.hash && preview.second.is_some();
    Ok(found.filter(|(_, preview)| is_same(preview)).map(|(effect, _)| effect))
}

fn page(visit: &Visit, steward: &Steward, moved: Moved, lacks_reason: bool) -> Response {
    let template = MovePage {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-duplicates"),
        link: moved.link,
        system: moved.effect.system,
        from: moved.effect.from,
        to: moved.effect.to,
        hash: moved.preview.hash,
        second: moved.second,
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
    if moved.preview.hash != answer.hash {
        return Err(Trouble::Stale.into());
    }
    if answer.act == "ask" && moved.second == Second::Needed {
        return ask(&login, steward, moved, &reason).await;
    }
    let (ground, actor) = (&login.ground, &steward.actor());
    let what = &MoveLink { link: &moved.link, to: &moved.effect.to.account, reason: &reason, actor };
    let work = |tx| async move { linking::move_link(&tx, ground, what).await };
    match ground.db.write(Durability::Durable, work).await {
        Ok(_) => Ok(see_other(&steward.path("/duplicates"))),
        Err(MergeError::Linking(LinkingError::IdentityTaken | LinkingError::AccountTaken)) => {
            Err(Trouble::Stale.into())
        }
        Err(error) => Err(stopped(error)),
    }
}

/// Puts exactly what was shown before a second person.
async fn ask(login: &Login, steward: &Steward, moved: Moved, reason: &str) -> Result<Response, Turned> {
    let (link, to) = (moved.link, moved.effect.to.account);
    let asked = Asked {
        kind: ProposalKind::MoveLink,
        object: moved.preview.object,
        hash: moved.preview.hash,
        payload: json!({ "link": link, "to": to }),
        reason,
    };
    propose(login, steward, &asked).await?;
    Ok(see_other(&steward.path(&format!("/merge/move?link={link}&to={to}"))))
}
