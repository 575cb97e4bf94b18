//! What surrounds every route: visit, CSRF, limits, errors as pages, headers, one log line.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use http::{Method, StatusCode, Uri, header};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::Instrument as _;

use super::address::TrustedProxies;
use super::assets::{self, Assets};
use super::error::{Error, Failure};
use super::headers;
use super::language;
use super::texts::Texts;
use super::trouble::Trouble;
use super::visit::Visit;
use crate::ground::Ground;

/// Largest body of a request, save where a route sets its own limit.
const BODY_BYTES: usize = 64 * 1024;
/// Longest time for a request.
const REQUEST_TIME: Duration = Duration::from_secs(30);

/// What stops the shell from being built: a value in the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// The public URL has no origin that a browser would send.
    #[error("server.public_url has no origin: {0}")]
    Origin(String),
}

pub(super) struct Shell {
    pub(super) ground: Ground,
    pub(super) texts: Arc<Texts>,
    pub(super) assets: Arc<Assets>,
    pub(super) proxies: TrustedProxies,
    pub(super) secure: bool,
}

/// Surrounds all rooms' routes. Adds `/assets` and `/language`.
///
/// # Errors
/// A value in the configuration cannot be used; it is named.
pub fn shell(rooms: Router, ground: &Ground) -> Result<Router, ShellError> {
    let server = &ground.config.server;
    let secure = server.public_url.scheme() == "https";
    let shell = Arc::new(Shell {
        ground: ground.clone(),
        texts: Arc::new(Texts::load()),
        assets: Arc::new(Assets::load()),
        proxies: TrustedProxies(server.trusted_proxies.clone()),
        secure,
    });
    let csrf = CsrfLayer::new()
        .add_trusted_origin(server.public_url.origin().ascii_serialization())
        .map_err(|error| ShellError::Origin(format!("{error:?}")))?
        .with_insecure_bypass(is_cross_site_by_protocol)
        .with_rejection_response(|_| Error::from(Trouble::Foreign).into_response());
    Ok(rooms
        .merge(assets::router())
        .merge(language::router(secure))
        .fallback(async || Error::from(Trouble::NotFound))
        .method_not_allowed_fallback(async || Error::from(Trouble::Method))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIME))
        .layer(csrf)
        .layer(from_fn_with_state(shell, around)))
}

/// Browsers send these from other sites by protocol (OIDC Core 3.1.2.1, RP-Initiated Logout 2), or no browser sends them at
/// all. Each has its own proof: client authentication, tokens, a page that asks.
fn is_cross_site_by_protocol(method: &Method, uri: &Uri) -> bool {
    let called_across = ["/authorize", "/token", "/introspect", "/revoke", "/userinfo", "/logout"];
    method == Method::POST && (called_across.contains(&uri.path()) || is_lti(uri.path()))
}

/// Launches come by forms of the system that opens us (LTI 1.3 core, 5.1.1). They read no cookie and set none: what they
/// bring waits for the browser that asked for it.
fn is_lti(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts.as_slice(), ["", "upstream", _, "lti", "login" | "launch"])
}

async fn around(State(shell): State<Arc<Shell>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::read(&shell, &parts);
    parts.extensions.insert(visit.clone());
    let route = parts.extensions.get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    // The route's pattern, not the path: paths and queries carry codes and ids.
    let span =
        tracing::info_span!("request", request.id = visit.reference(), http.method = %parts.method, http.route = route);
    let (started, method, pattern) = (Instant::now(), parts.method.clone(), route.clone());
    let answered = async {
        let run = AssertUnwindSafe(next.run(Request::from_parts(parts, body))).catch_unwind();
        let response = run.await.unwrap_or_else(|_| Error::internal("a handler panicked").into_response());
        let mut response = explain(&visit, response);
        headers::complete(response.headers_mut(), shell.secure);
        tracing::debug!(status = response.status().as_u16(), ms = started.elapsed().as_millis(), "answered");
        response
    };
    let mut response = answered.instrument(span).await;
    super::measure::measure(&method, pattern, response.status(), started);
    for cookie in visit.cookie_changes(shell.secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Errors and bare refusals as pages.
fn explain(visit: &Visit, response: Response) -> Response {
    if let Some(failure) = response.extensions().get::<Failure>() {
        return failure.explain(visit);
    }
    let bare =
        response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let trouble = match response.status() {
        _ if !bare => return response,
        StatusCode::NOT_FOUND => Trouble::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Trouble::Method,
        StatusCode::PAYLOAD_TOO_LARGE => Trouble::TooLarge,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Trouble::BadForm
        }
        StatusCode::SERVICE_UNAVAILABLE if response.headers().get(header::CONTENT_TYPE).is_none() => {
            Trouble::Busy { retry_after_seconds: 5 }
        }
        _ => return response,
    };
    match Error::from(trouble).into_response().extensions().get::<Failure>() {
        Some(failure) => failure.explain(visit),
        None => response,
    }
}
