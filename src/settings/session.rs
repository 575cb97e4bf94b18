//! Who is signed in at the settings of a platform; everybody else signs in first.

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::TimeDelta;
use http::{HeaderName, HeaderValue};

use crate::accounts::sessions::{self, EndReason};
use crate::domain::{PlatformId, Purpose, UpstreamId};
use crate::login::{self, Beginning, Goal, Login, LoginError, Present, SettingsGoal};
use crate::storage::Durability;
use crate::web::{self, Form, Visit};

pub(super) use crate::login::{Owner, Turned};

/// True when the sign-in is young enough to add an integration.
pub(super) fn is_fresh(owner: &Owner, login: &Login) -> bool {
    login.ground.now() - owner.auth_time <= TimeDelta::minutes(login.ground.config.sessions.add_integration_minutes)
}

/// The address of the list of a platform.
pub(super) fn home(platform: &PlatformId) -> String {
    format!("/settings/{platform}/integrations")
}

/// Opens the settings of a platform for whoever is signed in there in this browser.
pub(super) async fn enter(login: &Login, visit: &Visit, platform: &str) -> Result<Owner, Turned> {
    match login::present(login, visit, platform).await? {
        Present::Owner(owner) => Ok(*owner),
        Present::Nobody(platform) => Err(sign_in_first(login, visit, &platform.id, None, None).await),
    }
}

/// Begins a sign-in that comes back here; `upstream`: and then adds that one.
pub(super) async fn sign_in_first(
    login: &Login,
    visit: &Visit,
    platform: &PlatformId,
    owner: Option<&Owner>,
    upstream: Option<UpstreamId>,
) -> Turned {
    let beginning = Beginning {
        browser_hash: visit.browser_hash(),
        purpose: Purpose::Settings,
        goal: Goal::Settings(SettingsGoal::adding(platform, upstream)),
        session: owner.map(|owner| owner.live.session.id.clone()),
        proven: None,
    };
    login::sign_in_first(login, &beginning).await
}

/// A form without fields of its own.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Nothing {}

/// Signs out of the settings or the console, and everywhere this session was used.
pub(super) async fn sign_out(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Turned> {
    let owner = enter(&login, &visit, &platform).await?;
    let (session, now) = (&owner.live.session.id, login.ground.now());
    let end = |tx| async move {
        sessions::end(&tx, session, EndReason::SignedOut, now).await?;
        Ok::<_, LoginError>(())
    };
    login.ground.db.write(Durability::Durable, end).await?;
    visit.end_session();
    let template = web::pages::login::SignedOut { frame: web::Frame::new(&visit) };
    let mut page = web::page(&visit, http::StatusCode::OK, &template);
    // Clear Site Data (W3C): whatever the browser still holds goes, so that the back button of a shared computer shows none of
    // it. The cookies stay: they know the browser, and nobody in it.
    page.headers_mut().insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    Ok(page)
}
