//! Journals of a school and their refreshes.

use axum::Router;

use crate::login::Login;

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
}
