//! What surrounds the calls of programs: cross-origin rules for apps in browsers, headers, a limit of time, a count, and
//! an answer even when a handler panics.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use super::OAuthError;
use super::refusal::Refusal;
use crate::web::measure;

/// What a public client in a browser may call from its own origin. No cookie is ever read there, so `*` is safe.
const OPEN: [&str; 6] = [
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
    "/jwks",
    "/token",
    "/userinfo",
    "/revoke",
];

static NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
static ANYBODY: HeaderValue = HeaderValue::from_static("*");

pub(super) async fn around(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let open = OPEN.contains(&route.as_str());
    let mut response = if open && method == Method::OPTIONS {
        preflight()
    } else {
        AssertUnwindSafe(next.run(request)).catch_unwind().await.unwrap_or_else(|_| panicked(&route))
    };
    complete(response.headers_mut(), open);
    measure(&method, route, response.status(), started);
    response
}

fn panicked(route: &str) -> Response {
    tracing::error!(http.route = route, "a handler panicked");
    Refusal::new(OAuthError::ServerError, "something is wrong at our side").into_response()
}

/// The answer to a browser's question before a cross-origin call.
fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

fn complete(headers: &mut HeaderMap, open: bool) {
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, NOSNIFF.clone());
    if open {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY.clone());
    }
}
