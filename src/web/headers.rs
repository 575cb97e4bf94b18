//! Headers of every response.

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::ground::Ground;

/// For everything that is not a page with a policy of its own.
const CLOSED_POLICY: &str = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

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
    let mut add = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(header::CONTENT_SECURITY_POLICY, CLOSED_POLICY);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::X_FRAME_OPTIONS, "DENY");
    // Not no-referrer: that makes browsers send `Origin: null` with our own forms, which the CSRF layer refuses.
    add(header::REFERRER_POLICY, "same-origin");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    add(
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
    add(header::CACHE_CONTROL, "no-store");
    if secure {
        add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}
