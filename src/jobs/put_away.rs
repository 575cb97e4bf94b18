//! Ends journals that their upstream has no more, long after their school was told.

use std::time::Duration;

use chrono::TimeDelta;

use super::{Job, JobError, alone};
use crate::ground::Ground;
use crate::roster::gone;
use crate::storage::gone_journals;

/// Every hour, in one process at a time.
pub(super) fn job() -> Job {
    Job::new("put_away", Duration::from_hours(1), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    alone(ground, "put_away", TimeDelta::minutes(30), || every_school(ground)).await.map(drop)
}

/// What goes wrong at one school keeps no other from its turn.
async fn every_school(ground: &Ground) -> Result<(), JobError> {
    for place in ground.db.read(|tx| async move { gone_journals::list_places(&tx).await }).await? {
        let scope = gone::scope(place);
        let (school, upstream) = (scope.school.as_str(), scope.upstream.as_str());
        match gone::put_away(ground, &scope).await {
            Ok(0) => {}
            Ok(journals) => {
                tracing::info!(
                    school.id = school,
                    upstream.id = upstream,
                    journals,
                    "journals that are gone have ended"
                );
            }
            Err(error) => {
                tracing::error!(school.id = school, upstream.id = upstream, %error, "gone journals could not be looked at");
            }
        }
    }
    Ok(())
}
