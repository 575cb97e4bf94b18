//! How much one person does to people within an hour: a console that was left open is not worth a whole school.

use std::time::Duration;

use super::super::door::Steward;
use crate::cache::{Limit, Verdict};
use crate::login::Login;
use crate::web::Trouble;

/// The pupils of seven classes at once, then one every 18 seconds.
const ACTS: Limit = Limit::new(200, Duration::from_hours(1));

/// Counts something that is done to one person, before it is done.
pub(in crate::admin) async fn count_act(login: &Login, steward: &Steward) -> Result<(), Trouble> {
    heed(login.ground.cache.hit(&counter(steward), ACTS).await)
}

/// Whether something more may be done, without counting it.
pub(super) async fn may_act(login: &Login, steward: &Steward) -> Result<(), Trouble> {
    heed(login.ground.cache.peek(&counter(steward), ACTS).await)
}

/// Of the person, whatever school they act at.
fn counter(steward: &Steward) -> String {
    format!("acts:{}", steward.owner.id())
}

fn heed(verdict: Verdict) -> Result<(), Trouble> {
    if verdict.allowed {
        return Ok(());
    }
    Err(Trouble::ActedOften { retry_after_seconds: verdict.retry_after_seconds })
}
