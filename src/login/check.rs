//! An upstream is asked who enables it at a school. Nobody is signed in by that, and no account is looked for.

use axum::response::Response;

use super::attempt::Step;
use super::depart::{Errand, hop};
use super::entered::Entered;
use super::store::Goal;
use super::{Beginning, Login, LoginError};
use crate::domain::{Assertion, AttemptId, SessionId, Time};
use crate::storage::upstreams::Upstream;
use crate::storage::{StorageError, Tx, attempts};
use crate::web::{self, Visit, see_other};

/// What an upstream said about whoever wants to enable it.
#[derive(Debug)]
pub(crate) struct Checked {
    /// Its word.
    pub assertion: Assertion,
    id: AttemptId,
    browser_hash: String,
}

impl Checked {
    /// It has been used, in the transaction of the caller's.
    pub(crate) async fn end(&self, tx: &Tx, now: Time) -> Result<(), StorageError> {
        attempts::end(tx, &self.id, &self.browser_hash, Step::Checked.as_str(), now).await
    }
}

/// Where the console waits for the answer.
pub(super) fn back(entered: &Entered) -> &str {
    match &entered.running.goal {
        Goal::Console(goal) => &goal.back,
        _ => "/",
    }
}

/// Leaves for an upstream. The browser comes back to the page of the console that `beginning` names, with `?attempt=…`.
pub(crate) async fn leave(
    login: &Login,
    visit: &Visit,
    beginning: &Beginning<'_>,
    upstream: &Upstream,
) -> Result<Response, web::Error> {
    let attempt = login.begin(beginning).await?;
    let mut entered = login.enter(visit, attempt.as_str()).await?;
    let again = back(&entered).to_owned();
    let url = login.depart(&mut entered, upstream, Errand::Check, true).await;
    let url = url.map_err(|error| error.try_again_at(again))?;
    Ok(hop(visit, upstream, &url))
}

/// The browser is back: what the upstream said is kept for the console, and nothing else is done with it.
pub(super) async fn keep(login: &Login, entered: &mut Entered, assertion: Assertion) -> Result<Response, LoginError> {
    let is_ours = matches!(entered.running.goal, Goal::Console(_)) && entered.running.step == Step::Choose;
    if !is_ours {
        return Err(LoginError::Stale);
    }
    entered.running.memory.assertion = Some(assertion);
    login.advance(&mut entered.running, Step::Checked).await?;
    Ok(see_other(&entered.path(back(entered))))
}

/// What an upstream said, for the page of the console that asked, in the session that asked.
pub(crate) async fn read(
    login: &Login,
    visit: &Visit,
    attempt: &str,
    (session, page): (&SessionId, &str),
) -> Result<Checked, LoginError> {
    let entered = login.enter_at(visit, attempt, Step::Checked).await?;
    let is_asked = entered.running.session.as_ref() == Some(session) && back(&entered) == page;
    let running = entered.running;
    let assertion = running.memory.assertion.filter(|_| is_asked).ok_or(LoginError::Stale)?;
    Ok(Checked { assertion, id: running.id, browser_hash: running.browser_hash })
}
