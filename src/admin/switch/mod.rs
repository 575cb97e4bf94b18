//! From one upstream to another, or to new ids of the same one.

mod list;
mod show;

use axum::Router;
use axum::routing::get;

use super::door::Needs;
use crate::domain::Right;
use crate::linking::LinkingError;
use crate::login::{Login, Turned};
use crate::web::{self, Trouble};

pub(super) use show::effect;

/// Moves links from one upstream to another.
pub(crate) enum Switches {}

impl Needs for Switches {
    const RIGHT: Right = Right::Switch;
}

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/switch", get(list::show).post(list::begin))
        .route("/admin/{platform}/{school}/switch/{switch}", get(show::show).post(show::act))
}

/// What stops a form. What does not stand any more as the page showed it is looked at anew.
fn stopped(error: LinkingError) -> Turned {
    match error {
        LinkingError::Gone => Trouble::NotFound.into(),
        LinkingError::Storage(error) => error.into(),
        error => web::Error::internal(error).into(),
    }
}
