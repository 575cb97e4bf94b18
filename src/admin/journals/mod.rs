//! Journals of a school: the list, one of them, its end, and undoing that.

mod end;
mod list;
mod show;

use axum::Router;
use axum::routing::get;

use super::door::{Needs, Steward};
use crate::domain::{JournalId, Right};
use crate::login::{Login, Turned};
use crate::storage::console_journals;
use crate::storage::journals::Journal;
use crate::web::Trouble;

pub(super) use list::names;

/// Sees and ends journals.
pub(crate) enum Journals {}

impl Needs for Journals {
    const RIGHT: Right = Right::Journals;
}

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/journals", get(list::show))
        .route("/admin/{platform}/{school}/journals/{journal}", get(show::show))
        .route("/admin/{platform}/{school}/journals/{journal}/end", get(end::ask).post(end::end))
        .route("/admin/{platform}/{school}/journals/{journal}/reopen", get(end::ask_back).post(end::back))
}

/// A journal of the school; another one's answers like one that does not exist.
async fn find(login: &Login, steward: &Steward, named: &str) -> Result<Journal, Turned> {
    let id: JournalId = named.parse().map_err(|_| Trouble::NotFound)?;
    let (id, place) = (&id, (steward.platform(), steward.school()));
    let found = login.ground.db.read(|tx| async move { console_journals::find(&tx, place, id).await }).await?;
    Ok(found.ok_or(Trouble::NotFound)?)
}

/// The address of a journal's page.
fn path(steward: &Steward, journal: &JournalId) -> String {
    steward.path(&format!("/journals/{journal}"))
}
