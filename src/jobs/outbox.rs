//! Tells upstreams what they were not told yet: that a journal is linked, or is not any more.

use std::time::Duration;

use super::{Job, JobError};
use crate::ground::Ground;
use crate::roster;
use crate::storage::outbox;
use crate::upstream::Registry;

/// Messages of one run; the rest comes with the next one.
const MOST: i64 = 50;

/// Every five seconds, in every process; each message is claimed by one of them.
pub(super) fn job() -> Job {
    Job::new("outbox", Duration::from_secs(5), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    let now = ground.now();
    if ground.db.read(|tx| async move { outbox::list_due(&tx, now, 1).await }).await?.is_empty() {
        return Ok(());
    }
    let upstreams = Registry::new(ground.clone()).map_err(|error| JobError::Failed(error.to_string()))?;
    roster::tell_due(ground, &upstreams, MOST).await.map_err(|error| JobError::Failed(error.to_string()))?;
    Ok(())
}
