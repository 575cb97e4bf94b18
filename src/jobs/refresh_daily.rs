//! Asks for the daily refreshes whose time has come, each local date of a school once.

use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::{Job, JobError};
use crate::domain::{Actor, RunCause};
use crate::ground::Ground;
use crate::roster::refresh::{Scope, Wish, ask};
use crate::roster::schedule::{self, Hours};
use crate::storage::school_refreshes::{self, Daily};

/// Twice a minute, in every process; the database lets one of them ask for each date.
pub(super) fn job() -> Job {
    Job::new("refresh_daily", Duration::from_secs(30), |ground| async move { run(&ground).await })
}

async fn run(ground: &Ground) -> Result<(), JobError> {
    for school in ground.db.read(|tx| async move { school_refreshes::list_daily(&tx).await }).await? {
        let (school, ahead) = believed(ground, school).await?;
        if is_near(ground, &school)
            && let Some(day) = ask_if_due(ground, &school).await?
            && let Some(ahead) = ahead
        {
            let (id, upstream) = (school.school_id.as_str(), school.upstream_id.as_str());
            tracing::error!(
                school.id = id,
                upstream.id = upstream,
                %day,
                %ahead,
                "a wrong clock has asked for a date that lies ahead; it is passed over"
            );
        }
    }
    Ok(())
}

/// Without a date that cannot have come: somebody's clock was ahead, and nobody is to wait until it is right. Answers that
/// date, too.
async fn believed(ground: &Ground, school: Daily) -> Result<(Daily, Option<NaiveDate>), JobError> {
    let tomorrow = today(ground, &school) + TimeDelta::days(1);
    let Some(ahead) = school.last_day.filter(|day| *day > tomorrow) else { return Ok((school, None)) };
    let place = (&school.platform_id, &school.school_id, &school.upstream_id);
    let read = |tx| async move { school_refreshes::find_last_day(&tx, place, tomorrow).await };
    let last_day = ground.db.read(read).await?;
    Ok((Daily { last_day, ..school }, Some(ahead)))
}

/// Whether a date can be due at all: most of the day there is nothing to look up.
fn is_near(ground: &Ground, school: &Daily) -> bool {
    school.last_day.is_none_or(|day| day < today(ground, school))
}

fn today(ground: &Ground, school: &Daily) -> NaiveDate {
    ground.now().with_timezone(&zone(school)).date_naive()
}

fn zone(school: &Daily) -> Tz {
    school.time_zone.parse().unwrap_or(Tz::UTC)
}

/// Answers the date that was asked for now.
async fn ask_if_due(ground: &Ground, school: &Daily) -> Result<Option<NaiveDate>, JobError> {
    let (platform, id) = (&school.platform_id, &school.school_id);
    let read = |tx| async move {
        let wishes = school_refreshes::find(&tx, platform, id).await?;
        Ok::<_, crate::storage::StorageError>((wishes, school_refreshes::list_pauses(&tx, platform, id).await?))
    };
    let (wishes, pauses) = ground.db.read(read).await?;
    let jitter = schedule::jitter(&format!("{platform}|{id}|{}", school.upstream_id));
    let hours = Hours { zone: zone(school), daily_at: wishes.daily_at, jitter, pauses: &pauses };
    let Some(day) = schedule::due(ground.now(), hours) else { return Ok(None) };
    // What was linked after that moment was read at that time; and a clock that was set back asks for nothing again.
    let is_fresh = schedule::moment(day, hours).is_none_or(|at| at < school.since);
    if is_fresh || school.last_day.is_some_and(|last| last >= day) {
        return Ok(None);
    }
    let scope =
        Scope { platform: platform.clone(), school: id.clone(), upstream: school.upstream_id.clone(), journal: None };
    let wish = Wish { day: Some(day), ..Wish::plain(RunCause::Daily, &Actor::Job("refresh")) };
    Ok(ask(ground, &scope, wish).await?.map(|_| day))
}
