//! Both persons side by side, and one button. The button's value is made for exactly this browser, login, identity and
//! account, and is used up in the transaction that joins them.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::added::{self, Outcome};
use super::attempt::Step;
use super::entered::Entered;
use super::resolve::{Known, join_of};
use super::store::{Goal, Running};
use super::{Login, LoginError};
use crate::domain::{Freshness, Purpose};
use crate::linking::{self, Attach, LinkingError, TwoPeople};
use crate::storage::links::Link;
use crate::storage::{Durability, Tx, attempts, ways_in};
use crate::vault::sha256;
use crate::web::pages::login::Confirm;
use crate::web::{self, Form, Frame, Trouble, Visit, see_other};

pub(crate) use super::entered::Which;

/// Confirm, cancel, or "these are two people".
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    attempt: String,
    #[serde(default, rename = "answer")]
    choice: String,
    /// The button's one-time value.
    #[serde(default)]
    confirm: String,
}

/// The page at a sign-in.
pub(super) async fn show(
    State(login): State<Login>,
    visit: Visit,
    Query(which): Query<Which>,
) -> Result<Response, web::Error> {
    page(&login, &visit, &which).await
}

/// The form at a sign-in.
pub(super) async fn answer(
    State(login): State<Login>,
    visit: Visit,
    Form(answer): Form<Answer>,
) -> Result<Response, web::Error> {
    answered(&login, &visit, &answer).await
}

/// The page, at a sign-in or in the settings.
pub(crate) async fn page(login: &Login, visit: &Visit, which: &Which) -> Result<Response, web::Error> {
    let entered = login.enter_at(visit, &which.attempt, Step::Confirm).await?;
    let known = Known::read(login, visit, &entered).await?;
    let (ground, situation) = (&login.ground, &known.situation()?);
    let read = |tx| async move { linking::gather(&tx, ground, situation, false).await };
    let evidence = ground.db.read(read).await.map_err(LoginError::from)?;
    let join = &join_of(&evidence)?;
    let assertion = entered.running.memory.assertion()?;
    let upstream = login.upstream(&assertion.key.upstream).await?;
    let mut identity = login.identity_card(&entered, &upstream.name, assertion).await?;
    let mut account = login.account_card(&entered, &join.account).await?;
    super::cards::mark_differences(&mut identity, &mut account);
    let client = login.upstreams.client(&upstream).await.ok();
    let sign_out_url = client.and_then(|client| client.sign_out_url()).map(String::from);
    let bound = (&entered.running.id, visit.browser_hash());
    let offer = |tx| async move { linking::offer_confirm(&tx, ground, situation, join, bound).await };
    let confirm = ground.db.write(Durability::Relaxed, offer).await.map_err(LoginError::from)?;
    let template = Confirm {
        frame: Frame::new(visit).in_zone(&account.zone),
        action: path(&entered),
        attempt: entered.running.id.clone(),
        identity,
        account,
        fresh: evidence.person.freshness == Freshness::Proven,
        sign_out_url,
        absorbs: join.absorbs.is_some(),
        confirm,
    };
    Ok(web::page(visit, StatusCode::OK, &template))
}

/// Where the page and its form are: under the settings where an integration is added.
pub(super) fn path(entered: &Entered) -> String {
    match entered.running.purpose {
        Purpose::Add => format!("/settings/{}/integrations/confirm", entered.platform.id),
        Purpose::SignIn | Purpose::Settings => "/login/confirm".to_owned(),
    }
}

/// The form, at a sign-in or in the settings.
pub(crate) async fn answered(login: &Login, visit: &Visit, answer: &Answer) -> Result<Response, web::Error> {
    let mut entered = login.enter_at(visit, &answer.attempt, Step::Confirm).await?;
    match answer.choice.as_str() {
        "confirm" => {}
        "cancel" => return cancel(login, &mut entered).await,
        "two-people" => return two_people(login, &mut entered, &sha256(&answer.confirm)).await,
        _ => return Err(Trouble::BadForm.into()),
    }
    match attach(login, visit, &entered, &sha256(&answer.confirm)).await {
        Ok(link) if is_settings(&entered.running) => {
            let (home, upstream) = (added::address(&entered, Outcome::Linked), link.upstream_id);
            Ok(see_other(&format!("{home}?done=added&upstream={upstream}")))
        }
        Ok(_) => Ok(see_other(&entered.path("/login/linked"))),
        Err(LoginError::Linking(error)) => refused(login, visit, &mut entered, error).await,
        Err(error) => Err(error.into()),
    }
}

