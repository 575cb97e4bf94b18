//! The link is made: on to the platform, or "this was not me".

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;
use serde::Deserialize;

use super::added::{self, Outcome};
use super::attempt::Step;
use super::entered::{Entered, Which};
use super::{Login, LoginError};
use crate::domain::{OneTimePurpose, Purpose};
use crate::linking::{self, Ended, LinkingError, Undo};
use crate::storage::links::Link;
use crate::storage::{Durability, Tx, attempts, links};
use crate::vault::sha256;
use crate::web::pages::login::{Linked, NotMeDone};
use crate::web::{self, Form, Frame, Visit, see_other};

/// The page.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    let entered = login.enter_at(&visit, &which.attempt, Step::Linked).await?;
    let link = made(&login, &entered).await?;
    let account = login.account_card(&entered, &link.account_id).await?;
    let template = Linked {
        frame: Frame::new(&visit).in_zone(&account.zone),
        attempt: entered.running.id.clone(),
        upstream: login.upstream_name(&link.upstream_id).await?,
        account,
        undo_minutes: minutes_left(&login, &link),
        not_me: offer(&login, &visit, &link).await?,
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

fn minutes_left(login: &Login, link: &Link) -> u64 {
    let until = link.created_at + TimeDelta::minutes(login.ground.config.sessions.undo_minutes);
    u64::try_from((until - login.ground.now()).num_minutes()).unwrap_or(0)
}

/// The value of the button; empty when the time for it is over.
async fn offer(login: &Login, visit: &Visit, link: &Link) -> Result<String, LoginError> {
    if minutes_left(login, link) == 0 {
        return Ok(String::new());
    }
    let (ground, browser) = (&login.ground, visit.browser_hash());
    let offer = |tx| async move { linking::offer_undo(&tx, ground, link, browser).await };
    Ok(ground.db.write(Durability::Relaxed, offer).await?)
}

/// The link this login made, still live.
async fn made(login: &Login, entered: &Entered) -> Result<Link, LoginError> {
    let id = entered.running.memory.made_link.as_ref().ok_or(LoginError::Stale)?;
    let link = login.ground.db.read(|tx| async move { links::find(&tx, id).await }).await?;
    link.filter(|link| link.ended_at.is_none()).ok_or(LoginError::Stale)
}

/// On to the platform.
pub(super) async fn go_on(
    State(login): State<Login>,
    visit: Visit,
    Form(which): Form<Which>,
) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(&visit, &which.attempt, Step::Linked).await?;
    if entered.running.purpose == Purpose::Add {
        // Nobody is signed in by a link session: the platform knows its person.
        return leave(&login, &entered).await;
    }
    super::resolve::walk(&login, &visit, &mut entered).await
}

/// Back to the platform that began a link session.
async fn leave(login: &Login, entered: &Entered) -> Result<Response, web::Error> {
    let (running, now) = (&entered.running, login.ground.now());
    let end = |tx: Tx| async move {
        attempts::end(&tx, &running.id, &running.browser_hash, running.step.as_str(), now).await
    };
    login.ground.db.write(Durability::Relaxed, end).await.map_err(LoginError::from)?;
    Ok(see_other(&added::address(entered, Outcome::Linked)))
}

/// "This was not me".
#[derive(Debug, Deserialize)]
pub(super) struct Press {
    attempt: String,
    /// The button's one-time value.
    #[serde(default)]
    not_me: String,
}

/// "This was not me": right after linking, or at the notice.
pub(super) async fn not_me(
    State(login): State<Login>,
    visit: Visit,
    Form(press): Form<Press>,
) -> Result<Response, web::Error> {
    let entered = login.enter(&visit, &press.attempt).await?;
    let goes_on = match entered.running.step {
        Step::Linked => false,
        Step::Notice => true,
        _ => return Err(LoginError::Stale.into()),
    };
    let ended = undo(&login, &entered, &sha256(&press.not_me)).await?;
    let link = &ended.first().ok_or(LoginError::Stale)?.link;
    if !goes_on {
        visit.end_session();
    }
    let template = NotMeDone {
        frame: Frame::new(&visit),
        upstream: login.upstream_name(&link.upstream_id).await?,
        school: login.school_of(&entered, &link.account_id).await?,
        signed_out: !goes_on,
        attempt: goes_on.then(|| entered.running.id.clone()),
    };
    Ok(web::page(&visit, StatusCode::OK, &template))
}

/// Ends the link and what it opened; right after linking, the login ends with it.
async fn undo(login: &Login, entered: &Entered, value_hash: &str) -> Result<Vec<Ended>, LoginError> {
    let (running, ground) = (&entered.running, &login.ground);
    let right_after = running.step == Step::Linked;
    let press = &Undo {
        purpose: if right_after { OneTimePurpose::Undo } else { OneTimePurpose::Notice },
        value_hash,
        browser_hash: &running.browser_hash,
    };
    let write = |tx: Tx| async move {
        if right_after {
            let step = running.step.as_str();
            attempts::end(&tx, &running.id, &running.browser_hash, step, ground.now()).await?;
        }
        linking::undo(&tx, ground, press).await
    };
    match ground.db.write(Durability::Durable, write).await {
        Err(LinkingError::NotOffered | LinkingError::Gone) => Err(LoginError::Stale),
        other => Ok(other?),
    }
}
