//! Refreshes that wait for a decision.

use axum::Router;

use crate::login::Login;

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
}
