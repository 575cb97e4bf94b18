//! What happened at a school.

pub(crate) mod csv;
mod export;
mod file;
mod show;

use axum::Router;
use axum::routing::get;

use crate::login::Login;

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/audit", get(show::show))
        .route("/admin/{platform}/{school}/audit/export", get(export::show).post(export::answer))
}
