//! Headers of every response.

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::ground::Ground;

/// What every answer says that does not say it otherwise.
static ALWAYS: [(HeaderName, HeaderValue); 8] = [
    // For everything that is not a page with a policy of its own.
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Not no-referrer: that makes browsers send `Origin: null` with our own forms, which the CSRF layer refuses.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];
static SECURE: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Completes what rooms outside the shell answer, too.
pub fn complete_all(routes: Router, ground: &Ground) -> Router {
    let secure = ground.config.server.public_url.scheme() == "https";
    routes.layer(map_response(move |mut response: Response| {
        complete(response.headers_mut(), secure);
        std::future::ready(response)
    }))
}

/// Adds what is not there yet: a response may only say more about itself, such as how long it may be kept.
pub(super) fn complete(headers: &mut HeaderMap, secure: bool) {
    headers.reserve(ALWAYS.len() + 1);
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if secure {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert_with(|| SECURE.clone());
    }
}
