//! How long answers take, for the metrics listener.

use std::time::Instant;

use http::{Method, StatusCode};
use metrics::Label;

/// Counts one answer: by method, route pattern and status, so that no caller decides how many series there are.
pub fn measure(method: &Method, route: String, status: StatusCode, started: Instant) {
    let known = ["GET", "POST", "HEAD", "OPTIONS"];
    let method = known.into_iter().find(|known| *known == method.as_str()).unwrap_or("other");
    let labels = vec![
        Label::from_static_parts("method", method),
        Label::new("route", route),
        Label::new("status", status.as_u16().to_string()),
    ];
    metrics::histogram!("koppel_http_seconds", labels).record(started.elapsed().as_secs_f64());
}
