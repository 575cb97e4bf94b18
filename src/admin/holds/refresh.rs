//! Asking for a refresh of all of a school's journals at an upstream, now.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::super::journals::names;
use super::Holds;
use crate::domain::{RunCause, UpstreamId};
use crate::login::{Login, Turned};
use crate::roster::refresh::{Scope, Wish, ask as ask_for};
use crate::storage::{StorageError, Tx, console_journals};
use crate::web::pages::console_holds::RefreshAsk;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// Of which upstream.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    upstream: String,
}

/// The upstreams that the school's journals come from.
async fn sources(login: &Login, steward: &Steward) -> Result<Vec<(UpstreamId, String)>, Turned> {
    let read = |tx: Tx| async move {
        let sources = console_journals::list_sources(&tx, steward.platform(), steward.school()).await?;
        Ok::<_, StorageError>((sources, names(&tx).await?))
    };
    let (sources, names) = login.ground.db.read(read).await?;
    let with_name = |id: UpstreamId| {
        let name = names.get(&id).cloned().unwrap_or_default();
        (id, name)
    };
    Ok(sources.into_iter().map(|source| with_name(source.upstream_id)).collect())
}

/// The page.
pub(super) async fn ask(State(login): State<Login>, visit: Visit, may: May<Holds>) -> Result<Response, Turned> {
    let steward = may.0;
    let template = RefreshAsk {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-holds"),
        sources: sources(&login, &steward).await?,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Asks for it.
pub(super) async fn begin(
    State(login): State<Login>,
    may: May<Holds>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let here = sources(&login, &steward).await?;
    let (upstream, _) = here.into_iter().find(|(id, _)| id.as_str() == wanted.upstream).ok_or(Trouble::BadForm)?;
    let scope =
        Scope { platform: steward.platform().clone(), school: steward.school().clone(), upstream, journal: None };
    let actor = steward.actor();
    let run = ask_for(&login.ground, &scope, Wish::plain(RunCause::School, &actor)).await?;
    Ok(see_other(&run.map_or_else(|| steward.path("/runs"), |run| steward.path(&format!("/runs/{}", run.id)))))
}
