//! The main journey, walked by the scripted browser: a pupil comes in through eKool and lands on their old account.

use super::browser::{Browser, BrowserError, Page, Step};
use super::platform::Me;
use super::world::{World, WorldAccount, WorldPerson};

/// Who walks.
pub const PUPIL: &str = "mari-tamm";

/// Why the walk did not end where it should.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// The browser cannot go on.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// A page or answer is not what it should be.
    #[error("{expected}, but found {found}")]
    Unexpected {
        /// What should be there.
        expected: String,
        /// What is.
        found: String,
    },
}

pub(super) fn unexpected(expected: impl Into<String>, found: impl Into<String>) -> WalkError {
    WalkError::Unexpected { expected: expected.into(), found: found.into() }
}

/// One person's way through a running demo.
#[derive(Debug)]
pub struct Walk<'a> {
    /// The demo.
    pub world: &'a World,
    /// Who walks.
    pub person: &'a WorldPerson,
    /// Their browser.
    pub browser: Browser,
}

impl<'a> Walk<'a> {
    /// A person with a browser of their own that was nowhere yet.
    ///
    /// # Errors
    /// There is no such person.
    pub fn of(world: &'a World, key: &str, on_step: fn(&Step)) -> Result<Self, WalkError> {
        let person = world.person(key).ok_or_else(|| unexpected(format!("a person {key}"), "none"))?;
        let mut browser = Browser::new("en")?;
        browser.on_step = on_step;
        Ok(Self { world, person, browser })
    }

    /// From the platform's start page to the broker's chooser.
    ///
    /// # Errors
    /// A page is missing its control.
    pub async fn log_in(&mut self) -> Result<&Page, WalkError> {
        self.browser.open(&self.world.platform.url).await?;
        Ok(self.browser.press("log-in").await?)
    }

    /// Signs in at the simulator `upstream` that the browser was sent to, through whatever it asks.
    ///
    /// # Errors
    /// A page is missing its control.
    pub async fn sign_in_at(&mut self, upstream: &str) -> Result<&Page, WalkError> {
        self.browser.press(&format!("upstream-{upstream}")).await?;
        self.be_somebody().await
    }

    /// At a simulator's sign-in page: picks the person, the first role, and allows.
    ///
    /// # Errors
    /// A page is missing its control.
    pub async fn be_somebody(&mut self) -> Result<&Page, WalkError> {
        let page = self.browser.press(&format!("person-{}", self.person.key)).await?;
        if page.has("#role-0") {
            self.browser.press("role-0").await?;
        }
        if self.browser.page().has("#consent-allow") {
            self.browser.press("consent-allow").await?;
        }
        Ok(self.browser.page())
    }

    /// At "Have you used … before?": yes, and the old password.
    ///
    /// # Errors
    /// A page is missing its control.
    pub async fn claim(&mut self, account: &WorldAccount) -> Result<&Page, WalkError> {
        self.browser.press("question-yes").await?;
        self.browser.fill("username", &account.username);
        self.browser.fill("password", &self.world.password);
        Ok(self.browser.press("claim-submit").await?)
    }

    /// What the platform says about who is signed in in this browser.
    ///
    /// # Errors
    /// Nobody is.
    pub async fn me(&mut self) -> Result<Me, WalkError> {
        Ok(self.browser.json(&self.world.platform.api).await?)
    }

    /// Fails unless the platform reports the old account with all its tasks.
    ///
    /// # Errors
    /// It reports another account, or another history.
    pub async fn expect_old_account(&mut self, account: &WorldAccount) -> Result<(), WalkError> {
        let me = self.me().await?;
        if me.sub != account.sub {
            return Err(unexpected(format!("the account {}", account.sub), me.sub));
        }
        let tasks = i64::try_from(me.tasks.len()).unwrap_or_default();
        if tasks != account.tasks {
            return Err(unexpected(format!("{} finished tasks", account.tasks), tasks.to_string()));
        }
        Ok(())
    }

    /// Fails unless the browser is at the platform.
    ///
    /// # Errors
    /// It is somewhere else.
    pub fn expect_platform(&self) -> Result<(), WalkError> {
        let page = self.browser.page();
        let here = page.url().map(ToString::to_string).unwrap_or_default();
        if here.starts_with(&self.world.platform.url) && page.status == 200 {
            return Ok(());
        }
        Err(unexpected("the platform's page", format!("{} ({})", page.path(), page.text("h1").unwrap_or_default())))
    }
}

/// The first time: through eKool, "yes", the old password, both persons, confirmed, on the old account.
///
/// # Errors
/// Something on the way is not as it should be.
pub async fn first_time(world: &World, key: &str, on_step: fn(&Step)) -> Result<(), WalkError> {
    let mut walk = Walk::of(world, key, on_step)?;
    let account = walk.person.account.as_ref().ok_or_else(|| unexpected("an old account", "none"))?;
    walk.log_in().await?;
    walk.sign_in_at("ekool").await?;
    walk.claim(account).await?;
    walk.browser.press("confirm-link").await?;
    walk.browser.press("continue").await?;
    walk.expect_platform()?;
    walk.expect_old_account(account).await
}

/// Any later time, on another computer: eKool, and in.
///
/// # Errors
/// Something on the way is not as it should be.
pub async fn next_time(world: &World, key: &str, on_step: fn(&Step)) -> Result<(), WalkError> {
    let mut walk = Walk::of(world, key, on_step)?;
    let account = walk.person.account.as_ref().ok_or_else(|| unexpected("an old account", "none"))?;
    walk.log_in().await?;
    walk.sign_in_at("ekool").await?;
    walk.expect_platform()?;
    walk.expect_old_account(account).await
}
