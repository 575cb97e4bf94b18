//! Deletes expired attempts, one-time values, codes, tokens and sessions.

use std::time::Duration;

use chrono::TimeDelta;

use super::{Job, JobError, alone};
use crate::ground::Ground;
use crate::storage::cleanup;

/// Every five minutes.
pub(super) fn job() -> Job {
    Job::new("cleanup", Duration::from_mins(5), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    let now = ground.now();
    let deleted = alone(ground, "cleanup", TimeDelta::minutes(10), || cleanup::run(&ground.db, now)).await?;
    if let Some(rows) = deleted.filter(|rows| *rows > 0) {
        tracing::debug!(rows, "deleted what had served its time");
    }
    Ok(())
}
