//! Somebody brings an invitation to administer a school.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door;
use crate::accounts::AccountsError;
use crate::accounts::invitation::{self, Invitation};
use crate::accounts::passwords::{Change, NewPassword};
use crate::domain::{Actor, PasswordOwner, PasswordSource, Purpose};
use crate::login::{self, Beginning, ConsoleGoal, Goal, Login, LoginError, Turned, weakness_shown};
use crate::storage::accounts::Account;
use crate::storage::platforms::{self, Platform};
use crate::storage::schools::{self, School};
use crate::storage::{Durability, StorageError, Tx};
use crate::web::pages::entry::Invited;
use crate::web::pages::parts::NewPasswordError;
use crate::web::{self, Form, Frame, Trouble, Visit};

/// A new password, twice, where the account has none.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    new: String,
    repeat: String,
}

/// An invitation with what it is about.
struct Brought {
    invitation: Invitation,
    account: Account,
    platform: Platform,
    school: School,
}

impl Brought {
    fn asks_password(&self) -> bool {
        let is_ours = self.platform.password_owner == PasswordOwner::Broker;
        self.invitation.sets_password && is_ours && self.account.password_hash.is_none()
    }
}

/// The page. It uses nothing up.
pub(super) async fn show(
    State(login): State<Login>,
    Path(value): Path<String>,
    visit: Visit,
) -> Result<Response, Turned> {
    let brought = read(&login, &visit, &value).await?;
    Ok(page(&visit, &value, &brought, None))
}

/// Whatever is wrong with the value, the answer is the same page.
async fn read(login: &Login, visit: &Visit, value: &str) -> Result<Brought, Turned> {
    let ground = &login.ground;
    let find = |tx: Tx| async move { invitation::find(&tx, ground, value).await };
    let found = ground.db.read(find).await.map_err(LoginError::from)?;
    let (invitation, account) = found.ok_or(Trouble::Stale)?;
    let about = &invitation;
    let find = |tx: Tx| async move {
        let place = schools::find_at_platform(&tx, &about.platform, &about.school).await?;
        let school = schools::find(&tx, &about.school).await?.filter(School::is_live);
        let platform = platforms::find(&tx, &about.platform).await?.filter(Platform::is_live);
        let is_there = place.is_some_and(|place| place.disabled_at.is_none());
        Ok::<_, StorageError>(platform.zip(school).filter(|_| is_there))
    };
    let (platform, school) = ground.db.read(find).await?.ok_or(Trouble::Stale)?;
    // Tells the visit which platform the page is of, whoever is signed in there.
    login::present(login, visit, platform.id.as_str()).await?;
    Ok(Brought { invitation, account, platform, school })
}

fn page(visit: &Visit, value: &str, brought: &Brought, error: Option<NewPasswordError>) -> Response {
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = Invited {
        frame: Frame::new(visit),
        action: format!("/admin/invite/{value}"),
        school: brought.school.name.clone(),
        number: brought.school.id.clone(),
        role: brought.invitation.role,
        username: brought.account.username.clone(),
        asks_password: brought.asks_password(),
        error,
    };
    web::page(visit, status, &template)
}

/// Takes what it invites to, and goes on to a sign-in as the invited person.
pub(super) async fn accept(
    State(login): State<Login>,
    Path(value): Path<String>,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, Turned> {
    let brought = read(&login, &visit, &value).await?;
    if brought.asks_password()
        && let Some(error) = set_password(&login, &brought, &typed).await?
    {
        return Ok(page(&visit, &value, &brought, Some(error)));
    }
    let (ground, value, browser) = (&login.ground, value.as_str(), visit.browser_hash());
    let write = |tx: Tx| async move { invitation::accept(&tx, ground, value, browser).await };
    let taken: Result<Option<Invitation>, AccountsError> = ground.db.write(Durability::Durable, write).await;
    let taken = taken.map_err(LoginError::from)?.ok_or(Trouble::Stale)?;
    let beginning = Beginning {
        browser_hash: browser,
        purpose: Purpose::Settings,
        goal: Goal::Console(ConsoleGoal {
            console_of: taken.platform.clone(),
            back: door::path(&taken.platform, &taken.school, ""),
        }),
        session: None,
        proven: None,
    };
    Err(login::sign_in_first(&login, &beginning).await)
}

/// What is wrong with the password, if anything.
async fn set_password(login: &Login, brought: &Brought, typed: &Typed) -> Result<Option<NewPasswordError>, Turned> {
    if typed.new != typed.repeat {
        return Ok(Some(NewPasswordError::NotRepeated));
    }
    let actor = Actor::Account(brought.account.id.clone());
    let new = NewPassword {
        account: &brought.account.id,
        password: &typed.new,
        source: PasswordSource::Changed,
        actor: &actor,
        keep: None,
    };
    // Only while the account still has none.
    let set = login.desk.set_in_place_of(&login.ground, &new, &brought.account).await;
    match set.map_err(LoginError::from)? {
        Change::Done => Ok(None),
        Change::Weak(weakness) => Ok(Some(weakness_shown(weakness))),
        Change::Wrong => Err(Trouble::Stale.into()),
        Change::Locked { retry_after_seconds } => Err(Trouble::TooManyTries { retry_after_seconds }.into()),
        Change::Busy(busy) => Err(Trouble::Queue { retry_after_seconds: busy.retry_after_seconds }.into()),
    }
}
