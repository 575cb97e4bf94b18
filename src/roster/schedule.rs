//! When a school's journals are read again: once for each of its local dates, save in its holidays. Pure.
//!
//! What is asked for is a date, not a time: the database keeps one run per date, so neither an hour that comes twice nor
//! one that does not come, neither a restart nor a second process makes two of it or none.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike as _, Days, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;

use crate::domain::Time;
use crate::storage::school_refreshes::Pause;

/// Minutes over which the schools of one hour are spread.
const SPREAD: u32 = 60;
/// How long a gap in local time may be that we look behind, in quarters of an hour: a day (Samoa skipped one in 2011).
const LONGEST_GAP: i64 = 100;
/// Days around the turn of the school's year in which journals of the old year end and those of the new one begin.
const TURN: i64 = 45;

/// When a school wants to be read.
#[derive(Debug, Clone, Copy)]
pub struct Hours<'a> {
    /// Where it is.
    pub zone: Tz,
    /// Minutes of its day.
    pub daily_at: i64,
    /// Minutes after that; see [`jitter`].
    pub jitter: u32,
    /// Its holidays.
    pub pauses: &'a [Pause],
}

/// The local date whose reading is due at `now`: the latest one whose time has come, unless it lies in holidays. Whether
/// it was read already is not looked at. What was missed for days is not made up for.
#[must_use]
pub fn due(now: Time, hours: Hours<'_>) -> Option<NaiveDate> {
    let today = now.with_timezone(&hours.zone).date_naive();
    // Late in the evening and a few minutes more is the next day: two days back there is always one.
    let mut dates = today.succ_opt()?.iter_days().rev().take(4);
    let day = dates.find(|day| moment(*day, hours).is_some_and(|at| at <= now))?;
    (!is_paused(day, hours.pauses)).then_some(day)
}

/// When the reading of a local date is due.
#[must_use]
pub fn moment(day: NaiveDate, hours: Hours<'_>) -> Option<Time> {
    let minutes = u32::try_from(hours.daily_at.clamp(0, 24 * 60 - 1)).ok()?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0)?;
    let at = first(hours.zone, day, time)?;
    Some(at.to_utc() + TimeDelta::minutes(i64::from(hours.jitter)))
}

/// An hour that comes twice counts when it comes first; one that does not come, when the clocks have jumped over it.
fn first(zone: Tz, day: NaiveDate, time: NaiveTime) -> Option<DateTime<Tz>> {
    let wanted = day.and_time(time);
    (0..=LONGEST_GAP).find_map(|quarters| {
        match zone.from_local_datetime(&(wanted + TimeDelta::minutes(15 * quarters))) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at),
            LocalResult::None => None,
        }
    })
}

/// A school's own few minutes after its hour, always the same: not all of them ask an upstream in the same second.
#[must_use]
pub fn jitter(key: &str) -> u32 {
    let hash = crate::vault::sha256(key);
    hash.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % SPREAD
}

/// Whether a local date lies in holidays.
#[must_use]
pub fn is_paused(day: NaiveDate, pauses: &[Pause]) -> bool {
    pauses.iter().any(|pause| pause.from_day <= day && day <= pause.until_day)
}

/// The year in which the school year begins that turns around this local date; nothing at any other time.
#[must_use]
pub fn turning_year(day: NaiveDate, year_begins: Option<NaiveDate>) -> Option<i32> {
    Some(turn_near(day, year_begins)?.year())
}

/// The day around which the school's year turns then.
#[must_use]
pub fn turn_near(day: NaiveDate, year_begins: Option<NaiveDate>) -> Option<NaiveDate> {
    let begins = year_begins?;
    let away = |turn: NaiveDate| (day - turn).num_days().abs();
    let near = [day.year() - 1, day.year(), day.year() + 1].into_iter().filter_map(|year| anniversary(begins, year));
    near.min_by_key(|turn| away(*turn)).filter(|turn| away(*turn) <= TURN)
}

/// The 29th of February is the 28th in most years.
fn anniversary(begins: NaiveDate, year: i32) -> Option<NaiveDate> {
    begins.with_year(year).or_else(|| begins.checked_sub_days(Days::new(1))?.with_year(year))
}
