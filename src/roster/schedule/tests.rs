//! Every local date once, in every kind of night.

use std::collections::BTreeMap;

use chrono_tz::{America, Australia, Europe, Pacific};
use proptest::prelude::*;

use super::*;

fn hours(zone: Tz, hour: i64, minute: i64) -> Hours<'static> {
    Hours { zone, daily_at: hour * 60 + minute, jitter: 0, pauses: &[] }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// D13: the hour that does not come and the one that comes twice, in the zones of our schools and in odd ones.
#[test]
fn nights_in_which_the_clocks_change_have_one_moment() {
    let table = [
        (Europe::Amsterdam, 2, 30, "2026-03-29", "2026-03-29T01:00:00Z"), // 02:00 becomes 03:00
        (Europe::Tallinn, 3, 30, "2026-03-29", "2026-03-29T01:00:00Z"),   // 03:00 becomes 04:00
        (Europe::Stockholm, 2, 30, "2026-10-25", "2026-10-25T00:30:00Z"), // 03:00 becomes 02:00: the first of two
        (Europe::Tallinn, 3, 30, "2026-10-25", "2026-10-25T00:30:00Z"),
        (Europe::Tallinn, 3, 0, "2026-09-07", "2026-09-07T00:00:00Z"),
        (Australia::Lord_Howe, 2, 15, "2026-10-04", "2026-10-03T15:30:00Z"), // by half an hour
        (Pacific::Apia, 12, 0, "2011-12-30", "2011-12-30T10:00:00Z"),        // a day that did not come
    ];
    for (zone, hour, minute, date, expected) in table {
        assert_eq!(moment(day(date), hours(zone, hour, minute)), Some(time(expected)), "{zone} {date}");
    }
}

/// D13: whoever looks every minute of a week around a change, sees each date become due once and in order.
#[test]
fn every_local_date_becomes_due_once_whoever_looks() {
    for (zone, from) in [
        (Europe::Tallinn, "2026-03-26T00:00:00Z"),
        (Europe::Tallinn, "2026-10-22T00:00:00Z"),
        (Europe::Amsterdam, "2026-03-26T00:00:00Z"),
        (America::New_York, "2026-10-29T00:00:00Z"),
    ] {
        for (at, jitter) in [(2 * 60 + 30, 0), (3 * 60 + 30, 59), (0, 0), (23 * 60 + 59, 59)] {
            let hours = Hours { daily_at: at, jitter, ..hours(zone, 0, 0) };
            let seen = (0..7 * 24 * 60).filter_map(|minute| due(time(from) + TimeDelta::minutes(minute), hours));
            let seen: Vec<NaiveDate> = seen.collect();
            assert!(seen.is_sorted(), "{zone} {at}");
            let mut dates = seen.clone();
            dates.dedup();
            assert!((7..=9).contains(&dates.len()), "{zone} {at}: {dates:?}");
            assert!(dates.windows(2).all(|two| two[0].succ_opt() == Some(two[1])), "{zone} {at}: {dates:?}");
        }
    }
}

#[test]
fn a_jitter_past_midnight_loses_no_date() {
    let hours = Hours { jitter: 59, ..hours(Europe::Tallinn, 23, 30) };
    assert_eq!(due(time("2026-09-07T21:28:00Z"), hours), Some(day("2026-09-06")), "00:28 of the 8th");
    assert_eq!(due(time("2026-09-07T21:29:00Z"), hours), Some(day("2026-09-07")));
    assert_eq!(due(time("2026-09-08T20:00:00Z"), hours), Some(day("2026-09-07")));
}

#[test]
fn holidays_are_quiet_from_their_first_to_their_last_day() {
    let pauses = [Pause { from_day: day("2026-06-10"), until_day: day("2026-08-20") }];
    let hours = Hours { pauses: &pauses, ..hours(Europe::Tallinn, 3, 0) };
    for (now, expected) in [
        ("2026-06-09T09:00:00Z", Some("2026-06-09")),
        ("2026-06-10T09:00:00Z", None),
        ("2026-08-20T09:00:00Z", None),
        ("2026-08-21T09:00:00Z", Some("2026-08-21")),
    ] {
        assert_eq!(due(time(now), hours), expected.map(day), "{now}");
    }
}

#[test]
fn the_year_turns_around_the_day_the_school_names() {
    let first = Some(day("2020-09-01"));
    for (date, turns) in [
        ("2026-07-17", false),
        ("2026-07-18", true),
        ("2026-10-16", true),
        ("2026-10-17", false),
        ("2027-01-01", false),
    ] {
        assert_eq!(turning_year(day(date), first).is_some(), turns, "{date}");
    }
    assert_eq!(turning_year(day("2026-07-18"), first), Some(2026));
    assert_eq!(
        turning_year(day("2027-01-05"), Some(day("2020-12-20"))),
        Some(2026),
        "over the turn of the calendar's year"
    );
    assert_eq!(turning_year(day("2026-02-20"), Some(day("2020-02-29"))), Some(2026));
    assert_eq!(turning_year(day("2026-09-01"), None), None);
    assert_eq!(turn_near(day("2026-08-01"), Some(day("2020-09-01"))), Some(day("2026-09-01")));
    assert_eq!(turn_near(day("2027-01-05"), Some(day("2020-12-20"))), Some(day("2026-12-20")));
}

#[test]
fn schools_are_spread_over_their_hour() {
    let mut minutes = BTreeMap::<u32, usize>::new();
    for school in 0..6_000 {
        *minutes.entry(jitter(&format!("opiq|ehis:{school}|ekool"))).or_default() += 1;
    }
    assert_eq!(minutes.len(), 60);
    assert!(minutes.values().all(|schools| (50..=170).contains(schools)), "{minutes:?}");
    assert_eq!(jitter("opiq|ehis:1|ekool"), jitter("opiq|ehis:1|ekool"));
}

proptest! {
    /// Whenever somebody looks, in whichever zone: there is a date, its time has come, and the next one's has not.
    #[test]
    fn the_date_that_is_due_is_the_latest_whose_time_has_come(
        minutes in 0_i64..20 * 365 * 24 * 60, at in 0_i64..24 * 60, jitter in 0_u32..60, zone in 0..chrono_tz::TZ_VARIANTS.len(),
    ) {
        let hours = Hours { zone: chrono_tz::TZ_VARIANTS[zone], daily_at: at, jitter, pauses: &[] };
        let now = time("2015-01-01T00:00:00Z") + TimeDelta::minutes(minutes);
        let day = due(now, hours).unwrap();
        prop_assert!(moment(day, hours).unwrap() <= now);
        prop_assert!(moment(day.succ_opt().unwrap(), hours).unwrap() > now);
    }
}
