//! Settings → Integrations: the links of an account, with how and when; add one, end one, change the password.
//!
//! The address carries the platform. Without a session the person signs in first, through the pages of a login; a pupil's
//! session opens these pages only and does not last.

mod add;
mod end;
mod list;
mod older;
mod other;
mod password;
mod session;

use axum::Router;
use axum::routing::{get, post};

use crate::login::Login;

/// The settings pages of every platform.
pub fn routes(login: Login) -> Router {
    Router::new()
        .route("/settings/{platform}/integrations", get(list::show))
        .route("/settings/{platform}/integrations/add", post(add::begin))
        .route("/settings/{platform}/integrations/confirm", get(add::show).post(add::answer))
        .route("/settings/{platform}/integrations/end", get(end::show).post(end::end))
        .route("/settings/{platform}/integrations/older", post(older::bring))
        .route("/settings/{platform}/other-account", get(other::show).post(other::answer))
        .route("/settings/{platform}/password", get(password::show).post(password::change))
        .route("/settings/{platform}/sign-out", post(session::sign_out))
        .with_state(login)
}
