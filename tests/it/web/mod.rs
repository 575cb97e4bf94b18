//! Pages and what surrounds them.

mod admin_console;
mod admin_duplicates;
mod admin_entry;
mod admin_journals;
mod admin_people;
mod admin_privacy;
mod admin_switch;
mod enumeration;
pub mod gallery;
mod guards;
mod journals;
mod live;
mod rendering;
pub mod samples;
mod sources;
mod troubles;
mod updates;
mod waiting;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::Request;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// Sends one request.
pub async fn send(app: &Router, request: Request<Body>) -> Response {
    app.clone().oneshot(request).await.unwrap()
}

/// Loads a page.
pub async fn load(app: &Router, path: &str) -> Response {
    send(app, Request::get(path).body(Body::empty()).unwrap()).await
}

/// The body as text.
pub async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}
