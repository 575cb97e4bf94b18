//! `/livez` and `/readyz`, for whoever restarts us or sends us requests.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::ground::Ground;

/// The answer of `/readyz`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// `ready`, `degraded` (still 200: sign-ins go on) or `unready` (503).
    pub status: &'static str,
    /// Does the database answer?
    pub database: bool,
    /// Does its schema fit this binary?
    pub migrations: bool,
}

/// The routes. `/livez` says that the process answers, and nothing about its neighbours.
pub fn router(ground: Ground) -> Router {
    Router::new().route("/livez", get(async || "ok\n")).route("/readyz", get(readyz)).with_state(ground)
}

async fn readyz(State(ground): State<Ground>) -> (StatusCode, Json<Readiness>) {
    let found = readiness(&ground).await;
    let status = if found.status == "unready" { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (status, Json(found))
}

/// Asks everything we stand on.
pub async fn readiness(ground: &Ground) -> Readiness {
    let missing = ground.db.list_missing_migrations().await;
    let database = missing.is_ok();
    let migrations = missing.is_ok_and(|missing| missing.is_empty());
    let status = if database && migrations { "ready" } else { "unready" };
    Readiness { status, database, migrations }
}
