//! Numbers and chains what was committed to the audit log and the event feed.

use std::time::Duration;

use chrono::TimeDelta;

use super::{Job, JobError, alone};
use crate::ground::Ground;
use crate::storage::seal::{self, Stream};
use crate::storage::{Durability, StorageError};

/// Rows of one transaction.
const BATCH: usize = 250;
/// Transactions of one run, per stream; the rest comes with the next run.
const BATCHES: usize = 20;

/// Once a second: half of the two seconds after which a row has its number.
pub(super) fn job() -> Job {
    Job::new("sealer", Duration::from_secs(1), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    for stream in Stream::ALL {
        let soon = ground.now() + TimeDelta::hours(1);
        if ground.db.read(|tx| async move { stream.count_waiting(&tx, soon).await }).await? > 0 {
            alone(ground, "sealer", TimeDelta::seconds(30), || seal_all(ground, stream)).await?;
        }
    }
    Ok(())
}

async fn seal_all(ground: &Ground, stream: Stream) -> Result<(), JobError> {
    let (vault, now, most) = (&ground.vault, ground.now(), i64::try_from(BATCH).unwrap_or(i64::MAX));
    for _ in 0..BATCHES {
        let sealed = ground
            .db
            .write(Durability::Durable, |tx| async move { seal::seal(&tx, vault, stream, now, most).await })
            .await;
        match sealed {
            Ok(rows) if rows < BATCH => break,
            Ok(_) => {}
            // The lease had run out and another process went on: it has them.
            Err(StorageError::Taken | StorageError::Changed) => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
