//! The schools that somebody administers, and the first page of one of them.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::super::door::{self, May, Needs, Steward};
use super::super::enabling::card;
use crate::domain::{PlatformId, Right, SchoolId};
use crate::login::{Login, Turned};
use crate::storage::enabling_counts::{self, Waiting};
use crate::storage::{StorageError, console_grants, proposals, schools};
use crate::web::pages::console::{Home, SchoolRow, Schools};
use crate::web::pages::enabling::WaitingCount;
use crate::web::{self, Frame, Trouble, Visit};

/// Sees how a school stands.
pub(crate) enum Look {}

impl Needs for Look {
    const RIGHT: Right = Right::See;
}

/// The first page of a school.
pub(super) async fn show(State(login): State<Login>, visit: Visit, may: May<Look>) -> Result<Response, Turned> {
    let steward = may.0;
    let (platform, school, now) = (steward.platform(), steward.school(), login.ground.now());
    let read = |tx| async move {
        let systems = enabling_counts::list_systems(&tx, platform, school).await?;
        let open = proposals::list_open(&tx, platform, school, now).await?.len();
        Ok::<_, StorageError>((systems, enabling_counts::count_waiting(&tx, platform, school).await?, open))
    };
    let (systems, counts, proposed) = login.ground.db.read(read).await?;
    let proposed = u64::try_from(proposed).unwrap_or(u64::MAX);
    let template = Home {
        frame: Frame::new(&visit).in_zone(&steward.school.time_zone),
        place: steward.nav("con-home"),
        systems: systems.into_iter().map(|system| card(&steward, system)).collect(),
        may_enable: steward.may(Right::Enable),
        waiting: waiting(&steward, counts, proposed),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// What waits, for whoever may decide it.
fn waiting(steward: &Steward, counts: Waiting, proposed: u64) -> Vec<WaitingCount> {
    let all = [
        (Right::Requests, "ent-waiting-requests", counts.requests.unsigned_abs(), "/requests"),
        (Right::Holds, "ent-waiting-holds", counts.holds.unsigned_abs(), "/holds"),
        (Right::Duplicates, "ent-waiting-duplicates", counts.duplicates.unsigned_abs(), "/duplicates"),
        (Right::Second, "ent-waiting-second", proposed, "/second"),
    ];
    let held = all.into_iter().filter(|(right, _, count, _)| steward.may(*right) && *count > 0);
    held.map(|(_, key, count, tail)| WaitingCount { key, count, path: steward.path(tail) }).collect()
}

/// The schools that somebody administers at a platform.
pub(super) async fn list(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
) -> Result<Response, Turned> {
    let platform: PlatformId = platform.parse().map_err(|_| Trouble::NotFound)?;
    let owner = door::at_console(&login, &visit, &platform, visit.here().unwrap_or_default()).await?;
    let (account, at, now) = (owner.id(), &platform, login.ground.now());
    let read = |tx| async move {
        let mut named = BTreeMap::<SchoolId, String>::new();
        for grant in console_grants::list_live(&tx, account, now).await? {
            let school = schools::find(&tx, &grant.school_id).await?.filter(schools::School::is_live);
            if let Some(school) = school.filter(|_| grant.platform_id == *at) {
                named.insert(school.id, school.name);
            }
        }
        Ok::<_, StorageError>(named)
    };
    let named = login.ground.db.read(read).await?;
    let row = |(id, name)| SchoolRow { path: door::path(&platform, &id, ""), number: id, name };
    let template = Schools {
        frame: Frame::new(&visit),
        platform: platform.clone(),
        schools: named.into_iter().map(row).collect(),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}
