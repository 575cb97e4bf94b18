//! The people of a school: finding them, one of them, and what is done to them.
//!
//! Whoever an address names is looked for among the school's own people first; anybody else answers like nobody.

mod acts;
mod class;
mod code;
mod cursor;
mod find;
mod limit;
mod password;
mod person;
mod search;
mod wish;

use axum::Router;
use axum::routing::get;

use super::door::Needs;
use crate::domain::Right;
use crate::login::Login;

pub(super) use cursor::{next_page, place_after};
pub(super) use find::{account_name, find_person, name_of, person_path, stopped};
pub(super) use limit::count_act;
pub(super) use password::make_password;
pub(super) use search::pupils_path;

/// Sees people.
pub(crate) enum See {}

impl Needs for See {
    const RIGHT: Right = Right::SeePeople;
}

/// Does something to them.
pub(crate) enum Act {}

impl Needs for Act {
    const RIGHT: Right = Right::ActOnPeople;
}

/// Ends their links.
pub(crate) enum EndLinks {}

impl Needs for EndLinks {
    const RIGHT: Right = Right::EndLinks;
}

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/people", get(search::show))
        .route("/admin/{platform}/{school}/people/passwords", get(class::show).post(class::print))
        .route("/admin/{platform}/{school}/people/{account}", get(person::show))
        .route("/admin/{platform}/{school}/people/{account}/end-link", get(acts::ask_end_link).post(acts::end_link))
        .route("/admin/{platform}/{school}/people/{account}/sign-out", get(acts::ask_sign_out).post(acts::sign_out))
        .route("/admin/{platform}/{school}/people/{account}/disable", get(acts::ask_switch).post(acts::switch))
        .route("/admin/{platform}/{school}/people/{account}/role", get(acts::ask_role).post(acts::end_role))
        .route("/admin/{platform}/{school}/people/{account}/password", get(password::ask).post(password::print))
        .route("/admin/{platform}/{school}/people/{account}/code", get(code::ask).post(code::print))
}
