//! The pages of teachers: their journals, one journal, its updates, and the import that a launch at an upstream begins; and
//! the word of an upstream that a journal has changed.
//!
//! A page about a journal begins with `teacher::enter`: without a live seat as its teacher nobody gets further, and
//! anybody else's journal answers like one that does not exist.

mod class;
mod codes;
mod commit;
mod form;
mod handing;
mod import;
mod journal;
mod launch;
mod launched;
mod linked;
mod list;
mod lti;
mod notify;
mod people;
mod preview;
mod pupil;
mod pupils;
mod runs;
mod sheet;
mod teacher;
mod update;
mod why;
mod word;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::login::Login;

/// The pages of journals of every platform.
pub fn routes(login: Login) -> Router {
    Router::new()
        .route("/upstream/{id}/journal", get(launched::arrive))
        .route("/upstream/{id}/lti/login", get(lti::login).post(lti::login_by_form))
        .route("/upstream/{id}/lti/launch", post(lti::launch))
        .route("/upstream/{id}/lti/continue", get(lti::go_on))
        .route("/upstream/{id}/lti/opened", get(pupil::show))
        .route("/journals/launch/{launch}", get(import::show).post(import::answer))
        .route("/journals/launch/{launch}/window", get(launched::window))
        .route("/journals/{platform}", get(list::show))
        .route("/journals/{platform}/{journal}", get(journal::show))
        .route("/journals/{platform}/{journal}/update", get(update::show).post(update::ask))
        .route("/journals/{platform}/{journal}/update/{run}", get(update::show_run))
        .route("/journals/{platform}/{journal}/runs", get(runs::show))
        .route("/upstream/{id}/journal/update", get(update::arrive))
        .route("/journals/{platform}/update", get(update::find))
        .route("/journals/{platform}/{journal}/codes", get(codes::show).post(codes::answer))
        .route("/journals/{platform}/{journal}/word", get(word::show).post(word::answer))
        .route("/journals/{platform}/{journal}/class", get(class::show).post(class::answer))
        .with_state(login.clone())
        .route("/journals/{platform}/{journal}/update/{run}/events", get(update::watch))
        .with_state(update::Watching::new(login))
}

/// What upstreams call. It stands outside `web::shell`: no cookie is read there.
pub fn calls(login: Login) -> Router {
    let take = post(notify::take).layer(DefaultBodyLimit::max(notify::MOST));
    Router::new().route("/upstream/{id}/notify", take).with_state(login)
}
