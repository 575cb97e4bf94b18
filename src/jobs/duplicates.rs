//! Looks through one school for people with two accounts: first where a sign-in has just asked about somebody, then wherever
//! nobody has looked for a day.

use std::time::Duration;

use chrono::TimeDelta;

use super::{Job, JobError, alone};
use crate::domain::Time;
use crate::ground::Ground;
use crate::linking::{LinkingError, duplicates};
use crate::storage::suspects::{self, Round};

/// Longer than a sweep takes; another process takes over after that.
const LONGEST: TimeDelta = TimeDelta::minutes(10);
/// How long a sweep stays good where nothing new was met.
const FRESH: TimeDelta = TimeDelta::days(1);

/// Every minute, in one process; one school each time.
pub(super) fn job() -> Job {
    Job::new("duplicates", Duration::from_mins(1), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    let work = || async move {
        let rounds = ground.db.read(|tx| async move { suspects::list_rounds(&tx).await }).await?;
        if let Some(round) = next(&rounds, ground.now()) {
            duplicates::sweep(ground, &round.platform_id, &round.school_id).await?;
        }
        Ok::<_, LinkingError>(())
    };
    let swept = alone(ground, "duplicates", LONGEST, work).await;
    swept.map(drop).map_err(|error| match error {
        LinkingError::Storage(error) => error.into(),
        error => JobError::Failed(error.to_string()),
    })
}

/// The school whose turn it is, if it is anybody's.
fn next(rounds: &[Round], now: Time) -> Option<&Round> {
    let arisen = rounds.iter().filter(|round| has_arisen(round)).min_by_key(|round| round.arisen);
    arisen.or_else(|| {
        let old = rounds.iter().filter(|round| swept(round) <= (now - FRESH).timestamp());
        old.min_by_key(|round| swept(round))
    })
}

fn swept(round: &Round) -> i64 {
    round.swept.unwrap_or(i64::MIN)
}

/// A sign-in has asked about somebody since the last sweep; within the same second counts as since.
fn has_arisen(round: &Round) -> bool {
    round.arisen.is_some_and(|at| at.timestamp() >= swept(round))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Time {
        "2026-09-07T08:00:00Z".parse().unwrap()
    }

    fn round(school: &str, swept_hours_ago: Option<i64>, arisen_hours_ago: Option<i64>) -> Round {
        let ago = |hours: i64| now() - TimeDelta::hours(hours);
        Round {
            platform_id: "opiq".parse().unwrap(),
            school_id: school.parse().unwrap(),
            swept: swept_hours_ago.map(|hours| ago(hours).timestamp()),
            arisen: arisen_hours_ago.map(ago),
        }
    }

    fn turn(rounds: &[Round]) -> Option<&str> {
        next(rounds, now()).map(|round| round.school_id.as_str())
    }

    #[test]
    fn a_school_has_its_turn_once_a_day_and_when_something_arose() {
        assert_eq!(turn(&[]), None);
        assert_eq!(turn(&[round("ehis:1", Some(23), None)]), None);
        assert_eq!(turn(&[round("ehis:1", Some(25), None)]), Some("ehis:1"));
        assert_eq!(turn(&[round("ehis:1", Some(25), None), round("ehis:2", None, None)]), Some("ehis:2"));
        assert_eq!(turn(&[round("ehis:1", None, None), round("ehis:2", Some(2), Some(1))]), Some("ehis:2"));
        assert_eq!(turn(&[round("ehis:2", Some(1), Some(2))]), None, "it was looked at since");
        let both = [round("ehis:1", Some(5), Some(1)), round("ehis:2", Some(5), Some(3))];
        assert_eq!(turn(&both), Some("ehis:2"), "who waits longest");
    }
}
