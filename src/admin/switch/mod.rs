//! From one upstream to another.

use axum::Router;

use crate::login::Login;

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
}
