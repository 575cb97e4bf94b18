//! Proof at the platform, which knows whose account a browser is signed in to there. Two ways lead here:
//!
//! * the platform's own settings page sends the browser to `GET /link/start` ("add an integration"), or
//! * somebody who claims an old account presses "prove it at *platform*".
//!
//! Either way the browser, whose login is running here, goes to the platform's link address with a signed *request*. The
//! platform signs its person in, asks by one call of its own for a *link session* for that account (`grant`), and sends
//! the browser to the address in the answer (`back`). Request and link session are one-time values of one login: what is
//! handed to another browser, another platform or another login opens nothing.

mod back;
mod grant;
mod request;
mod start;

pub use grant::{Asked, Granted, Refused, Subject};

use crate::domain::{ClientId, Time};
use serde::{Deserialize, Serialize};

pub(super) use back::come_back;
pub(super) use request::ask;
pub(super) use start::start;

/// What a request stands for, sealed in its row.
#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    /// Who may answer.
    client: ClientId,
    /// The platform's sign-in must not be older than this.
    not_before: Time,
}

/// What a link session says, sealed in its row.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    /// When the person signed in at the platform.
    auth_time: Time,
}

/// Where a one-time value's payload is sealed.
fn place(hash: &str) -> String {
    format!("one_time|{hash}|link")
}
