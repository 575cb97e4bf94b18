//! The schools that somebody administers, and the first page of one of them.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::super::door::{self, May, Needs};
use crate::domain::{PlatformId, Right, SchoolId};
use crate::login::{Login, Turned};
use crate::storage::{StorageError, console_grants, schools};
use crate::web::pages::console::{Home, SchoolRow, Schools};
use crate::web::{self, Frame, Trouble, Visit};

/// Sees how a school stands.
pub(crate) enum Look {}

impl Needs for Look {
    const RIGHT: Right = Right::See;
}

/// The first page of a school.
pub(super) async fn show(visit: Visit, may: May<Look>) -> Response {
    let steward = may.0;
    let template =
        Home { frame: Frame::new(&visit).in_zone(&steward.school.time_zone), place: steward.nav("con-home") };
    web::page(&visit, StatusCode::OK, &template)
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
    let template = Schools { frame: Frame::new(&visit), schools: named.into_iter().map(row).collect() };
    Ok(web::page(&visit, StatusCode::OK, &template))
}
