//! Making one-time values: 256 random bits for a form, and a row with their hash and everything they are bound to.

use chrono::TimeDelta;

use crate::domain::{AttemptId, OneTimePurpose};
use crate::ground::Ground;
use crate::storage::Tx;
use crate::storage::links::Link;
use crate::storage::one_time::{self, OneTime};
use crate::vault::sha256;

use super::LinkingError;
use super::decide::Join;
use super::gather::Situation;

/// What a value is bound to.
#[derive(Debug, Clone)]
pub(super) struct Bound<'a> {
    pub(super) purpose: OneTimePurpose,
    pub(super) browser_hash: &'a str,
    pub(super) lasts: TimeDelta,
    pub(super) attempt: Option<&'a AttemptId>,
    pub(super) join: Option<(&'a Situation<'a>, &'a Join)>,
    pub(super) link: Option<&'a Link>,
}

impl<'a> Bound<'a> {
    pub(super) fn new(purpose: OneTimePurpose, browser_hash: &'a str, lasts: TimeDelta) -> Self {
        Self { purpose, browser_hash, lasts, attempt: None, join: None, link: None }
    }
}

/// Offers the confirm button for exactly this login, browser, identity and account, which is the one that gets the link: the value for the page's form.
/// Earlier buttons of the same login are taken back. Relaxed.
///
/// # Errors
/// The database's.
pub async fn offer_confirm(
    tx: &Tx,
    ground: &Ground,
    situation: &Situation<'_>,
    join: &Join,
    (attempt, browser_hash): (&AttemptId, &str),
) -> Result<String, LinkingError> {
    let lasts = TimeDelta::minutes(ground.config.sessions.attempt_minutes);
    one_time::discard_of_attempt_for(tx, attempt, OneTimePurpose::Confirm, ground.now()).await?;
    let bound = Bound {
        attempt: Some(attempt),
        join: Some((situation, join)),
        ..Bound::new(OneTimePurpose::Confirm, browser_hash, lasts)
    };
    offer(tx, ground, &bound).await
}

pub(super) async fn offer(tx: &Tx, ground: &Ground, bound: &Bound<'_>) -> Result<String, LinkingError> {
    let value = ground.random.secret();
    let now = ground.now();
    let mut row = OneTime {
        browser_hash: Some(bound.browser_hash.to_owned()),
        attempt_id: bound.attempt.cloned(),
        ..OneTime::new(sha256(&value), bound.purpose, now, now + bound.lasts)
    };
    if let Some((situation, join)) = bound.join {
        row.platform_id = Some(situation.platform.clone());
        row.identity_id = Some(situation.identity.clone());
        row.account_id = Some(join.home.clone());
        row.upstream_id = Some(situation.assertion.key.upstream.clone());
    }
    if let Some(link) = bound.link {
        row.platform_id = Some(link.platform_id.clone());
        row.identity_id = Some(link.identity_id.clone());
        row.account_id = Some(link.account_id.clone());
        row.upstream_id = Some(link.upstream_id.clone());
        row.link_id = Some(link.id.clone());
    }
    one_time::insert(tx, &row).await?;
    Ok(value)
}
