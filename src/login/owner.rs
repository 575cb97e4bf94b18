//! Who is signed in at a platform in this browser, for our own pages; everybody else signs in first.

use axum::response::{IntoResponse, Response};

use super::entered::brand;
use super::{Beginning, Login, LoginError};
use crate::accounts::sessions::{self, Live};
use crate::domain::{AccountId, Assertion, LinkId, PlatformId, Time, UpstreamId};
use crate::storage::accounts::{self, Account};
use crate::storage::platforms::{self, Platform};
use crate::web::{self, FormTargets, Journey, Trouble, Visit, see_other};

/// The person who is signed in at a platform in this browser.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
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
    pub(crate) fn id(&self) -> &AccountId {
        &self.account.id
    }
}

/// A platform, and who is there.
#[derive(Debug)]
pub(crate) enum Present {
    /// Somebody.
    Owner(Box<Owner>),
    /// Nobody is signed in.
    Nobody(Box<Platform>),
}

/// Why a request to our own pages goes elsewhere; with `?` a handler says no more about it.
#[derive(Debug)]
pub(crate) enum Turned {
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

/// Opens a platform's pages and tells the visit which platform it is. A platform that is switched off answers like one
/// that does not exist.
pub(crate) async fn present(login: &Login, visit: &Visit, platform: &str) -> Result<Present, web::Error> {
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
        return Ok(Present::Nobody(Box::new(platform)));
    };
    let account_id = &here.account_id;
    let account = login.ground.db.read(|tx| async move { accounts::find(&tx, account_id).await }).await?;
    let account = account.filter(|account| account.disabled_at.is_none()).ok_or(Trouble::AccountOff)?;
    let (link, upstream, auth_time) = (here.link_id, here.upstream_id, here.auth_time);
    Ok(Present::Owner(Box::new(Owner { platform, account, live, link, upstream, auth_time })))
}

/// Begins a sign-in that comes back to one of our own pages.
pub(crate) async fn sign_in_first(login: &Login, beginning: &Beginning<'_>) -> Turned {
    match login.begin(beginning).await {
        Ok(attempt) => Turned::SignInFirst(Box::new(see_other(&format!("/login?attempt={attempt}")))),
        Err(error) => error.into(),
    }
}

/// Begins a sign-in for somebody whom an upstream has just brought to us with its word for who they are. The caller has
/// verified that word, knows that it is of this browser, and has used it up.
pub(crate) async fn arrive(
    login: &Login,
    visit: &Visit,
    beginning: &Beginning<'_>,
    assertion: Assertion,
) -> Result<Response, web::Error> {
    let attempt = login.begin(beginning).await?;
    let mut entered = login.enter(visit, attempt.as_str()).await?;
    Box::pin(super::resolve::arrive(login, visit, &mut entered, assertion)).await
}
