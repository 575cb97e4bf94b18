//! Collecting measurements, and the separate listener that Prometheus reads.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of every histogram of times, in seconds.
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
    metrics::describe_histogram!("koppel_http_seconds", "Time to answer by method, route and status");
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
