//! One request of one login: opened for the browser it is bound to, with the visit told which platform it is for.

use serde::Deserialize;
use url::Url;

use super::attempt::Step;
use super::store::Running;
use super::{Login, LoginError};
use crate::domain::{AttemptId, PasswordOwner, Purpose};
use crate::storage::attempts::{self, Opened};
use crate::storage::platforms::Platform;
use crate::web::{Brand, FormTargets, Journey, Trouble, Visit};

/// Names the attempt: in the address of every page.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    /// The attempt.
    #[serde(default)]
    pub attempt: String,
}

/// What was answered at a page that asks one thing.
#[derive(Debug, Deserialize)]
pub(super) struct Answered {
    /// Which login.
    pub attempt: String,
    /// The value of the button.
    #[serde(default)]
    pub answer: String,
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
        let opened = attempts::open_alone(&self.ground.db, &id, visit.browser_hash(), self.ground.now()).await?;
        self.enter_opened(visit, opened)
    }

    /// The same, for what was read. Another browser's login answers like a missing one.
    pub(super) fn enter_opened(&self, visit: &Visit, opened: Option<Opened>) -> Result<Entered, LoginError> {
        let Opened { attempt, platform, uris } = opened.ok_or(LoginError::Stale)?;
        let running = self.unpack(attempt)?;
        let platform = Some(platform).filter(Platform::is_live).ok_or(Trouble::PlatformOff)?;
        // The start page too: many callbacks live on a host of their own and lead on to it within the same chain.
        let targets = uris.iter().map(String::as_str).chain(platform.home_url.as_deref());
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

    /// Forgets what the steps found out, before another system or a password is tried.
    pub(super) async fn forget(&self, running: &mut Running) -> Result<(), LoginError> {
        running.forget();
        self.advance(running, Step::Choose).await
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
