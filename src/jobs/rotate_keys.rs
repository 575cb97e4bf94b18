//! Makes successors of signing keys that are old enough (`tokens.key_rotation_days`).

use std::time::Duration;

use super::{Job, JobError};
use crate::ground::Ground;
use crate::issuer::keys::rotate_if_due;

/// Every hour, in every process; the database lets one of them make each key.
pub(super) fn job() -> Job {
    Job::new("rotate_keys", Duration::from_hours(1), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    let made = rotate_if_due(ground).await.map_err(|error| JobError::Failed(error.to_string()))?;
    if made > 0 {
        tracing::info!(keys = made, "new signing keys are published and sign soon");
    }
    Ok(())
}
