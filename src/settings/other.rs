//! "Is this account yours, too?": the school asked, and the pupil shows it with the other account's user name and password. Until
//! then they learn nothing of it, and what they try tells nothing either.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::session::{Owner, Turned, enter};
use crate::accounts::passwords::{Attempt, Proof};
use crate::domain::AccountId;
use crate::linking::duplicates::prove_other;
use crate::login::{Login, LoginError, caller};
use crate::storage::{Durability, duplicates};
use crate::web::pages::duplicates::{OtherAccount, OtherShown};
use crate::web::pages::parts::PasswordForm;
use crate::web::{self, Form, Frame, Trouble, Visit};

/// What was typed.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
}

/// Whether the school has asked the owner about another account.
pub(super) async fn is_asked(login: &Login, owner: &Owner) -> Result<bool, LoginError> {
    let id = owner.id();
    let asked = login.ground.db.read(|tx| async move { duplicates::list_asked(&tx, id).await }).await?;
    Ok(!asked.is_empty())
}

/// The page; there is none for somebody who was not asked.
pub(super) async fn show(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
) -> Result<Response, Turned> {
    let owner = asked(&login, &visit, &platform).await?;
    Ok(page(&visit, &owner, None))
}

async fn asked(login: &Login, visit: &Visit, platform: &str) -> Result<Owner, Turned> {
    let owner = enter(login, visit, platform).await?;
    if is_asked(login, &owner).await? { Ok(owner) } else { Err(Trouble::NotFound.into()) }
}

fn page(visit: &Visit, owner: &Owner, wrong: Option<String>) -> Response {
    let is_wrong = wrong.is_some();
    let template = OtherAccount {
        frame: Frame::new(visit),
        platform: owner.platform.id.clone(),
        password: PasswordForm { username: wrong.unwrap_or_default(), error: None },
        is_wrong,
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    web::page(visit, status, &template)
}

/// Takes the proof. A wrong password, an account that nobody may use, and one that the school did not ask about meet one answer.
pub(super) async fn answer(
    State(login): State<Login>,
    Path(platform): Path<String>,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, Turned> {
    let owner = asked(&login, &visit, &platform).await?;
    let attempt = Attempt {
        platform: &owner.platform.id,
        username: &typed.username,
        password: &typed.password,
        caller: caller(&visit),
    };
    let proven = match login.desk.prove(&login.ground, &attempt).await.map_err(LoginError::from)? {
        Proof::Right(account) => is_it(&login, owner.id(), &account.id).await?,
        Proof::Disabled(_) | Proof::Wrong => false,
        Proof::Locked { retry_after_seconds } => return Err(Trouble::TooManyTries { retry_after_seconds }.into()),
        Proof::Busy(busy) => return Err(Trouble::Queue { retry_after_seconds: busy.retry_after_seconds }.into()),
    };
    if !proven {
        return Ok(page(&visit, &owner, Some(typed.username)));
    }
    let template = OtherShown { frame: Frame::new(&visit), platform: owner.platform.id };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

async fn is_it(login: &Login, owner: &AccountId, other: &AccountId) -> Result<bool, LoginError> {
    let ground = &login.ground;
    let work = |tx| async move { prove_other(&tx, ground, owner, other).await };
    Ok(ground.db.write(Durability::Durable, work).await?)
}
