//! One upstream of a school: enabled, disabled, and what that means for whom.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::super::people::pupils_path;
use super::{Switch, find};
use crate::domain::{PasswordOwner, Purpose, Right, UpstreamKind};
use crate::login::{Beginning, ConsoleGoal, Goal, Login, Turned, check};
use crate::storage::audit::{self, Entry};
use crate::storage::upstreams::Upstream;
use crate::storage::{Durability, StorageError, Tx, enabling_counts, links, schools};
use crate::web::pages::enabling::SystemPage;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// What happened a moment ago.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Happened {
    /// `enabled`.
    done: String,
}

/// What the page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// `check` or `disable`.
    act: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path((_, _, upstream)): Path<(String, String, String)>,
    Query(happened): Query<Happened>,
    visit: Visit,
    may: May<Switch>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let (row, system) = find(&login, steward, &upstream).await?;
    let id = &row.id;
    let read = |tx: Tx| async move {
        let left = enabling_counts::count_left_outside(&tx, steward.platform(), steward.school(), id).await?;
        let own = links::list_live(&tx, steward.owner.id()).await?;
        Ok::<_, StorageError>((left, own.iter().any(|link| link.upstream_id == *id)))
    };
    let (left, is_linked) = login.ground.db.read(read).await?;
    let is_on = system.enabled_at.is_some();
    let prints =
        left > 0 && steward.may(Right::ActOnPeople) && steward.owner.platform.password_owner == PasswordOwner::Broker;
    let template = SystemPage {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-home"),
        is_operators: row.kind == UpstreamKind::Lti,
        is_new: is_on && happened.done == "enabled",
        offers_link: is_on && !is_linked && row.kind != UpstreamKind::Lti,
        left_outside: left.unsigned_abs(),
        sheets: prints.then(|| pupils_path(steward)),
        system,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Leaves for the upstream, which must say that this person works here; or disables it.
pub(super) async fn answer(
    State(login): State<Login>,
    Path((_, _, upstream)): Path<(String, String, String)>,
    visit: Visit,
    may: May<Switch>,
    Form(typed): Form<Typed>,
) -> Result<Response, Turned> {
    let steward = &may.0;
    let (row, system) = find(&login, steward, &upstream).await?;
    match typed.act.as_str() {
        "check" if row.kind == UpstreamKind::Lti => Err(Trouble::NotFound.into()),
        "check" => Ok(leave(&login, &visit, steward, (&row, system.path.as_str())).await?),
        "disable" => {
            disable(&login, steward, &row).await?;
            Ok(see_other(&system.path))
        }
        _ => Err(Trouble::BadForm.into()),
    }
}

async fn leave(
    login: &Login,
    visit: &Visit,
    steward: &Steward,
    (row, path): (&Upstream, &str),
) -> Result<Response, web::Error> {
    let goal = ConsoleGoal { console_of: steward.platform().clone(), back: format!("{path}/check") };
    let beginning = Beginning {
        browser_hash: visit.browser_hash(),
        // So that the upstream is asked for a fresh sign-in.
        purpose: Purpose::Settings,
        goal: Goal::Console(goal),
        session: Some(steward.owner.live.session.id.clone()),
        proven: None,
    };
    check::leave(login, visit, &beginning, row).await
}

/// Every link stays, and is of no use until it is enabled again.
async fn disable(login: &Login, steward: &Steward, row: &Upstream) -> Result<(), StorageError> {
    let (ground, now, actor) = (&login.ground, login.ground.now(), &steward.actor());
    let write = |tx: Tx| async move {
        let key = (steward.platform(), steward.school(), &row.id);
        if schools::disable_upstream(&tx, key, now, &actor.to_string()).await? {
            let entry = Entry {
                platform: Some(steward.platform()),
                school: Some(steward.school()),
                object: Some(format!("upstream:{}", row.id)),
                ..Entry::new(now, "school.upstream_disabled", actor)
            };
            audit::record(&tx, &ground.random, &entry).await?;
        }
        Ok::<_, StorageError>(())
    };
    ground.db.write(Durability::Durable, write).await
}
