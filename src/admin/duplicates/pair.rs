//! Two accounts side by side, and what can be decided about them.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::{Suspects, side, why};
use crate::domain::{DuplicateId, DuplicateState, Right};
use crate::linking::LinkingError;
use crate::linking::duplicates::{ask_pupil, say_not_same};
use crate::login::{Login, LoginError, Turned};
use crate::storage::duplicates::{self, Duplicate};
use crate::storage::{Durability, StorageError, Tx};
use crate::web::pages::duplicates::{PairPage, Side};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// What was decided.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    act: String,
}

type Names = (String, String, String);

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, duplicate)): Path<Names>,
    visit: Visit,
    may: May<Suspects>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let (pair, one, other) = load(&login, &steward, &duplicate).await?;
    let template = PairPage {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-duplicates"),
        id: pair.id,
        one,
        other,
        score: u64::try_from(pair.score).unwrap_or(0),
        why: why::keys(&pair.why),
        state: pair.state,
        may_merge: steward.may(Right::Merge),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Two people, or: ask the pupil.
pub(super) async fn answer(
    State(login): State<Login>,
    Path((_, _, duplicate)): Path<Names>,
    may: May<Suspects>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let (pair, _, _) = load(&login, steward, &duplicate).await?;
    let (ground, pair, actor) = (&login.ground, &pair, &steward.actor());
    let work = |tx: Tx, asks: bool| async move {
        if asks { ask_pupil(&tx, ground, pair, actor).await } else { say_not_same(&tx, ground, pair, actor, "").await }
    };
    let (asks, done) = match answer.act.as_str() {
        "ask" => (true, "asked"),
        "not-same" if pair.state != DuplicateState::Merged => (false, "not-same"),
        _ => return Err(Trouble::BadForm.into()),
    };
    let write = |tx| work(tx, asks);
    ground.db.write::<_, LinkingError, _, _>(Durability::Durable, write).await.map_err(LoginError::from)?;
    Ok(see_other(&steward.path(&format!("/duplicates?done={done}"))))
}

/// A pair of this school with both accounts; anybody else's answers like a missing one.
async fn load(login: &Login, steward: &Steward, duplicate: &str) -> Result<(Duplicate, Side, Side), Turned> {
    let id: &DuplicateId = &duplicate.parse().map_err(|_| Trouble::NotFound)?;
    let read = |tx| async move {
        let found = duplicates::find(&tx, id).await?;
        let is_here = |pair: &Duplicate| (&pair.platform_id, &pair.school_id) == (steward.platform(), steward.school());
        let Some(pair) = found.filter(is_here) else { return Ok::<_, StorageError>(None) };
        let both = side::both(&tx, steward, &pair.one_id, &pair.other_id).await?;
        Ok(both.map(|(one, other)| (pair, one, other)))
    };
    Ok(login.ground.db.read(read).await?.ok_or(Trouble::NotFound)?)
}
