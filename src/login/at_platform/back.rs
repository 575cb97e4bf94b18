//! `GET /link/continue`: the browser is back from the platform with a link session.

use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{Said, place};
use crate::domain::{AccountId, AttemptId, OneTimePurpose, PlatformId, Purpose};
use crate::linking::{ProofKind, Proven};
use crate::login::attempt::Step;
use crate::login::{Login, LoginError, claim};
use crate::storage::Durability;
use crate::storage::one_time::{self, Offer};
use crate::vault::sha256;
use crate::web::{self, Visit, see_other};

/// The link session in the address.
#[derive(Debug, Deserialize)]
pub(in crate::login) struct Carried {
    #[serde(default)]
    session: String,
}

/// Uses the link session up: the login it belongs to now knows whose account it is about. The value leaves the address
/// at once, by a redirect.
pub(in crate::login) async fn come_back(
    State(login): State<Login>,
    visit: Visit,
    Query(carried): Query<Carried>,
) -> Result<Response, web::Error> {
    let used = login.redeem_link_session(&visit, &carried.session).await?;
    let mut entered = login.enter(&visit, used.attempt.as_str()).await?;
    let step = if entered.running.purpose == Purpose::Add { Step::Choose } else { Step::Claim };
    let untouched = entered.running.step == step && entered.running.memory.proven.is_none();
    if !untouched || entered.platform.id != used.platform {
        return Err(LoginError::Stale.into());
    }
    if step == Step::Claim
        && let Some(stopped) = claim::stop_probing(&login, &visit, &mut entered).await?
    {
        return Ok(stopped);
    }
    entered.running.memory.proven = Some(used.proven());
    if entered.running.purpose == Purpose::Add {
        login.advance(&mut entered.running, Step::Choose).await?;
        return Ok(see_other(&entered.path("/login")));
    }
    super::super::resolve::walk(&login, &visit, &mut entered).await
}

/// A used link session.
struct Used {
    attempt: AttemptId,
    platform: PlatformId,
    account: AccountId,
    said: Said,
}

impl Used {
    fn proven(&self) -> Proven {
        Proven::fresh(self.account.clone(), ProofKind::Platform, self.said.auth_time)
    }
}

impl Login {
    /// Whatever is wrong with a link session, the answer is the same page.
    async fn redeem_link_session(&self, visit: &Visit, value: &str) -> Result<Used, LoginError> {
        let hash = &sha256(value);
        let offer = &Offer {
            hash,
            purpose: OneTimePurpose::LinkSession,
            browser_hash: Some(visit.browser_hash()),
            now: self.ground.now(),
        };
        let consume = |tx| async move { one_time::consume(&tx, offer).await };
        let row = self.ground.db.write(Durability::Relaxed, consume).await?.ok_or(LoginError::Stale)?;
        Ok(Used {
            said: self.unseal(&place(hash), &row.payload)?,
            attempt: row.attempt_id.ok_or(LoginError::Stale)?,
            platform: row.platform_id.ok_or(LoginError::Stale)?,
            account: row.account_id.ok_or(LoginError::Stale)?,
        })
    }
}
