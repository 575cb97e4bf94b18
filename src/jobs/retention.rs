//! Empties what was kept for years, once its time is over.

use std::time::Duration;

use chrono::TimeDelta;

use super::{Job, JobError, alone};
use crate::ground::Ground;
use crate::storage::retention;

/// Four times a day, so that nothing is there a day after its time.
pub(super) fn job() -> Job {
    Job::new("retention", Duration::from_hours(6), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    let now = ground.now();
    let done = alone(ground, "retention", TimeDelta::minutes(30), || retention::run(&ground.db, now)).await?;
    for (what, rows) in done.unwrap_or_default() {
        if rows > 0 {
            tracing::info!(what, rows, "emptied what had served its time");
        }
    }
    Ok(())
}
