//! What other calls of platforms' servers stand on: the same proof of the client as at the token endpoint, the same kind
//! of answer.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};
use tower_http::timeout::TimeoutLayer;

use super::form::MAX_FORM;
use super::params::Params;
use super::refusal::Refusal;
use super::service::{CALL_TIME, Issuer};
use super::{client_auth, wire};
use crate::domain::AuthMethod;
use crate::storage::clients::Client;

/// Members of a JSON body that prove a client (RFC 6749, 2.3.1; RFC 7523, 2.2), as they are named in forms.
const CREDENTIALS: [&str; 4] = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];

impl Issuer {
    /// The client behind a call with a JSON body: proven by HTTP Basic, or by members of the body, which are taken out of
    /// it. A public client proves nothing and is refused.
    ///
    /// # Errors
    /// As at the token endpoint.
    pub async fn authenticate_call(
        &self,
        headers: &HeaderMap,
        body: &mut Map<String, Value>,
    ) -> Result<Client, Refusal> {
        let mut credentials = Vec::new();
        for name in CREDENTIALS {
            match body.remove(name) {
                None => {}
                Some(Value::String(value)) => credentials.push((name, value)),
                Some(_) => return Err(Refusal::invalid_request(format!("{name} is not a text"))),
            }
        }
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(credentials).finish();
        let client = client_auth::authenticate(self, headers, &Params::parse(form.as_bytes())).await?;
        if client.auth_method == AuthMethod::None { Err(Refusal::invalid_client()) } else { Ok(client) }
    }
}

/// Puts around other calls of programs what stands around the token endpoint: limits of size and time, headers, a count.
pub fn around_calls(routes: Router) -> Router {
    routes
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, CALL_TIME))
        .layer(from_fn(wire::around))
}
