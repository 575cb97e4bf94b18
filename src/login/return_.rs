//! The browser is back from an upstream: the state value must be of this browser, this upstream and this login, once.

use std::collections::HashSet;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use super::attempt::Step;
use super::depart::{Errand, Waiting, usable, waiting_place};
use super::entered::Entered;
use super::error::upstream_trouble;
use super::{Login, LoginError};
use crate::domain::{Assertion, OneTimePurpose, UpstreamId};
use crate::storage::attempts::{self, Opened};
use crate::storage::one_time::{self, Offer};
use crate::storage::upstreams::{self, Upstream};
use crate::storage::{Durability, StorageError, Tx};
use crate::upstream::{Return, UpstreamError};
use crate::vault::sha256;
use crate::web::{self, Trouble, Visit};

/// A return by redirect. None of our upstreams returns by form, and a form from another site comes without our cookies.
pub(super) async fn come_back(
    State(login): State<Login>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, web::Error> {
    Box::pin(arrive(&login, &id, &visit, query.unwrap_or_default().as_bytes())).await
}

async fn arrive(login: &Login, id: &str, visit: &Visit, query: &[u8]) -> Result<Response, web::Error> {
    let id: UpstreamId = id.parse().map_err(|_| Trouble::NotFound)?;
    let params: Vec<(String, String)> = url::form_urlencoded::parse(query).into_owned().collect();
    if is_repeated(&params) {
        return Err(LoginError::Stale.into());
    }
    let (back, waiting) = login.redeem(visit, &id, &params).await?;
    let mut entered = login.enter_opened(visit, back.opened)?;
    let upstream = usable(back.upstream)?;
    if !names_itself(&upstream, &params) {
        return Err(LoginError::Stale.into());
    }
    let assertion = login.identify(&entered, &upstream, &waiting, params).await?;
    match waiting.errand {
        Errand::SignIn => {
            if entered.running.step != Step::Choose {
                return Err(LoginError::Stale.into());
            }
            super::resolve::arrive(login, visit, &mut entered, assertion).await
        }
        Errand::Prove => {
            if entered.running.step != Step::Claim {
                return Err(LoginError::Stale.into());
            }
            super::claim::prove(login, visit, &mut entered, assertion).await
        }
        Errand::Check => Ok(super::check::keep(login, &mut entered, assertion).await?),
    }
}

/// False when `iss` (RFC 9207) names somebody else. An upstream set up without an issuer sends no `iss`: an answer that
/// has one is another's.
fn names_itself(upstream: &Upstream, params: &[(String, String)]) -> bool {
    params.iter().filter(|(name, _)| name == "iss").all(|(_, iss)| upstream.issuer.as_ref() == Some(iss))
}

/// True when a parameter stands there twice: somebody smuggled a second one in.
fn is_repeated(params: &[(String, String)]) -> bool {
    let mut seen = HashSet::with_capacity(params.len());
    !params.iter().all(|(name, _)| seen.insert(name))
}

/// What a state value leads to.
struct Back {
    /// What waits for the return, sealed.
    payload: String,
    opened: Option<Opened>,
    upstream: Option<Upstream>,
}

/// Nothing for a value that is not good, or is another upstream's; that one is used up, too.
async fn use_up(tx: &Tx, offer: &Offer<'_>, id: &UpstreamId) -> Result<Option<Back>, StorageError> {
    let row = one_time::consume(tx, offer).await?.filter(|row| row.upstream_id.as_ref() == Some(id));
    let (Some(row), Some(browser)) = (row, offer.browser_hash) else { return Ok(None) };
    let Some(attempt) = &row.attempt_id else { return Ok(None) };
    let opened = attempts::open(tx, attempt, browser, offer.now).await?;
    let upstream = upstreams::find(tx, id).await?;
    Ok(Some(Back { payload: row.payload, opened, upstream }))
}

impl Login {
    /// Uses the state value up, and reads what it leads to. Whatever is wrong with it, the answer is the same page.
    async fn redeem(
        &self,
        visit: &Visit,
        id: &UpstreamId,
        params: &[(String, String)],
    ) -> Result<(Back, Waiting), LoginError> {
        let mut states = params.iter().filter(|(name, _)| name == "state").map(|(_, value)| value.as_str());
        let (Some(state), None) = (states.next(), states.next()) else { return Err(LoginError::Stale) };
        let hash = &sha256(state);
        let offer = &Offer {
            hash,
            purpose: OneTimePurpose::State,
            browser_hash: Some(visit.browser_hash()),
            now: self.ground.now(),
        };
        let write = |tx: Tx| async move { use_up(&tx, offer, id).await };
        let back = self.ground.db.write(Durability::Relaxed, write).await?.ok_or(LoginError::Stale)?;
        let waiting = self.unseal(&waiting_place(hash), &back.payload)?;
        Ok((back, waiting))
    }

    async fn identify(
        &self,
        entered: &Entered,
        upstream: &Upstream,
        waiting: &Waiting,
        params: Vec<(String, String)>,
    ) -> Result<Assertion, web::Error> {
        let password = entered.takes_passwords();
        let again = match waiting.errand {
            Errand::Check => super::check::back(entered).to_owned(),
            Errand::SignIn | Errand::Prove => entered.path("/login"),
        };
        let to_page =
            |error: UpstreamError| upstream_trouble(error, &upstream.name, password).try_again_at(again.clone());
        let client = self.upstreams.client(upstream).await.map_err(to_page)?;
        let back = Return {
            params,
            redirect_uri: self.callback(&upstream.id)?,
            secrets: waiting.secrets.clone(),
            now: self.ground.now(),
        };
        Box::pin(client.identify(back)).await.map_err(to_page)
    }
}
