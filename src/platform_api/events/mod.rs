//! What happened to a platform's accounts and links, as signed Security Event Tokens (RFC 8417) that it polls for and
//! acknowledges (RFC 8936). One stream per platform, in the order in which the events were sealed.

mod poll;
mod replay;
mod set;

use axum::Router;
use axum::routing::post;

use super::Calls;

/// The calls.
pub(super) fn routes() -> Router<Calls> {
    Router::new().route("/events/poll", post(poll::poll)).route("/events/replay", post(replay::replay))
}
