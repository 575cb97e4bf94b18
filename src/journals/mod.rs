//! The pages of teachers: their journals, one journal, and the import that a launch at an upstream begins.
//!
//! A page about a journal begins with `teacher::enter`: without a live seat as its teacher nobody gets further, and
//! anybody else's journal answers like one that does not exist.

mod class;
mod codes;
mod commit;
mod import;
mod journal;
mod launch;
mod launched;
mod linked;
mod list;
mod people;
mod preview;
mod pupils;
mod sheet;
mod teacher;
mod why;
mod word;

use axum::Router;
use axum::routing::get;

use crate::login::Login;

/// The pages of journals of every platform.
pub fn routes(login: Login) -> Router {
    Router::new()
        .route("/upstream/{id}/journal", get(launched::arrive))
        .route("/journals/launch/{launch}", get(import::show).post(import::answer))
        .route("/journals/launch/{launch}/window", get(launched::window))
        .route("/journals/{platform}", get(list::show))
        .route("/journals/{platform}/{journal}", get(journal::show))
        .route("/journals/{platform}/{journal}/codes", get(codes::show).post(codes::answer))
        .route("/journals/{platform}/{journal}/word", get(word::show).post(word::answer))
        .route("/journals/{platform}/{journal}/class", get(class::show).post(class::answer))
        .with_state(login)
}
