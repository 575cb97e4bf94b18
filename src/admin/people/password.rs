//! A password that opens an account once, printed and handed over.

use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::Act;
use super::acts::{frame, refuse_joined, still_here};
use super::find::{account_name, find_person, person_path, stopped};
use super::limit::count_act;
use super::wish::hindrance;
use crate::accounts::passwords::Change;
use crate::domain::PasswordOwner;
use crate::linking::{self, Deed, LinkingError};
use crate::login::{Login, LoginError, Turned};
use crate::storage::accounts::Account;
use crate::storage::{Durability, Tx};
use crate::web::pages::people::{PasswordStrip, Printed};
use crate::web::pages::person::PersonCheck;
use crate::web::{self, Form, Trouble, Visit};

/// What the form says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    reason: String,
}

/// `GET …/password`.
pub(super) async fn ask(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Path<(String, String, String)>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    page(&login, &visit, (&may.0, &account), None).await
}

/// `POST …/password`. The password stands in this answer and nowhere else.
pub(super) async fn print(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Path<(String, String, String)>,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let (steward, account) = (&may.0, find_person(&login, &may.0, &account).await?);
    if answer.reason.trim().is_empty() {
        return page(&login, &visit, (steward, &account), Some(&answer.reason)).await;
    }
    let secret = make_password(&login, steward, &account, answer.reason.trim()).await?;
    let strip = PasswordStrip {
        name: account_name(&account),
        class_name: None,
        username: account.username.clone(),
        secret: secret.ok_or(Trouble::Queue { retry_after_seconds: 2 })?,
    };
    let template = Printed {
        frame: frame(&visit, steward),
        place: steward.nav("con-people"),
        back: person_path(steward, &account.id),
        is_code: false,
        strips: vec![strip],
        missed: Vec::new(),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Makes a password that opens an account once; nothing when too many people are at it now. Whoever has the account is
/// told, and every session of it ends.
pub(in crate::admin) async fn make_password(
    login: &Login,
    steward: &Steward,
    account: &Account,
    reason: &str,
) -> Result<Option<String>, Turned> {
    if steward.owner.platform.password_owner != PasswordOwner::Broker {
        return Err(Trouble::NotFound.into());
    }
    count_act(login, steward).await?;
    let (ground, actor) = (&login.ground, &steward.actor());
    let deed = &Deed { account, school: Some(steward.school()), reason, actor };
    let write = |tx: Tx| async move {
        still_here(&tx, steward, account).await?;
        if hindrance(&tx, steward, account, false, ground.now()).await?.is_some() {
            return Err(LinkingError::Gone);
        }
        linking::print_password(&tx, ground, deed).await
    };
    ground.db.write(Durability::Durable, write).await.map_err(stopped)?;
    let (change, secret) = login.desk.set_one_time(ground, &account.id, actor).await.map_err(LoginError::from)?;
    match change {
        Change::Done => Ok(Some(secret)),
        Change::Busy(_) | Change::Locked { .. } => Ok(None),
        Change::Wrong | Change::Weak(_) => Err(Trouble::Stale.into()),
    }
}

async fn page(
    login: &Login,
    visit: &Visit,
    (steward, account): (&Steward, &Account),
    typed: Option<&str>,
) -> Result<Response, Turned> {
    refuse_joined(account)?;
    let now = login.ground.now();
    let read = |tx: Tx| async move { hindrance(&tx, steward, account, false, now).await };
    let against = login.ground.db.read(read).await.map_err(stopped)?.or_else(|| unfit(steward, account));
    let (frame, name, back) = (frame(visit, steward), account_name(account), person_path(steward, &account.id));
    let template = PersonCheck {
        place: steward.nav("con-people"),
        title: frame.t1("ppl-password-title", "name", &name),
        what: match against {
            Some(key) => vec![frame.t1(key, "platform", frame.platform())],
            None => vec![frame.t("ppl-password-what"), frame.t("ppl-password-assurance")],
        },
        action: format!("{back}/password"),
        back,
        hidden: Vec::new(),
        choices: Vec::new(),
        is_impossible: against.is_some(),
        submit: frame.t("ppl-password"),
        reason: typed.unwrap_or_default().to_owned(),
        error: typed.map(|_| ("ppl-reason-missing", "reason")),
        name,
        frame,
    };
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(web::page(visit, status, &template))
}

/// Why a password would open nothing.
fn unfit(steward: &Steward, account: &Account) -> Option<&'static str> {
    if steward.owner.platform.password_owner != PasswordOwner::Broker {
        return Some("ppl-password-elsewhere");
    }
    (account.username.is_none() || account.disabled_at.is_some()).then_some("ppl-password-impossible")
}
