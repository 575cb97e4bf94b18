//! "Update journal data": what would change, and the button.

mod arrive;
mod changes;
mod events;
mod places;
mod run;

pub(super) use arrive::{arrive, find};
pub(super) use events::{Watching, watch};
pub(super) use run::{counts, show as show_run};

use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::teacher::enter;
use crate::cache::Limit;
use crate::domain::PlatformId;
use crate::login::{Login, Turned};
use crate::roster::RosterError;
use crate::roster::refresh::{self, Scope};
use crate::storage::journals::Journal;
use crate::storage::refresh_runs::{self, RefreshRun};
use crate::storage::{StorageError, schools, upstreams};
use crate::web::pages::updates::{Subject, Update};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// All teachers of a journal together may have its upstream asked so often.
const LOOKS: Limit = Limit::new(10, Duration::from_mins(10));
/// And have it refreshed so often.
const UPDATES: Limit = Limit::new(5, Duration::from_mins(10));
/// Longest hash of a plan.
const LONGEST_PLAN: usize = 64;

/// A journal as the head of a page tells it, and the time zone of its school.
pub(super) async fn about(
    login: &Login,
    platform: &PlatformId,
    journal: &Journal,
) -> Result<(Subject, String), StorageError> {
    let read = |tx| async move {
        let school = schools::find(&tx, &journal.school_id).await?;
        Ok::<_, StorageError>((school, upstreams::find(&tx, &journal.upstream_id).await?))
    };
    let (school, upstream) = login.ground.db.read(read).await?;
    let about = Subject {
        platform: platform.clone(),
        journal: journal.id.clone(),
        name: journal.name.clone(),
        upstream: upstream.map_or_else(|| journal.upstream_id.to_string(), |upstream| upstream.name),
    };
    Ok((about, school.map(|school| school.time_zone).unwrap_or_default()))
}

/// `GET /journals/{platform}/{journal}/update`: asks the upstream and writes nothing. While an update is under way, it leads
/// there.
pub(super) async fn show(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    if let Some(run) = under_way(&login, &journal).await? {
        return Ok(see_other(&run::path(&journal, &run.id)));
    }
    count(&login, "look", &journal, LOOKS).await?;
    let scope = Scope::of_journal(&journal);
    let seen = Box::pin(refresh::look(&login.ground, &login.upstreams, &scope)).await.map_err(fault)?;
    let now = changes::now(&login, &journal, seen).await?;
    let (about, zone) = about(&login, teacher.platform(), &journal).await?;
    let template = Update { frame: Frame::new(&visit).in_zone(&zone), about, read_at: journal.read_at, now };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Agreed {
    /// The hash of the plan that was shown.
    plan: String,
}

/// `POST /journals/{platform}/{journal}/update`: asks for a refresh that does what was shown. Whoever presses twice comes
/// to the same one.
pub(super) async fn ask(
    State(login): State<Login>,
    Path((platform, journal)): Path<(String, String)>,
    visit: Visit,
    Form(agreed): Form<Agreed>,
) -> Result<Response, Turned> {
    let (teacher, journal) = enter(&login, &visit, &platform, &journal).await?;
    if !(1..=LONGEST_PLAN).contains(&agreed.plan.len()) {
        return Err(Trouble::BadForm.into());
    }
    if let Some(run) = under_way(&login, &journal).await? {
        return Ok(see_other(&run::path(&journal, &run.id)));
    }
    count(&login, "update", &journal, UPDATES).await?;
    let theirs = (teacher.platform(), &journal.id);
    let run = refresh::ask_as_teacher(&login.ground, teacher.account(), theirs, &agreed.plan).await?;
    let run = run.ok_or(Trouble::NotFound)?;
    tracing::info!(journal.id = %journal.id, run.id = %run.id, "a teacher asked for a refresh");
    Ok(see_other(&run::path(&journal, &run.id)))
}

/// The refresh of this journal that is under way or next, unless it waits for its time.
async fn under_way(login: &Login, journal: &Journal) -> Result<Option<RefreshRun>, StorageError> {
    let place = (&journal.platform_id, &journal.school_id, &journal.upstream_id);
    let find = |tx| async move { refresh_runs::find_open(&tx, place, Some(&journal.id)).await };
    let now = login.ground.now();
    Ok(login.ground.db.read(find).await?.filter(|run| run.due_at <= now))
}

/// Counts before anything is asked. Many teachers of one journal share the counter, and so do many browsers of one.
async fn count(login: &Login, what: &str, journal: &Journal, limit: Limit) -> Result<(), web::Error> {
    let verdict = login.ground.cache.hit(&format!("journal:{what}:{}", journal.id), limit).await;
    if verdict.allowed {
        return Ok(());
    }
    Err(Trouble::UpdatedOften { retry_after_seconds: verdict.retry_after_seconds }.into())
}

fn fault(error: RosterError) -> web::Error {
    match error {
        RosterError::Storage(error) => error.into(),
        error => web::Error::internal(error),
    }
}
