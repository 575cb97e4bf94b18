//! `/livez` and `/readyz`, for whoever restarts us or sends us requests.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;

use crate::cache::CacheState;
use crate::ground::Ground;
use crate::issuer::keys::KeyRing;

/// The answer of `/readyz`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// `ready`, `degraded` (still 200: sign-ins go on) or `unready` (503).
    pub status: &'static str,
    /// What does not work: `database`, `migrations`, `signing_key`, `cache`.
    pub failing: Vec<&'static str>,
}

#[derive(Debug, Clone)]
struct Asked {
    ground: Ground,
    keys: Arc<KeyRing>,
}

/// The routes. `/livez` says that the process answers, and nothing about its neighbours.
pub(super) fn router(ground: Ground, keys: Arc<KeyRing>) -> Router {
    let asked = Asked { ground, keys };
    Router::new().route("/livez", get(async || "ok\n")).route("/readyz", get(readyz)).with_state(asked)
}

async fn readyz(State(asked): State<Asked>) -> (StatusCode, Json<Readiness>) {
    let found = readiness(&asked.ground, &asked.keys).await;
    let status = if found.status == "unready" { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (status, Json(found))
}

async fn readiness(ground: &Ground, keys: &KeyRing) -> Readiness {
    let missing = ground.db.list_missing_migrations().await;
    let checks = [
        ("database", missing.is_ok()),
        ("migrations", missing.is_ok_and(|missing| missing.is_empty())),
        ("signing_key", keys.current().await.is_ok()),
        ("cache", ground.cache.state().await != CacheState::Degraded),
    ];
    let failing: Vec<&str> = checks.iter().filter(|(_, works)| !works).map(|(name, _)| *name).collect();
    let status = match failing.as_slice() {
        [] => "ready",
        ["cache"] => "degraded",
        _ => "unready",
    };
    Readiness { status, failing }
}
