//! Accounts that may be one person's.

mod list;
mod pair;
pub(super) mod side;
mod why;

use axum::Router;
use axum::routing::get;

use crate::domain::Right;
use crate::login::Login;

use super::door::Needs;

/// Looks at suspects, and decides about them.
pub(crate) enum Suspects {}

impl Needs for Suspects {
    const RIGHT: Right = Right::Duplicates;
}

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/duplicates", get(list::show))
        .route("/admin/{platform}/{school}/duplicates/{duplicate}", get(pair::show).post(pair::answer))
}
