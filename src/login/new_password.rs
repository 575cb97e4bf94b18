//! A one-time password was right: a new one is chosen before anything else happens.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::attempt::Step;
use super::entered::{Entered, Which};
use super::{Login, LoginError};
use crate::accounts::passwords::{self, Change, Weakness};
use crate::domain::{AccountId, Actor, PasswordSource};
use crate::storage::accounts::{self, Account};
use crate::web::pages::login::NewPassword;
use crate::web::pages::parts::NewPasswordError;
use crate::web::{self, Form, Frame, Trouble, Visit};

/// The new password, twice.
#[derive(Deserialize)]
pub(super) struct Typed {
    attempt: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    repeat: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::NewPassword).await?;
    page(&login, &visit, &entered, None).await
}

fn account(entered: &Entered) -> Result<&AccountId, LoginError> {
    entered.running.memory.way_in.as_ref().map(|way_in| &way_in.account).ok_or(LoginError::Stale)
}

async fn page(
    login: &Login,
    visit: &Visit,
    entered: &Entered,
    error: Option<NewPasswordError>,
) -> Result<Response, web::Error> {
    let id = account(entered)?;
    let account = login.ground.db.read(|tx| async move { accounts::find(&tx, id).await }).await?;
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = NewPassword {
        frame: Frame::new(visit),
        attempt: entered.running.id.clone(),
        username: account.and_then(|account| account.username).unwrap_or_default(),
        error,
    };
    Ok(web::page(visit, status, &template))
}

/// The choice.
pub(super) async fn choose(
    State(login): State<Login>,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &typed.attempt, Step::NewPassword).await?;
    let id = account(&entered)?.clone();
    let printed = still_printed(&login, &entered, &id).await?;
    if typed.new != typed.repeat {
        return page(&login, &visit, &entered, Some(NewPasswordError::NotRepeated)).await;
    }
    let actor = Actor::Account(id.clone());
    let new = passwords::NewPassword {
        account: &id,
        password: &typed.new,
        source: PasswordSource::Changed,
        actor: &actor,
        keep: None,
    };
    match login.desk.set_in_place_of(&login.ground, &new, &printed).await.map_err(LoginError::from)? {
        Change::Done => {
            if let Some(way_in) = entered.running.memory.way_in.as_mut() {
                way_in.auth_time = login.ground.now();
            }
            super::finish::go_in(&login, &visit, &mut entered).await
        }
        Change::Wrong => Err(LoginError::Stale.into()),
        Change::Weak(weakness) => page(&login, &visit, &entered, Some(weakness_shown(weakness))).await,
        Change::Locked { retry_after_seconds } => Err(Trouble::TooManyTries { retry_after_seconds }.into()),
        Change::Busy(busy) => Err(Trouble::Queue { retry_after_seconds: busy.retry_after_seconds }.into()),
    }
}

/// The account, as long as the password that was right is still the printed one: the school may have printed another.
async fn still_printed(login: &Login, entered: &Entered, id: &AccountId) -> Result<Account, LoginError> {
    let proven_at = entered.running.memory.way_in.as_ref().ok_or(LoginError::Stale)?.auth_time;
    let account = login.ground.db.read(|tx| async move { accounts::find(&tx, id).await }).await?;
    let stands = |account: &Account| {
        account.password_must_change && account.password_changed_at.is_none_or(|changed| changed <= proven_at)
    };
    account.filter(stands).ok_or(LoginError::Stale)
}

/// What the page says about a password that may not be used.
pub(crate) fn weakness_shown(weakness: Weakness) -> NewPasswordError {
    match weakness {
        Weakness::TooShort => NewPasswordError::TooShort,
        Weakness::TooLong => NewPasswordError::TooLong,
        Weakness::Common | Weakness::Personal => NewPasswordError::TooCommon,
        Weakness::Unprintable => NewPasswordError::Unprintable,
    }
}
