//! What a person may ask of the school: everything that is held about them, and that it is forgotten.

mod erase;
mod export;
mod whom;

use axum::Router;
use axum::routing::get;

use crate::login::Login;

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/people/{account}/export", get(export::show).post(export::answer))
        .route("/admin/{platform}/{school}/people/{account}/erase", get(erase::show).post(erase::answer))
}
