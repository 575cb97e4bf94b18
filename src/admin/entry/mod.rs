//! Getting in: the schools that somebody administers, one of them, and the second factor.

mod factor;
mod home;

use axum::Router;
use axum::routing::get;

use crate::login::Login;

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}", get(home::list))
        .route("/admin/{platform}/{school}", get(home::show))
        .route("/admin/{platform}/second-factor", get(factor::show).post(factor::answer))
        .route("/admin/{platform}/step-up", get(factor::show).post(factor::answer))
}
