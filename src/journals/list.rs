//! A teacher's journals at one platform.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;

use super::teacher::signed_in;
use crate::login::{Login, Turned};
use crate::storage::taught::{self, Taught};
use crate::web::pages::journals::{JournalRow, Journals};
use crate::web::{self, Frame, Visit};

/// The page. Whoever teaches nothing sees how a journal gets here.
pub(super) async fn show(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
) -> Result<Response, Turned> {
    let owner = signed_in(&login, &visit, &platform, "/").await?;
    let (account, id) = (owner.id(), &owner.platform.id);
    let rows = login.ground.db.read(|tx| async move { taught::list(&tx, account, id).await }).await?;
    let template = Journals {
        frame: Frame::new(&visit),
        platform: owner.platform.id.clone(),
        journals: rows.into_iter().map(row).collect(),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn row(taught: Taught) -> JournalRow {
    JournalRow {
        id: taught.id,
        name: taught.name,
        school_year: taught.school_year,
        school: taught.school,
        upstream: taught.upstream,
        pupils: taught.pupils.unsigned_abs(),
    }
}
