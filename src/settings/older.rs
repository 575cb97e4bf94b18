//! "I have an older account": brought at any time by whoever works on a provisional one.

use axum::extract::{Path, State};
use axum::response::Response;

use super::session::{Nothing, Owner, Turned, enter, home};
use crate::domain::Purpose;
use crate::login::{self, Beginning, Goal, Login, LoginError, SettingsGoal};
use crate::storage::provisional_accounts;
use crate::web::{Form, Visit, see_other};

/// Whether the owner's account waits for an older one.
pub(super) async fn is_provisional(login: &Login, owner: &Owner) -> Result<bool, LoginError> {
    let id = owner.id();
    Ok(login.ground.db.read(|tx| async move { provisional_accounts::is_live(&tx, id).await }).await?)
}

/// Leaves for a fresh sign-in as whoever it is, and from there to the proof of the older account.
pub(super) async fn bring(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Turned> {
    let owner = enter(&login, &visit, &platform).await?;
    if !is_provisional(&login, &owner).await? {
        return Ok(see_other(&home(&owner.platform.id)));
    }
    let beginning = Beginning {
        browser_hash: visit.browser_hash(),
        purpose: Purpose::Settings,
        goal: Goal::Settings(SettingsGoal::bringing(&owner.platform.id)),
        session: Some(owner.live.session.id.clone()),
        proven: None,
    };
    Err(login::sign_in_first(&login, &beginning).await)
}
