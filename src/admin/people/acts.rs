//! Ending a link, signing somebody out, switching an account off, taking a role away: a page that asks, and the press
//! that does it, with the reason that goes to the log.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::super::door::{May, Steward};
use super::find::{account_name, find_person, person_path, stopped};
use super::limit::count_act;
use super::wish::Wish;
use super::{Act, EndLinks};
use crate::domain::Role;
use crate::linking::{Deed, LinkingError};
use crate::login::{Login, Turned};
use crate::storage::accounts::Account;
use crate::storage::{Durability, Tx, people};
use crate::web::pages::person::PersonCheck;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

/// Which person: platform, school and account.
type Named = Path<(String, String, String)>;

/// What the address or the form says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    reason: String,
    link: String,
    role: String,
    choice: String,
}

impl Answer {
    fn link(&self) -> Result<Wish, Trouble> {
        self.link.parse().map(Wish::EndLink).map_err(|_| Trouble::NotFound)
    }

    fn role(&self) -> Result<Wish, Trouble> {
        self.role.parse::<Role>().map(Wish::EndRole).map_err(|_| Trouble::NotFound)
    }
}

/// `GET …/end-link?link=…`.
pub(super) async fn ask_end_link(
    State(login): State<Login>,
    visit: Visit,
    may: May<EndLinks>,
    Path((_, _, account)): Named,
    Query(answer): Query<Answer>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    ask(&login, &visit, (&may.0, &account), &answer.link()?, None).await
}

/// `POST …/end-link`.
pub(super) async fn end_link(
    State(login): State<Login>,
    visit: Visit,
    may: May<EndLinks>,
    Path((_, _, account)): Named,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    act(&login, &visit, (&may.0, &account), &answer.link()?, &answer.reason).await
}

/// `GET …/sign-out`.
pub(super) async fn ask_sign_out(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Named,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    ask(&login, &visit, (&may.0, &account), &Wish::SignOut, None).await
}

/// `POST …/sign-out`.
pub(super) async fn sign_out(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Named,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    act(&login, &visit, (&may.0, &account), &Wish::SignOut, &answer.reason).await
}

/// `GET …/disable`: on again, where it is off.
pub(super) async fn ask_switch(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Named,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    let wish = Wish::Switch { on: account.disabled_at.is_some() };
    ask(&login, &visit, (&may.0, &account), &wish, None).await
}

/// `POST …/disable`.
pub(super) async fn switch(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Named,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    let wish = match answer.choice.as_str() {
        "on" => Wish::Switch { on: true },
        "off" => Wish::Switch { on: false },
        _ => return Err(Trouble::BadForm.into()),
    };
    act(&login, &visit, (&may.0, &account), &wish, &answer.reason).await
}

/// `GET …/role?role=…`.
pub(super) async fn ask_role(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Named,
    Query(answer): Query<Answer>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    ask(&login, &visit, (&may.0, &account), &answer.role()?, None).await
}

/// `POST …/role`.
pub(super) async fn end_role(
    State(login): State<Login>,
    visit: Visit,
    may: May<Act>,
    Path((_, _, account)): Named,
    Form(answer): Form<Answer>,
) -> Result<Response, Turned> {
    let account = find_person(&login, &may.0, &account).await?;
    act(&login, &visit, (&may.0, &account), &answer.role()?, &answer.reason).await
}

/// The page that asks. `typed`: a form came back with this reason, and that is not one.
async fn ask(
    login: &Login,
    visit: &Visit,
    (steward, account): (&Steward, &Account),
    wish: &Wish,
    typed: Option<&str>,
) -> Result<Response, Turned> {
    refuse_joined(account)?;
    let (name, frame, now) = (account_name(account), frame(visit, steward), login.ground.now());
    let (shown, around) = (name.as_str(), &frame);
    let read = |tx: Tx| async move { wish.say(&tx, around, (steward, account), (shown, now)).await };
    let said = login.ground.db.read(read).await.map_err(stopped)?;
    let back = person_path(steward, &account.id);
    let template = PersonCheck {
        place: steward.nav("con-people"),
        action: format!("{back}/{}{}", wish.tail(), wish.query()),
        back,
        title: said.title,
        what: said.what,
        hidden: said.hidden,
        choices: Vec::new(),
        is_impossible: said.is_impossible,
        submit: said.submit,
        reason: typed.unwrap_or_default().to_owned(),
        error: typed.map(|_| ("ppl-reason-missing", "reason")),
        name,
        frame,
    };
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(web::page(visit, status, &template))
}

/// The frame of a page about the people of a school.
pub(super) fn frame(visit: &Visit, steward: &Steward) -> Frame {
    Frame::new(visit).in_zone(&steward.school.time_zone)
}

/// An account that went into another is acted upon where it went.
pub(super) fn refuse_joined(account: &Account) -> Result<(), Trouble> {
    if account.merged_into.is_some() { Err(Trouble::Stale) } else { Ok(()) }
}

async fn act(
    login: &Login,
    visit: &Visit,
    (steward, account): (&Steward, &Account),
    wish: &Wish,
    reason: &str,
) -> Result<Response, Turned> {
    if reason.trim().is_empty() {
        return ask(login, visit, (steward, account), wish, Some(reason)).await;
    }
    count_act(login, steward).await?;
    let (ground, actor) = (&login.ground, &steward.actor());
    let deed = &Deed { account, school: Some(steward.school()), reason: reason.trim(), actor };
    let write = |tx: Tx| async move {
        still_here(&tx, steward, account).await?;
        wish.fulfil(&tx, ground, steward, deed).await
    };
    ground.db.write(Durability::Durable, write).await.map_err(stopped)?;
    tracing::info!(account.id = %account.id, act = wish.done(), "an administrator acted on an account");
    Ok(see_other(&format!("{}?done={}", person_path(steward, &account.id), wish.done())))
}

/// Looks once more whether somebody is one of the school's people, inside the transaction that writes something.
pub(super) async fn still_here(tx: &Tx, steward: &Steward, account: &Account) -> Result<(), LinkingError> {
    let found = people::find_here(tx, steward.platform(), steward.school(), &account.id).await?;
    let open = found.filter(|account| account.merged_into.is_none());
    open.map(drop).ok_or(LinkingError::Gone)
}
