//! Change the password: the present one proves that it is the owner.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::session::{Owner, Turned, enter, home};
use crate::accounts::passwords::{Change, NewPassword};
use crate::domain::{Actor, PasswordOwner, PasswordSource};
use crate::login::{Login, LoginError, caller, weakness_shown};
use crate::web::pages::parts::NewPasswordError;
use crate::web::pages::settings::ChangePassword;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// The present password and the new one, twice.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    repeat: String,
}

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
) -> Result<Response, Turned> {
    page(&visit, &enter(&login, &visit, &platform).await?, None)
}

fn page(visit: &Visit, owner: &Owner, error: Option<NewPasswordError>) -> Result<Response, Turned> {
    let changeable = owner.platform.password_owner == PasswordOwner::Broker && owner.account.password_hash.is_some();
    if !changeable {
        return Err(Trouble::NotFound.into());
    }
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = ChangePassword {
        frame: Frame::new(visit),
        platform: owner.platform.id.clone(),
        username: owner.account.username.clone().unwrap_or_default(),
        error,
    };
    Ok(web::page(visit, status, &template))
}

/// Changes it.
pub(super) async fn change(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, Turned> {
    let owner = enter(&login, &visit, &platform).await?;
    if typed.new != typed.repeat {
        return page(&visit, &owner, Some(NewPasswordError::NotRepeated));
    }
    let actor = Actor::Account(owner.id().clone());
    let new = NewPassword {
        account: owner.id(),
        password: &typed.new,
        source: PasswordSource::Changed,
        actor: &actor,
        keep: Some(&owner.live.session.id),
    };
    let change = login.desk.change(&login.ground, &new, &typed.current, caller(&visit));
    match change.await.map_err(LoginError::from)? {
        Change::Done => Ok(see_other(&format!("{}?done=password", home(&owner.platform.id)))),
        Change::Wrong => page(&visit, &owner, Some(NewPasswordError::CurrentWrong)),
        Change::Weak(weakness) => page(&visit, &owner, Some(weakness_shown(weakness))),
        Change::Locked { retry_after_seconds } => Err(Trouble::TooManyTries { retry_after_seconds }.into()),
        Change::Busy(busy) => Err(Trouble::Queue { retry_after_seconds: busy.retry_after_seconds }.into()),
    }
}
