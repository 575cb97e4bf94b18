//! Upstreams of a school: switched on, after the upstream has said that whoever does it works there; and off.

mod check;
mod system;
mod verdict;

use axum::Router;
use axum::routing::get;

use super::door::{Needs, Steward};
use crate::domain::{Actor, PersonName, Right, UpstreamId};
use crate::login::{Login, Turned};
use crate::storage::StorageError;
use crate::storage::enabling_counts::{self, SchoolSystem};
use crate::storage::upstreams::{self, Upstream};
use crate::web::Trouble;
use crate::web::pages::enabling::SystemCard;

/// Enables and disables upstreams.
pub(crate) enum Switch {}

impl Needs for Switch {
    const RIGHT: Right = Right::Enable;
}

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/upstreams/{upstream}", get(system::show).post(system::answer))
        .route("/admin/{platform}/{school}/upstreams/{upstream}/check", get(check::show).post(check::confirm))
}

/// An upstream as the pages show it.
pub(super) fn card(steward: &Steward, system: SchoolSystem) -> SystemCard {
    let person = PersonName { given: system.given_name, family: system.family_name }.display();
    let command = system.enabled_by.as_deref().and_then(Actor::read).filter(|actor| matches!(actor, Actor::Cli(_)));
    SystemCard {
        path: steward.path(&format!("/upstreams/{}", system.upstream_id)),
        id: system.upstream_id,
        name: system.name,
        enabled_at: system.enabled_at,
        enabled_by: if person.is_empty() { command.map(|actor| actor.to_string()) } else { Some(person) },
        refreshed_at: system.refreshed_at,
    }
}

/// An upstream that is on, and how the school has it. Anything else answers like one that does not exist.
async fn find(login: &Login, steward: &Steward, upstream: &str) -> Result<(Upstream, SystemCard), Turned> {
    let id: UpstreamId = upstream.parse().map_err(|_| Trouble::NotFound)?;
    let wanted = &id;
    let read = |tx| async move {
        let systems = enabling_counts::list_systems(&tx, steward.platform(), steward.school()).await?;
        Ok::<_, StorageError>((upstreams::find(&tx, wanted).await?, systems))
    };
    let (row, systems) = login.ground.db.read(read).await?;
    let row = row.filter(|row| row.disabled_at.is_none()).ok_or(Trouble::NotFound)?;
    let shown = systems.into_iter().find(|system| system.upstream_id == row.id);
    let shown = shown.unwrap_or_else(|| SchoolSystem {
        upstream_id: row.id.clone(),
        name: row.name.clone(),
        enabled_at: None,
        enabled_by: None,
        given_name: None,
        family_name: None,
        refreshed_at: None,
    });
    Ok((row, card(steward, shown)))
}