/// True when our own settings list comes next, which tells what was added; else a page of its own does.
fn is_settings(running: &Running) -> bool {
    matches!(running.goal, Goal::Settings(_)) && running.purpose == Purpose::Add
}

/// Joins them. The login takes its step in the same transaction: a second press finds it elsewhere.
async fn attach(login: &Login, visit: &Visit, entered: &Entered, value_hash: &str) -> Result<Link, LoginError> {
    let known = Known::read(login, visit, entered).await?;
    let running = &entered.running;
    let wish = &Attach {
        situation: known.situation()?,
        attempt: &running.id,
        browser_hash: &running.browser_hash,
        value_hash,
    };
    let (ground, now) = (&login.ground, login.ground.now());
    ground
        .db
        .write(Durability::Durable, |tx| async move {
            let link = linking::attach(&tx, ground, wish).await?;
            if is_settings(running) {
                attempts::end(&tx, &running.id, &running.browser_hash, running.step.as_str(), now).await?;
                return Ok::<_, LoginError>(link);
            }
            let mut memory = running.memory.clone();
            memory.made_link = Some(link.id.clone());
            let memory = login.seal_memory(&running.id, &memory)?;
            let step = attempts::Step {
                id: &running.id,
                browser_hash: &running.browser_hash,
                from: Step::Confirm.as_str(),
                to: Step::Linked.as_str(),
                memory: &memory,
                now,
            };
            attempts::advance(&tx, &step).await?;
            Ok(link)
        })
        .await
}

/// "Cancel": nothing was written; another person may sign in. Somebody who only pressed the wrong button is told which one
/// opens their account: they have just proven that it is theirs.
async fn cancel(login: &Login, entered: &mut Entered) -> Result<Response, web::Error> {
    if entered.running.purpose == Purpose::Add {
        return Ok(see_other(&added::address(entered, Outcome::Cancelled)));
    }
    let other = other_button(login, entered).await?;
    login.forget(&mut entered.running).await?;
    let chooser = entered.path("/login");
    other
        .map_or_else(|| Ok(see_other(&chooser)), |trouble| Err(web::Error::from(trouble).try_again_at(chooser.clone())))
}

/// The way that opens the proven account already: the one that proved it, else the one used last.
async fn other_button(login: &Login, entered: &Entered) -> Result<Option<Trouble>, LoginError> {
    let memory = &entered.running.memory;
    let (Some(proven), Some(assertion)) = (&memory.proven, &memory.assertion) else { return Ok(None) };
    let live = login.ground.db.read(|tx| async move { ways_in::list_usable_links(&tx, &proven.account).await }).await?;
    let others = live.iter().filter(|link| link.upstream_id != assertion.key.upstream);
    let Some(link) = others.max_by_key(|link| (Some(&link.id) == proven.link.as_ref(), link.last_used_at)) else {
        return Ok(None);
    };
    let (upstream, used) = (&assertion.key.upstream, &link.upstream_id);
    let (upstream, used) = (login.upstream_name(upstream).await?, login.upstream_name(used).await?);
    Ok(Some(Trouble::OtherButton { upstream, used }))
}

/// "These are two different people": remembered of exactly the two on the page, both of which were proven by whoever sees it.
/// Another person may sign in.
async fn two_people(login: &Login, entered: &mut Entered, value_hash: &str) -> Result<Response, web::Error> {
    let (ground, running) = (&login.ground, &entered.running);
    let press = &TwoPeople { attempt: &running.id, value_hash, browser_hash: &running.browser_hash };
    let write = |tx: Tx| async move { linking::say_two_people(&tx, ground, press).await };
    match ground.db.write(Durability::Durable, write).await {
        Ok(()) => {}
        Err(LinkingError::NotOffered | LinkingError::Gone) => return Err(LoginError::Stale.into()),
        Err(error) => return Err(LoginError::from(error).into()),
    }
    if entered.running.purpose == Purpose::Add {
        return Ok(see_other(&added::address(entered, Outcome::Cancelled)));
    }
    login.forget(&mut entered.running).await?;
    Ok(see_other(&entered.path("/login")))
}

async fn refused(
    login: &Login,
    visit: &Visit,
    entered: &mut Entered,
    error: LinkingError,
) -> Result<Response, web::Error> {
    match error {
        LinkingError::NotOffered => Err(LoginError::Stale.into()),
        // Somebody was first, or something changed: what holds now is decided again, and a school is asked where due.
        LinkingError::IdentityTaken | LinkingError::AccountTaken | LinkingError::Changed(_) => {
            super::resolve::walk(login, visit, entered).await
        }
        other => Err(LoginError::from(other).into()),
    }
}
