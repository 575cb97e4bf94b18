//! The last steps: the school if there are several, a notice if something happened, the session, back to the platform.

use axum::response::Response;

use super::about::About;
use super::arrival::Arrival;
use super::attempt::{Step, WayIn};
use super::entered::Entered;
use super::resolve::Known;
use super::store::{Beginning, Goal, Running};
use super::{Login, LoginError};
use crate::accounts::sessions::{self, Entered as InSession, Live};
use crate::domain::{AttemptId, AuthorizeRequest, FreshLogin, Freshness, Purpose, UpstreamId};
use crate::issuer::{self, OAuthError};
use crate::linking::{ProofKind, Proven};
use crate::storage::Tx;
use crate::web::{self, Trouble, Visit, see_other};

/// Goes in with the way in that was found; or to one more page on the way.
pub(super) async fn go_in(login: &Login, visit: &Visit, entered: &mut Entered) -> Result<Response, web::Error> {
    let way_in = entered.running.memory.way_in.clone().ok_or(LoginError::Stale)?;
    let about = About::read(login, entered, &way_in).await?;
    if about.has_news {
        login.advance(&mut entered.running, Step::Notice).await?;
        return Ok(see_other(&entered.path("/login/notice")));
    }
    if entered.running.memory.chosen.is_none() && way_in.link.is_none() {
        match about.places().as_slice() {
            [] => {}
            [only] => entered.running.memory.chosen = Some(only.clone()),
            _ => {
                login.advance(&mut entered.running, Step::School).await?;
                return Ok(see_other(&entered.path("/login/school")));
            }
        }
    }
    finish(login, visit, entered, &way_in, &about).await
}

async fn finish(
    login: &Login,
    visit: &Visit,
    entered: &Entered,
    way_in: &WayIn,
    about: &About,
) -> Result<Response, web::Error> {
    let running = &entered.running;
    if about.account.disabled_at.is_some() {
        return Err(Trouble::AccountOff.into());
    }
    if let Goal::Authorize(request) = &running.goal
        && let Some(error) = unfit(login, entered, request, (way_in, about))
    {
        return Ok(see_other(&issuer::error_redirect(&login.ground, request, error)));
    }
    let current = current_session(login, visit).await?;
    let known = Known::of(entered, current.as_ref());
    let situation = if way_in.link.is_some() { Some(known.situation()?) } else { None };
    let situation = situation.as_ref();
    let vouched = running.memory.assertion.as_ref().is_none_or(|assertion| assertion.roles_vouched);
    let chosen = running.memory.chosen.as_ref();
    let arrival = &Arrival { login, running, way_in, about, current: current.as_ref(), chosen, vouched };
    let durability = arrival.durability();
    let write = |tx: Tx| async move { arrival.write(&tx, situation).await };
    let (in_session, location) = login.ground.db.write(durability, write).await?;
    welcome(visit, &in_session);
    let location = match add_next(login, running, way_in, &in_session).await? {
        Some(attempt) => format!("/login?attempt={attempt}"),
        None => location,
    };
    tracing::info!(platform.id = %running.platform, account.id = %way_in.account, "somebody signed in");
    Ok(see_other(&location))
}

/// At once after the session was written: whatever fails from here on, the browser must not keep the cookie of one that was
/// ended.
pub(super) fn welcome(visit: &Visit, in_session: &InSession) {
    match &in_session.secret {
        Some(secret) => visit.start_session(secret.clone()),
        None => visit.end_session(),
    }
}

/// The login that adds the integration for which this sign-in was asked.
async fn add_next(
    login: &Login,
    running: &Running,
    way_in: &WayIn,
    in_session: &InSession,
) -> Result<Option<AttemptId>, LoginError> {
    let Goal::Settings(goal) = &running.goal else { return Ok(None) };
    if goal.upstream.is_none() {
        return Ok(None);
    }
    let proven = Proven {
        account: way_in.account.clone(),
        kind: ProofKind::Session,
        proven_at: way_in.auth_time,
        freshness: login.freshness_of(way_in.upstream.as_ref()).await?,
        link: way_in.link.clone(),
        assertion: None,
        code: None,
    };
    let beginning = Beginning {
        browser_hash: &running.browser_hash,
        purpose: Purpose::Add,
        goal: Goal::Settings(goal.clone()),
        session: Some(in_session.session.id.clone()),
        proven: Some(proven),
    };
    Ok(Some(login.begin(&beginning).await?))
}

impl Login {
    /// How fresh a sign-in is known to be that a session rests on: a password was typed, an upstream may have let a sign-in
    /// of an hour ago pass as one of this moment.
    pub(crate) async fn freshness_of(&self, upstream: Option<&UpstreamId>) -> Result<Freshness, LoginError> {
        let Some(id) = upstream else { return Ok(Freshness::Proven) };
        let Ok(client) = self.upstreams.client(&self.upstream(id).await?).await else { return Ok(Freshness::Unknown) };
        Ok(match client.fresh_login() {
            FreshLogin::Proven => Freshness::Proven,
            FreshLogin::Requested => Freshness::Requested,
            FreshLogin::Impossible => Freshness::Unknown,
        })
    }
}

/// The session of this browser, if there is one.
pub(super) async fn current_session(login: &Login, visit: &Visit) -> Result<Option<Live>, LoginError> {
    let Some(hash) = visit.session_hash() else { return Ok(None) };
    Ok(sessions::find_live_by_hash(&login.ground, hash, visit.browser_hash()).await?)
}

/// What the platform asked for and this sign-in is not.
pub(super) fn unfit(
    login: &Login,
    entered: &Entered,
    request: &AuthorizeRequest,
    (way_in, about): (&WayIn, &About),
) -> Option<OAuthError> {
    let mode = entered.platform.sub_mode;
    let other = request.hinted_sub.as_ref().is_some_and(|hinted| !about.is_known_as(mode, hinted));
    let age = login.ground.now() - way_in.auth_time;
    let too_old = request.max_age.is_some_and(|most| age.num_seconds() > most.max(60));
    (other || too_old).then_some(OAuthError::LoginRequired)
}
