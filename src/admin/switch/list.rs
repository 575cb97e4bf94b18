//! Those of the school, and beginning one.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::super::journals::names;
use super::{Switches, stopped};
use crate::domain::UpstreamId;
use crate::linking::switch::{self, NewSwitch};
use crate::login::{Login, Turned};
use crate::storage::upstream_switches::{self as switches, Switch};
use crate::storage::{Durability, StorageError, Tx, schools};
use crate::web::pages::switch::{Choice, SwitchList, SwitchRow, switch_key};
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// From where to where.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// The page.
pub(super) async fn show(State(login): State<Login>, visit: Visit, may: May<Switches>) -> Result<Response, Turned> {
    let steward = may.0;
    let of = &steward;
    let read = |tx: Tx| async move {
        let rows = switches::list_of_school(&tx, of.platform(), of.school()).await?;
        let names = names(&tx).await?;
        let enablings = schools::list_enablings(&tx, of.school()).await?;
        let here = enablings.into_iter().filter(|row| row.platform_id == *of.platform());
        let used: BTreeMap<UpstreamId, bool> = here.fold(BTreeMap::new(), |mut used, row| {
            *used.entry(row.upstream_id).or_default() |= row.ended_at.is_none();
            used
        });
        Ok::<_, StorageError>((rows, names, used))
    };
    let (rows, names, used) = login.ground.db.read(read).await?;
    let name_of = |id: &UpstreamId| names.get(id).cloned().unwrap_or_default();
    let choice = |id: &UpstreamId| Choice { id: id.clone(), name: name_of(id) };
    let row = |row: &Switch| SwitchRow {
        path: path(of, row),
        from: name_of(&row.from_id),
        to: name_of(&row.to_id),
        at: row.made_at,
        state_key: switch_key(row.state),
    };
    let template = SwitchList {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        rows: rows.iter().map(row).collect(),
        from: used.keys().map(choice).collect(),
        to: used.iter().filter(|(_, is_live)| **is_live).map(|(id, _)| choice(id)).collect(),
        place: steward.nav("con-switch"),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Begins one.
pub(super) async fn begin(
    State(login): State<Login>,
    may: May<Switches>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Turned> {
    let steward = may.0;
    let upstream = |text: &str| text.parse::<UpstreamId>().map_err(|_| Trouble::BadForm);
    let (from, to, actor) = (&upstream(&wanted.from)?, &upstream(&wanted.to)?, &steward.actor());
    let new = &NewSwitch { platform: steward.platform(), school: steward.school(), from, to, actor };
    let ground = &login.ground;
    let write = |tx: Tx| async move { switch::begin(&tx, ground, new).await };
    let id = ground.db.write(Durability::Durable, write).await.map_err(stopped)?;
    Ok(see_other(&steward.path(&format!("/switch/{id}"))))
}

/// The address of one's page.
pub(super) fn path(steward: &Steward, row: &Switch) -> String {
    steward.path(&format!("/switch/{}", row.id))
}
