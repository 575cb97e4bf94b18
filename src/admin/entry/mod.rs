//! Getting in: invitations, the schools that somebody administers, one of them, the second factor; who else administers it, and
//! what waits for a second person.

mod enrol;
mod factor;
mod grants;
mod home;
mod invite;
mod look;
mod propose;
mod reset;
mod second;

use axum::Router;
use axum::routing::get;

use crate::domain::PersonName;
use crate::login::Login;
use crate::storage::accounts::Account;

pub(in crate::admin) use look::note_look;
pub(crate) use propose::{Asked, how_far, propose};

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}", get(home::list))
        .route("/admin/{platform}/{school}", get(home::show))
        .route("/admin/{platform}/second-factor", get(factor::show).post(factor::answer))
        .route("/admin/{platform}/step-up", get(factor::show).post(factor::answer))
        .route("/admin/invite/{invite}", get(invite::show).post(invite::accept))
        .route("/admin/{platform}/{school}/grants", get(grants::show).post(grants::answer))
        .route("/admin/{platform}/{school}/factor-reset", get(reset::show).post(reset::answer))
        .route("/admin/{platform}/{school}/second", get(second::list))
        .route("/admin/{platform}/{school}/second/{proposal}", get(second::show).post(second::answer))
}

/// A person's name, or else what they sign in with.
fn name_of(account: &Account) -> String {
    let name = PersonName { given: account.given_name.clone(), family: account.family_name.clone() }.display();
    if name.is_empty() { account.username.clone().unwrap_or_else(|| account.sub.clone()) } else { name }
}
