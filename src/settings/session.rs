//! Who is signed in at the settings of a platform; everybody else signs in first.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;

use crate::accounts::sessions::{self, EndReason, Live};
use crate::domain::{AccountId, LinkId, PlatformId, Purpose, Time, UpstreamId};
use crate::login::{Beginning, Goal, Login, LoginError, SettingsGoal, brand};
use crate::storage::accounts::Account;
use crate::storage::platforms::Platform;
use crate::storage::{Durability, accounts, platforms};
use crate::web::{self, Form, FormTargets, Journey, Trouble, Visit, see_other};

/// The person whose settings these are.
#[derive(Debug)]
pub(super) struct Owner {
    /// The platform.
    pub platform: Platform,
    /// The account.
    pub account: Account,
    /// The session.
    pub live: Live,
    /// The link of this sign-in; none when the password was used.
    pub link: Option<LinkId>,
    /// The upstream of that link.
    pub upstream: Option<UpstreamId>,
    /// When the person signed in.
    pub auth_time: Time,
}

impl Owner {
    /// The account's id.
    pub fn id(&self) -> &AccountId {
        &self.account.id
    }

    /// The address of the list.
    pub fn home(&self) -> String {
        home(&self.platform.id)
    }

    /// True when the sign-in is young enough to add an integration.
    pub fn is_fresh(&self, login: &Login) -> bool {
        login.ground.now() - self.auth_time <= TimeDelta::minutes(login.ground.config.sessions.add_integration_minutes)
    }
}

/// The address of the list of a platform.
pub(super) fn home(platform: &PlatformId) -> String {
    format!("/settings/{platform}/integrations")
}

/// Why a request to the settings goes elsewhere; with `?` a handler says no more about it.
pub(super) enum Turned {
    /// To a sign-in that comes back here.
    SignInFirst(Box<Response>),
    /// To a page that says what is wrong.
    Stopped(web::Error),
}

impl<E: Into<web::Error>> From<E> for Turned {
    fn from(error: E) -> Self {
        Self::Stopped(error.into())
    }
}

impl IntoResponse for Turned {
    fn into_response(self) -> Response {
        match self {
            Self::SignInFirst(response) => *response,
            Self::Stopped(error) => error.into_response(),
        }
    }
}

/// Opens the settings of a platform for whoever is signed in there in this browser.
pub(super) async fn enter(login: &Login, visit: &Visit, platform: &str) -> Result<Owner, Turned> {
    let id: PlatformId = platform.parse().map_err(|_| Trouble::NotFound)?;
    let wanted = &id;
    let found = login.ground.db.read(|tx| async move { platforms::find(&tx, wanted).await }).await?;
    let platform = found.filter(Platform::is_live).ok_or(Trouble::NotFound)?;
    visit.enter(Journey { brand: brand(&platform), ui_locales: None, form_targets: FormTargets::default() });
    let live = match visit.session_hash() {
        Some(hash) => sessions::find_live_by_hash(&login.ground, hash, visit.browser_hash()).await,
        None => Ok(None),
    };
    let live = live.map_err(LoginError::from)?;
    let Some((live, here)) = live.and_then(|live| live.at(&id).cloned().map(|here| (live, here))) else {
        return Err(sign_in_first(login, visit, &id, None, None).await);
    };
    let account_id = &here.account_id;
    let account = login.ground.db.read(|tx| async move { accounts::find(&tx, account_id).await }).await?;
    let account = account.filter(|account| account.disabled_at.is_none()).ok_or(Trouble::AccountOff)?;
    Ok(Owner { platform, account, live, link: here.link_id, upstream: here.upstream_id, auth_time: here.auth_time })
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
        goal: Goal::Settings(SettingsGoal { settings_of: platform.clone(), upstream }),
        session: owner.map(|owner| owner.live.session.id.clone()),
        proven: None,
    };
    match login.begin(&beginning).await {
        Ok(attempt) => Turned::SignInFirst(Box::new(see_other(&format!("/login?attempt={attempt}")))),
        Err(error) => error.into(),
    }
}

/// A form without fields of its own.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Nothing {}

/// Signs out of the settings, and everywhere this session was used.
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
    Ok(web::page(&visit, http::StatusCode::OK, &template))
}
