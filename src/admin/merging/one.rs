//! One merge, and the button that takes it back.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::list::row;
use super::shown::called;
use super::{Merger, reason, stopped};
use crate::domain::{MergeId, ProductId};
use crate::linking::duplicates::settle_unmerged;
use crate::linking::{self, MergeError, rehearse_unmerge};
use crate::login::{Login, Turned};
use crate::storage::console_merges::{self, Merged};
use crate::storage::licences::Licence;
use crate::storage::{Durability, licence_pools};
use crate::web::pages::merging::{MergeDone, MergeRow};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// Why it is taken back.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    reason: String,
}

type Names = (String, String, String);

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, merge)): Path<Names>,
    visit: Visit,
    may: May<Merger>,
) -> Result<Response, Turned> {
    let merged = find(&login, &may.0, &merge).await?;
    page(&login, &visit, &may.0, merged, false).await
}

/// A merge of this school; another school's answers like a missing one.
async fn find(login: &Login, steward: &Steward, merge: &str) -> Result<Merged, Turned> {
    let id: &MergeId = &merge.parse().map_err(|_| Trouble::NotFound)?;
    let read = |tx| async move { console_merges::find(&tx, steward.platform(), steward.school(), id).await };
    Ok(login.ground.db.read(read).await?.ok_or(Trouble::NotFound)?)
}

async fn page(
    login: &Login,
    visit: &Visit,
    steward: &Steward,
    merged: Merged,
    lacks_reason: bool,
) -> Result<Response, Turned> {
    let undo_until = merged.undo_until;
    let given_away = given_away(login, steward, &merged).await?;
    let template = MergeDone {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-duplicates"),
        row: told(login, steward, merged).await?,
        undo_until,
        can_undo: given_away.is_some(),
        given_away: given_away.unwrap_or_default(),
        lacks_reason,
    };
    let status = if lacks_reason { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(web::page(visit, status, &template))
}

async fn told(login: &Login, steward: &Steward, merged: Merged) -> Result<MergeRow, Turned> {
    Ok(login.ground.db.read(|tx| async move { row(&tx, steward, merged).await }).await?)
}

/// Of which products no licence would be left for the account that comes back; nothing when it cannot come back any more.
async fn given_away(login: &Login, steward: &Steward, merged: &Merged) -> Result<Option<Vec<String>>, Turned> {
    let ground = &login.ground;
    if merged.undone_at.is_some() || merged.undo_until <= ground.now() {
        return Ok(None);
    }
    let tried = match rehearse_unmerge(ground, &merged.id, &steward.actor()).await {
        Ok(tried) => tried,
        Err(MergeError::TooLate | MergeError::Missing | MergeError::Changed | MergeError::Refused(_)) => {
            return Ok(None);
        }
        Err(error) => return Err(stopped(error)),
    };
    let licences: &[Licence] = &tried.given_away;
    let read = |tx| async move {
        let pools = licence_pools::list_use(&tx, steward.platform()).await?;
        let product = |licence: &Licence| pools.iter().find(|pool| pool.id == licence.pool_id);
        let products: Vec<ProductId> =
            licences.iter().filter_map(product).map(|pool| pool.product_id.clone()).collect();
        called(&tx, steward, &products).await
    };
    ground.db.read(read).await.map(Some).map_err(stopped)
}

/// Takes it back.
pub(super) async fn answer(
    State(login): State<Login>,
    Path((_, _, merge)): Path<Names>,
    visit: Visit,
    may: May<Merger>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let merged = find(&login, steward, &merge).await?;
    let Some(reason) = reason(&answer.reason) else { return page(&login, &visit, steward, merged, true).await };
    let (ground, merged, reason, actor) = (&login.ground, &merged, reason.as_str(), &steward.actor());
    let work = |tx| async move {
        linking::unmerge(&tx, ground, &merged.id, reason, actor).await?;
        let pair = (steward.platform(), &merged.account_id, &merged.into_id);
        settle_unmerged(&tx, ground, pair, actor).await?;
        Ok::<_, MergeError>(())
    };
    ground.db.write(Durability::Durable, work).await.map_err(stopped)?;
    Ok(see_other(&steward.path(&format!("/merges/{}", merged.id))))
}
