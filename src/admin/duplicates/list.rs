//! The queue of suspects, the likeliest first.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::cursor;
use super::super::door::{May, Steward};
use super::side::called;
use super::{Suspects, why};
use crate::login::{Login, Turned};
use crate::storage::duplicates::{self, Queued};
use crate::web::pages::duplicates::{Duplicates, PairDone, PairRow};
use crate::web::{self, Frame, Visit};

/// So many lines are on one page.
const PAGE: usize = 50;
/// Which list a cursor is of.
const LIST: &str = "duplicates";

/// Where the list goes on, and what was just done.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    after: String,
    #[serde(default)]
    done: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    may: May<Suspects>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let place = (steward.platform(), steward.school());
    let after: Option<(i64, String)> = cursor::open(&login.ground, &steward, LIST, &wanted.after);
    let after = &after;
    let read = |tx| async move {
        let after = after.as_ref().map(|(score, id)| (*score, id.as_str()));
        duplicates::list_queue(&tx, place, after, 51).await
    };
    let found = login.ground.db.read(read).await?;
    let next = next(&login, &steward, &found);
    let template = Duplicates {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-duplicates"),
        rows: found.into_iter().take(PAGE).map(row).collect(),
        next,
        done: done(&wanted.done),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// The address of the next page, where there is one.
fn next(login: &Login, steward: &Steward, found: &[Queued]) -> Option<String> {
    let last = found.get(PAGE - 1).filter(|_| found.len() > PAGE)?;
    let sealed = cursor::seal(&login.ground, steward, LIST, &(last.score, last.id.as_str()))?;
    Some(steward.path(&format!("/duplicates?after={sealed}")))
}

fn row(found: Queued) -> PairRow {
    PairRow {
        id: found.id,
        one: called(found.one_given, found.one_family, found.one_username),
        other: called(found.other_given, found.other_family, found.other_username),
        score: u64::try_from(found.score).unwrap_or(0),
        why: why::keys(&found.why),
        state: found.state,
    }
}

fn done(word: &str) -> Option<PairDone> {
    match word {
        "not-same" => Some(PairDone::NotSame),
        "asked" => Some(PairDone::Asked),
        _ => None,
    }
}
