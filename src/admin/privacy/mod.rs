//! Taking data of a person out, and erasing a person.

use axum::Router;

use crate::login::Login;

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
}
