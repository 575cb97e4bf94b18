//! Notes at which schools the rows of the audit log are seen, once they are sealed.

use std::time::Duration;

use chrono::TimeDelta;

use super::{Job, JobError, alone};
use crate::ground::Ground;
use crate::storage::{Durability, audit_places};

/// Rows of one transaction.
const BATCH: i64 = 500;
/// Transactions of one run; the rest comes with the next one.
const BATCHES: usize = 20;

/// Two seconds after the sealer at most, a row stands on its school's page.
pub(super) fn job() -> Job {
    Job::new("audit_places", Duration::from_secs(2), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    if ground.db.read(|tx| async move { audit_places::is_waiting(&tx).await }).await? {
        alone(ground, "audit_places", TimeDelta::seconds(30), || place_all(ground)).await?;
    }
    Ok(())
}

async fn place_all(ground: &Ground) -> Result<(), JobError> {
    for _ in 0..BATCHES {
        let place = |tx| async move { audit_places::place(&tx, BATCH).await };
        if !ground.db.write(Durability::Durable, place).await? {
            break;
        }
    }
    Ok(())
}
