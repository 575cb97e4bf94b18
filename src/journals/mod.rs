//! The pages of teachers: their journals, one journal, and the import that a launch at an upstream begins.
//!
//! A page about a journal begins with `teacher::enter`: without a live seat as its teacher nobody gets further, and
//! anybody else's journal answers like one that does not exist.

mod commit;
mod handing;
mod import;
mod journal;
mod launch;
mod launched;
mod linked;
mod list;
mod lti;
mod people;
mod preview;
mod teacher;

use axum::Router;
use axum::routing::{get, post};

use crate::login::Login;

/// The pages of journals of every platform.
pub fn routes(login: Login) -> Router {
    Router::new()
        .route("/upstream/{id}/journal", get(launched::arrive))
        .route("/upstream/{id}/lti/login", get(lti::login).post(lti::login_by_form))
        .route("/upstream/{id}/lti/launch", post(lti::launch))
        .route("/upstream/{id}/lti/continue", get(lti::go_on))
        .route("/journals/launch/{launch}", get(import::show).post(import::answer))
        .route("/journals/launch/{launch}/window", get(launched::window))
        .route("/journals/{platform}", get(list::show))
        .route("/journals/{platform}/{journal}", get(journal::show))
        .with_state(login)
}
