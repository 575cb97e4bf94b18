//! Refreshes of a school's journals: what they did, those that wait for a decision, and asking for one now.

mod list;
mod refresh;
mod runs;
mod show;

use axum::Router;
use axum::routing::get;

use super::door::Needs;
use crate::domain::Right;
use crate::login::Login;

/// Sees refreshes, asks for them, and decides about those that wait.
pub(crate) enum Holds {}

impl Needs for Holds {
    const RIGHT: Right = Right::Holds;
}

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/holds", get(list::show))
        .route("/admin/{platform}/{school}/holds/{hold}", get(show::show).post(show::decide))
        .route("/admin/{platform}/{school}/runs", get(runs::list))
        .route("/admin/{platform}/{school}/runs/{run}", get(runs::show))
        .route("/admin/{platform}/{school}/refresh", get(refresh::ask).post(refresh::begin))
}
