//! The first page: pick a school system, or type user name and password.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use url::Url;

use super::attempt::{Memory, Step};
use super::store::Running;
use super::{Login, LoginError};
use crate::domain::{AttemptId, ClientUriKind, PasswordOwner, Purpose};
use crate::storage::platforms::Platform;
use crate::storage::upstreams::Upstream;
use crate::storage::{Tx, attempts, client_uris, platforms, upstreams};
use crate::web::pages::login::Chooser;
use crate::web::pages::parts::{PasswordError, PasswordForm, UpstreamChoice};
use crate::web::{self, Brand, FormTargets, Frame, Journey, Trouble, Visit};

/// Names the attempt: in the address of every page.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    /// The attempt.
    #[serde(default)]
    pub attempt: String,
}

/// A running login and the platform it is for, with the visit told about it.
#[derive(Debug)]
pub(super) struct Entered {
    /// The login.
    pub running: Running,
    /// Where it goes.
    pub platform: Platform,
}

impl Entered {
    /// True when user name and password work here: not where the platform keeps them, and not to add an integration.
    pub(super) fn takes_passwords(&self) -> bool {
        self.platform.password_owner == PasswordOwner::Broker && self.running.purpose != Purpose::Add
    }

    /// The address of one of its pages.
    pub(super) fn path(&self, page: &str) -> String {
        format!("{page}?attempt={}", self.running.id)
    }
}

impl Login {
    /// Opens the login of this browser and tells the visit which platform it is for.
    pub(super) async fn enter(&self, visit: &Visit, attempt: &str) -> Result<Entered, LoginError> {
        let id: AttemptId = attempt.parse().map_err(|_| LoginError::Stale)?;
        let (id, browser, now) = (&id, visit.browser_hash(), self.ground.now());
        let kinds = [ClientUriKind::Redirect, ClientUriKind::Link, ClientUriKind::LinkReturn];
        let read = |tx: Tx| async move {
            // Another browser's login answers like a missing one.
            let row = attempts::find_live(&tx, id, browser, now).await?.ok_or(LoginError::Stale)?;
            let platform = platforms::find(&tx, &row.platform_id).await?;
            let uris = match &row.client_id {
                Some(client) => client_uris::list(&tx, client).await?,
                None => Vec::new(),
            };
            Ok::<_, LoginError>((row, platform, uris))
        };
        let (row, platform, uris) = self.ground.db.read(read).await?;
        let running = self.unpack(row)?;
        let platform = platform.filter(Platform::is_live).ok_or(Trouble::PlatformOff)?;
        // The start page too: many callbacks live on a host of their own and lead on to it within the same chain.
        let targets = uris
            .iter()
            .filter(|row| kinds.contains(&row.kind))
            .map(|row| row.uri.as_str())
            .chain(platform.home_url.as_deref());
        let targets: Vec<Url> = targets.filter_map(|uri| uri.parse().ok()).collect();
        visit.enter(Journey {
            brand: brand(&platform),
            ui_locales: running.ui_locales(),
            form_targets: FormTargets::to(&targets),
        });
        Ok(Entered { running, platform })
    }

    /// The same, for a page that stands at one step only.
    pub(super) async fn enter_at(&self, visit: &Visit, attempt: &str, step: Step) -> Result<Entered, LoginError> {
        let entered = self.enter(visit, attempt).await?;
        if entered.running.step == step { Ok(entered) } else { Err(LoginError::Stale) }
    }

    /// The systems whose buttons stand on the first page.
    pub(super) async fn usable_upstreams(&self, entered: &Entered) -> Result<Vec<Upstream>, LoginError> {
        let platform = &entered.platform.id;
        let wish = entered.running.request().and_then(|request| request.koppel_school.as_ref());
        let read = |tx: Tx| async move {
            let there = upstreams::list_usable(&tx, platform, wish).await?;
            // A school that has enabled nothing is no reason to show no button at all.
            if there.is_empty() { upstreams::list_usable(&tx, platform, None).await } else { Ok(there) }
        };
        Ok(self.ground.db.read(read).await?)
    }
}

/// A platform as people see it.
pub(crate) fn brand(platform: &Platform) -> Brand {
    Brand {
        id: platform.id.clone(),
        name: platform.name.clone(),
        colour: platform.colour.clone(),
        home_url: platform.home_url.clone(),
    }
}

/// The first page; or straight on to an upstream, once, when the platform asked for that.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter(&visit, &which.attempt).await?;
    if let Some(departure) = super::depart::skip_chooser(&login, &visit, &mut entered).await? {
        return Ok(departure);
    }
    chooser(&login, &visit, &entered, None).await
}

/// The first page; with what was wrong with a user name and password just typed.
pub(super) async fn chooser(
    login: &Login,
    visit: &Visit,
    entered: &Entered,
    refused: Option<PasswordForm>,
) -> Result<Response, web::Error> {
    if let Some(page) = super::again::page(login, visit, entered, refused.as_ref()).await? {
        return Ok(page);
    }
    let upstreams = login.usable_upstreams(entered).await?;
    let status = refused.as_ref().map_or(StatusCode::OK, status_of);
    let template = Chooser {
        frame: Frame::new(visit),
        attempt: entered.running.id.clone(),
        upstreams: upstreams.iter().map(choice).collect(),
        password: entered.takes_passwords().then(|| refused.unwrap_or_else(|| hinted(entered))),
    };
    Ok(web::page(visit, status, &template))
}

fn hinted(entered: &Entered) -> PasswordForm {
    let hint = entered.running.request().and_then(|request| request.login_hint.clone());
    PasswordForm { username: hint.unwrap_or_default(), error: None }
}

/// The status of a page that shows a refused password again.
pub(super) fn status_of(refused: &PasswordForm) -> StatusCode {
    match refused.error {
        Some(PasswordError::Wrong) => StatusCode::UNAUTHORIZED,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    }
}

/// An upstream to choose.
pub(super) fn choice(upstream: &Upstream) -> UpstreamChoice {
    UpstreamChoice { id: upstream.id.clone(), name: upstream.name.clone() }
}

impl Login {
    /// Forgets what the steps found out, before another system or a password is tried.
    pub(super) async fn forget(&self, running: &mut Running) -> Result<(), LoginError> {
        let proven = running.memory.proven.take().filter(|_| running.purpose == Purpose::Add);
        running.memory = Memory { skipped_chooser: true, proven, ..Memory::default() };
        self.advance(running, Step::Choose).await
    }
}
