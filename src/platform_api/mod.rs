//! What platforms' servers call: link sessions, accounts and what there is for journals one by one, their journals in the
//! words of OneRoster, and what happened to their accounts. JSON in, JSON out, each call proven by a client.

mod accounts;
mod body;
mod events;
mod link_sessions;
mod offers;
mod oneroster;
mod refused;

use axum::Router;
use axum::routing::{post, put};

use crate::issuer::{Issuer, around_calls};
use crate::login::Login;

/// What the calls need.
#[derive(Debug, Clone)]
struct Calls {
    issuer: Issuer,
    login: Login,
}

/// The calls. They stand outside `web::shell`: no cookie is read there.
pub fn routes(issuer: Issuer, login: Login) -> Router {
    let routes = Router::new()
        .route("/api/link-sessions", post(link_sessions::open))
        .route("/api/accounts/{external_id}", put(accounts::put))
        .route("/api/products/{external_id}", put(offers::put_product))
        .route("/api/kits/{external_id}", put(offers::put_kit))
        .route("/api/groups/{external_id}", put(offers::put_group))
        .merge(events::routes())
        .merge(oneroster::routes())
        .with_state(Calls { issuer, login });
    around_calls(routes)
}
