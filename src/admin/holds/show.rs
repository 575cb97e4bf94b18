//! One hold: which limits a refresh would pass, and what a person decides about it.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::super::journals::names;
use super::Holds;
use crate::domain::{HoldId, HoldReason, HoldState, LimitPassed, PersonName};
use crate::login::{Login, Turned};
use crate::roster::refresh::{Decision, approve, discard};
use crate::storage::holds::{self, Hold};
use crate::storage::{StorageError, Tx, journals, refresh_runs};
use crate::web::pages::console_holds::{HoldPage, Passed, hold_key};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// What was pressed, and what is written beside it.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    act: String,
    #[serde(default)]
    reason: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Holds>,
) -> Result<Response, Turned> {
    let hold = find(&login, &may.0, &named).await?;
    page(&login, &visit, &may.0, hold, false).await
}

/// Approves or discards it.
pub(super) async fn decide(
    State(login): State<Login>,
    Path((_, _, named)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Holds>,
    Form(said): Form<Said>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let hold = find(&login, &steward, &named).await?;
    let reason = said.reason.trim();
    if reason.is_empty() {
        return page(&login, &visit, &steward, hold, true).await;
    }
    let (actor, by) = (steward.actor(), name(&steward));
    let decision = Decision { actor: &actor, by: &by, reason };
    let here = steward.path(&format!("/holds/{}", hold.id));
    match said.act.as_str() {
        "approve" if can_pass(&reasons(&hold)) => {
            let run = approve(&login.ground, &hold, decision).await?;
            Ok(see_other(&run.map_or(here, |run| steward.path(&format!("/runs/{}", run.id)))))
        }
        "discard" => {
            discard(&login.ground, &hold, decision).await?;
            Ok(see_other(&here))
        }
        _ => Err(Trouble::BadForm.into()),
    }
}

/// A hold of the school; another one's answers like one that does not exist.
async fn find(login: &Login, steward: &Steward, named: &str) -> Result<Hold, Turned> {
    let id: HoldId = named.parse().map_err(|_| Trouble::NotFound)?;
    let id = &id;
    let found = login.ground.db.read(|tx| async move { holds::find(&tx, id).await }).await?;
    let here = |hold: &Hold| hold.platform_id == *steward.platform() && hold.school_id == *steward.school();
    Ok(found.filter(here).ok_or(Trouble::NotFound)?)
}

/// By what a decision names who took it.
fn name(steward: &Steward) -> String {
    let account = &steward.owner.account;
    let name = PersonName { given: account.given_name.clone(), family: account.family_name.clone() }.display();
    let known = Some(name).filter(|name| !name.is_empty()).or_else(|| account.username.clone());
    known.unwrap_or_else(|| account.sub.clone())
}

async fn page(login: &Login, visit: &Visit, steward: &Steward, hold: Hold, is_wrong: bool) -> Result<Response, Turned> {
    let of = &hold;
    let read = |tx: Tx| async move {
        let journal = match &of.journal_id {
            Some(id) => journals::find(&tx, id).await?.map(|journal| journal.name),
            None => None,
        };
        let cause = refresh_runs::find(&tx, &of.run_id).await?.map(|run| run.cause);
        Ok::<_, StorageError>((journal, cause, names(&tx).await?))
    };
    let (journal, cause, names) = login.ground.db.read(read).await?;
    let reasons = reasons(&hold);
    let template = HoldPage {
        frame: Frame::new(visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-holds"),
        path: steward.path(&format!("/holds/{}", hold.id)),
        upstream: names.get(&hold.upstream_id).cloned().unwrap_or_default(),
        journal,
        cause,
        at: hold.held_at,
        state_key: hold_key(hold.state),
        passed: HoldReason::ALL.iter().filter_map(|limit| passed(&reasons, *limit)).collect(),
        is_open: hold.state == HoldState::Open,
        can_pass: can_pass(&reasons),
        decided: hold.decided_at,
        reason: hold.decision_reason,
        is_wrong,
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(web::page(visit, status, &template))
}

fn reasons(hold: &Hold) -> Vec<LimitPassed> {
    serde_json::from_str(&hold.reasons).unwrap_or_default()
}

/// What is not known whole, or of another school, nobody can agree to.
fn can_pass(reasons: &[LimitPassed]) -> bool {
    reasons.iter().all(|reason| reason.limit.can_be_approved())
}

/// One limit, however many journals pass it; the largest of them is told.
fn passed(reasons: &[LimitPassed], limit: HoldReason) -> Option<Passed> {
    let here = reasons.iter().filter(|reason| reason.limit == limit);
    let most = here.clone().max_by_key(|reason| reason.people)?;
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Some(Passed { limit, people: count(most.people), of: count(most.of), journals: count(here.count()) })
}
