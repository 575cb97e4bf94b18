//! Dates as people write them in our four languages, in a school's time zone.

use chrono::{Datelike as _, Timelike as _};
use chrono_tz::Tz;

use super::lang::Lang;
use crate::domain::Time;

const ET: [&str; 12] = [
    "jaanuar",
    "veebruar",
    "märts",
    "aprill",
    "mai",
    "juuni",
    "juuli",
    "august",
    "september",
    "oktoober",
    "november",
    "detsember",
];
const ET_ON: [&str; 12] = [
    "jaanuaril",
    "veebruaril",
    "märtsil",
    "aprillil",
    "mail",
    "juunil",
    "juulil",
    "augustil",
    "septembril",
    "oktoobril",
    "novembril",
    "detsembril",
];
const NL: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const SV: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `12 October`, with the year when it is not the present one.
pub(super) fn day(lang: Lang, time: Time, now: Time, zone: Tz) -> String {
    let months = match lang {
        Lang::Et => &ET,
        Lang::Nl => &NL,
        Lang::Sv => &SV,
        Lang::En => &EN,
    };
    written(lang, months, time, now, zone)
}

/// `on 12 October`.
pub(super) fn on_day(lang: Lang, time: Time, now: Time, zone: Tz) -> String {
    match lang {
        Lang::Et => written(lang, &ET_ON, time, now, zone),
        Lang::Nl => format!("op {}", day(lang, time, now, zone)),
        Lang::Sv => format!("den {}", day(lang, time, now, zone)),
        Lang::En => format!("on {}", day(lang, time, now, zone)),
    }
}

/// `12 October, 14:05`, with the year when it is not the present one.
#[must_use]
pub fn moment(lang: Lang, time: Time, now: Time, zone: Tz) -> String {
    let local = time.with_timezone(&zone);
    let (hour, minute) = (local.hour(), local.minute());
    let join = match lang {
        Lang::Et => " kell ",
        Lang::Nl => " om ",
        Lang::Sv => " kl. ",
        Lang::En => ", ",
    };
    format!("{}{join}{hour:02}:{minute:02}", day(lang, time, now, zone))
}

fn written(lang: Lang, months: &[&str; 12], time: Time, now: Time, zone: Tz) -> String {
    let local = time.with_timezone(&zone);
    let month = months.get(local.month0() as usize).copied().unwrap_or_default();
    let dot = if lang == Lang::Et { "." } else { "" };
    let year = local.year();
    let shown = if year == now.with_timezone(&zone).year() { String::new() } else { format!(" {year}") };
    format!("{}{dot} {month}{shown}", local.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_the_language_writes_them() {
        let now: Time = "2026-11-21T12:00:00Z".parse().unwrap();
        // Late on the 11th in UTC is the 12th in Tallinn.
        let then: Time = "2026-10-11T22:30:00Z".parse().unwrap();
        let zone = Tz::Europe__Tallinn;
        for (lang, expected, on, at) in [
            (Lang::Et, "12. oktoober", "12. oktoobril", "12. oktoober kell 01:30"),
            (Lang::Nl, "12 oktober", "op 12 oktober", "12 oktober om 01:30"),
            (Lang::Sv, "12 oktober", "den 12 oktober", "12 oktober kl. 01:30"),
            (Lang::En, "12 October", "on 12 October", "12 October, 01:30"),
        ] {
            assert_eq!(day(lang, then, now, zone), expected);
            assert_eq!(on_day(lang, then, now, zone), on);
            assert_eq!(moment(lang, then, now, zone), at);
        }
    }

    #[test]
    fn another_year_is_shown() {
        let now: Time = "2026-11-21T12:00:00Z".parse().unwrap();
        let then: Time = "2025-03-02T12:00:00Z".parse().unwrap();
        assert_eq!(day(Lang::Et, then, now, Tz::UTC), "2. märts 2025");
    }
}
