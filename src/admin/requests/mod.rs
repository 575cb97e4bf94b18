//! What people asked the school, and what we found and cannot decide: a queue, and one screen for each.

mod case;
mod list;
mod settle;

use axum::Router;
use axum::routing::get;

use super::door::Needs;
use crate::domain::Right;
use crate::login::Login;

/// Decides requests.
pub(crate) enum Decide {}

impl Needs for Decide {
    const RIGHT: Right = Right::Requests;
}

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/requests", get(list::show))
        .route("/admin/{platform}/{school}/requests/{case}", get(case::show).post(settle::settle))
}
