//! The pages of those who administer a school: the console.
//!
//! A page begins with `May` as an extractor: it names the right that its handler needs, and without that right, a
//! sign-in for the console and a second factor nobody gets further. Another school's page answers like one that does not exist.

pub mod audit;
mod cursor;
mod door;
pub mod duplicates;
pub mod enabling;
pub mod entry;
pub mod holds;
pub mod journals;
pub mod merging;
pub mod people;
pub mod privacy;
pub mod requests;
pub mod switch;

use axum::Router;

use crate::login::Login;

pub use door::Steward;

/// The pages of the console, of every platform and school.
pub fn routes(login: Login) -> Router {
    Router::new()
        .merge(entry::routes())
        .merge(enabling::routes())
        .merge(people::routes())
        .merge(requests::routes())
        .merge(duplicates::routes())
        .merge(merging::routes())
        .merge(journals::routes())
        .merge(holds::routes())
        .merge(switch::routes())
        .merge(audit::routes())
        .merge(privacy::routes())
        .with_state(login)
}
