//! What a script asks the platform: who is signed in in this browser, and what is theirs.

use axum::Json;
use axum::extract::State;
use axum_extra::extract::cookie::CookieJar;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Shared;
use crate::demo::history::Task;

/// The answer of `GET /api/me`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// The account.
    pub sub: String,
    /// The name in user info.
    pub name: Option<String>,
    /// Every finished task, newest first.
    pub tasks: Vec<Task>,
    /// User info as the broker gave it.
    pub user_info: Value,
    /// How often tokens were refreshed.
    pub refreshed: u32,
}

/// `GET /api/me`: 401 when nobody is signed in.
pub(super) async fn me(State(platform): State<Shared>, jar: CookieJar) -> Result<Json<Me>, StatusCode> {
    let session = platform.session(&jar).ok_or(StatusCode::UNAUTHORIZED)?;
    let tasks = platform.tasks(&session.sub);
    let super::Session { sub, name, user_info, refreshed, .. } = session;
    Ok(Json(Me { sub, name, tasks, user_info, refreshed }))
}
