//! How long answers take, for the metrics listener.

use std::time::Instant;

use http::{Method, StatusCode};

/// Counts one answer: by method, route pattern and status, so that no caller decides how many series there are.
pub fn measure(method: &Method, route: String, status: StatusCode, started: Instant) {
    let known = [Method::GET, Method::POST, Method::HEAD, Method::OPTIONS];
    let method = if known.contains(method) { method.as_str().to_owned() } else { "other".to_owned() };
    let labels = [("method", method), ("route", route), ("status", status.as_u16().to_string())];
    metrics::histogram!("koppel_http_seconds", &labels).record(started.elapsed().as_secs_f64());
}
