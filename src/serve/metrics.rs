//! Counting requests, and the separate listener that Prometheus reads.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the request time histogram, in seconds.
const BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// How often old samples are folded together.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts collecting for this process.
///
/// # Errors
/// Something collects already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let times = Matcher::Suffix("_seconds".to_owned());
    let handle = PrometheusBuilder::new().set_buckets_for_metric(times, BUCKETS)?.install_recorder()?;
    metrics::describe_counter!("koppel_http_requests_total", "Requests by route, method and status");
    metrics::describe_histogram!("koppel_http_request_seconds", "Time to answer by route");
    Ok(handle)
}

/// The routes of the metrics listener.
pub(super) fn router(handle: PrometheusHandle) -> Router {
    Router::new().route("/metrics", get(async move || handle.render()))
}

/// Folds samples together until dropped.
pub(super) async fn keep_up(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(UPKEEP).await;
        handle.run_upkeep();
    }
}

/// Counts a request under its route's pattern: never under its path, which may carry ids.
pub(super) async fn count(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("koppel_http_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("koppel_http_request_seconds", "route" => route).record(begun.elapsed());
    response
}
