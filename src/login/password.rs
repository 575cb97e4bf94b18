//! User name and password, where the broker verifies them.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::attempt::{Memory, Step, WayIn};
use super::entered::Entered;
use super::{Login, LoginError};
use crate::accounts::passwords::{Attempt, Caller, Proof};
use crate::domain::PasswordSource;
use crate::storage::accounts::Account;
use crate::web::pages::parts::{PasswordError, PasswordForm};
use crate::web::{self, Form, Trouble, Visit, see_other};

/// The fields of every password form of a login.
#[derive(Deserialize)]
pub(super) struct Typed {
    /// Which login.
    pub attempt: String,
    /// As typed.
    #[serde(default)]
    pub username: String,
    /// As typed.
    #[serde(default)]
    pub password: String,
}

/// What a typed password led to.
pub(super) enum Outcome {
    /// It opens this account.
    Right(Box<Account>),
    /// Show the form again.
    Again(PasswordForm),
}

impl Login {
    /// Verifies what was typed at the login's platform.
    pub(super) async fn verify(&self, visit: &Visit, entered: &Entered, typed: &Typed) -> Result<Outcome, web::Error> {
        let again = |error| Ok(Outcome::Again(PasswordForm { username: typed.username.clone(), error: Some(error) }));
        if !entered.takes_passwords() {
            return Err(Trouble::NotFound.into());
        }
        if typed.username.trim().is_empty() {
            return again(PasswordError::UsernameMissing);
        }
        if typed.password.is_empty() {
            return again(PasswordError::PasswordMissing);
        }
        let attempt = Attempt {
            platform: &entered.platform.id,
            username: &typed.username,
            password: &typed.password,
            caller: caller(visit),
        };
        match self.desk.prove(&self.ground, &attempt).await.map_err(LoginError::from)? {
            Proof::Right(account) => Ok(Outcome::Right(account)),
            Proof::Disabled(_) => Err(Trouble::AccountOff.into()),
            Proof::Wrong => again(PasswordError::Wrong),
            Proof::Locked { retry_after_seconds } => Err(Trouble::TooManyTries { retry_after_seconds }.into()),
            Proof::Busy(busy) => Err(Trouble::Queue { retry_after_seconds: busy.retry_after_seconds }.into()),
        }
    }
}

/// From where a password came, for the throttle.
pub(crate) fn caller(visit: &Visit) -> Caller<'_> {
    Caller { address: Some(visit.address()), browser_hash: Some(visit.browser_hash()) }
}

/// Signs in with user name and password.
pub(super) async fn sign_in(
    State(login): State<Login>,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter(&visit, &typed.attempt).await?;
    let account = match login.verify(&visit, &entered, &typed).await? {
        Outcome::Right(account) => account,
        Outcome::Again(form) => return super::begin::chooser(&login, &visit, &entered, Some(form)).await,
    };
    let must_change = account.password_must_change;
    let printed = account.password_source == Some(PasswordSource::Reset);
    let way_in = WayIn { account: account.id, link: None, upstream: None, auth_time: login.ground.now(), printed };
    entered.running.memory = Memory { way_in: Some(way_in), skipped_chooser: true, ..Memory::default() };
    if must_change {
        login.advance(&mut entered.running, Step::NewPassword).await?;
        return Ok(see_other(&entered.path("/login/new-password")));
    }
    super::finish::go_in(&login, &visit, &mut entered).await
}
