//! Merges and their undoing.

mod across;
mod check;
mod list;
mod moving;
mod one;
mod seen;
mod shown;

use axum::Router;
use axum::routing::get;

use crate::domain::Right;
use crate::linking::{LinkingError, MergeError};
use crate::login::{Login, LoginError, Turned};
use crate::web::{self, Trouble};

use super::door::Needs;

pub(super) use moving::effect as moving_effect;
pub(super) use seen::AskedMerge;

/// Merges accounts, and takes that back.
pub(crate) enum Merger {}

impl Needs for Merger {
    const RIGHT: Right = Right::Merge;
}

/// How long nobody merges any more after the many merges of an hour.
const PAUSE_SECONDS: u64 = 60 * 60;

/// The pages of this part of the console.
pub(super) fn routes() -> Router<Login> {
    Router::new()
        .route("/admin/{platform}/{school}/merge", get(check::show).post(check::answer))
        .route("/admin/{platform}/{school}/merge/move", get(moving::show).post(moving::answer))
        .route("/admin/{platform}/{school}/merges", get(list::show))
        .route("/admin/{platform}/{school}/merges/{merge}", get(one::show).post(one::answer))
}

/// What stops a page about a merge.
fn stopped(error: MergeError) -> Turned {
    match error {
        MergeError::Storage(error) => error.into(),
        MergeError::Linking(LinkingError::Gone) | MergeError::Missing => Trouble::NotFound.into(),
        MergeError::Linking(error) => LoginError::from(error).into(),
        MergeError::TooMany => Trouble::TooManyTries { retry_after_seconds: PAUSE_SECONDS }.into(),
        MergeError::Refused(_) | MergeError::NeedsSecond(_) | MergeError::Changed | MergeError::TooLate => {
            web::Error::from(Trouble::Stale).into()
        }
    }
}

/// A typed reason, without what is around it; nothing when there is none.
pub(super) fn reason(typed: &str) -> Option<String> {
    let plain: String = typed.trim().chars().filter(|letter| !letter.is_control()).take(500).collect();
    (!plain.is_empty()).then_some(plain)
}
