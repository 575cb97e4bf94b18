//! The browser is back from an upstream: the state value must be of this browser, this upstream and this login, once.

use std::collections::HashSet;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use super::attempt::Step;
use super::depart::{Errand, Waiting, waiting_place};
use super::entered::Entered;
use super::error::upstream_trouble;
use super::{Login, LoginError};
use crate::domain::{Assertion, AttemptId, OneTimePurpose, UpstreamId};
use crate::storage::Durability;
use crate::storage::one_time::{self, Offer};
use crate::storage::upstreams::Upstream;
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
    let (attempt, waiting) = login.redeem(visit, &id, &params).await?;
    let mut entered = login.enter(visit, attempt.as_str()).await?;
    let upstream = login.upstream(&id).await?;
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

impl Login {
    /// Uses the state value up. Whatever is wrong with it, the answer is the same page.
    async fn redeem(
        &self,
        visit: &Visit,
        id: &UpstreamId,
        params: &[(String, String)],
    ) -> Result<(AttemptId, Waiting), LoginError> {
        let mut states = params.iter().filter(|(name, _)| name == "state").map(|(_, value)| value.as_str());
        let (Some(state), None) = (states.next(), states.next()) else { return Err(LoginError::Stale) };
        let hash = &sha256(state);
        let offer = &Offer {
            hash,
            purpose: OneTimePurpose::State,
            browser_hash: Some(visit.browser_hash()),
            now: self.ground.now(),
        };
        let used = self.ground.db.write(Durability::Relaxed, |tx| async move { one_time::consume(&tx, offer).await });
        let row = used.await?.filter(|row| row.upstream_id.as_ref() == Some(id)).ok_or(LoginError::Stale)?;
        let waiting = self.unseal(&waiting_place(hash), &row.payload)?;
        Ok((row.attempt_id.ok_or(LoginError::Stale)?, waiting))
    }

    async fn identify(
        &self,
        entered: &Entered,
        upstream: &Upstream,
        waiting: &Waiting,
        params: Vec<(String, String)>,
    ) -> Result<Assertion, web::Error> {
        let password = entered.takes_passwords();
        let to_page = |error: UpstreamError| {
            upstream_trouble(error, &upstream.name, password).try_again_at(entered.path("/login"))
        };
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
