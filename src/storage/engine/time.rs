//! Times as the embedded engine holds them: texts that stand in the order of the times.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// Always three places: then the order of the texts is the order of the times.
pub(super) fn write(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, false)
}

/// What [`write`] wrote, and whatever else is a time of RFC 3339.
pub(super) fn read(text: &str) -> Option<DateTime<Utc>> {
    as_written(text.as_bytes()).or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc()))
}

/// `2026-09-07T08:00:00.000+00:00`, digit by digit: a row has half a dozen of them.
fn as_written(text: &[u8]) -> Option<DateTime<Utc>> {
    let text = text.strip_suffix(b"+00:00").filter(|text| text.len() == 23)?;
    let joints = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.')];
    if joints.iter().any(|(at, joint)| text.get(*at) != Some(joint)) {
        return None;
    }
    let part = |from: usize, to: usize| number(text.get(from..to)?);
    let date = NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(5, 7)?, part(8, 10)?)?;
    Some(date.and_hms_milli_opt(part(11, 13)?, part(14, 16)?, part(17, 19)?, part(20, 23)?)?.and_utc())
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(milliseconds in -60_000_000_000_000_i64..250_000_000_000_000) {
            let time = DateTime::from_timestamp_millis(milliseconds).unwrap();
            prop_assert_eq!(as_written(write(time).as_bytes()), Some(time), "as it was written");
            prop_assert_eq!(read(&write(time)), Some(time));
        }
    }

    #[test]
    fn other_forms_of_a_time_are_read_and_other_texts_are_none() {
        let time = DateTime::from_timestamp_millis(1_788_768_000_000);
        for text in ["2026-09-07T08:00:00Z", "2026-09-07T10:00:00.000+02:00", "2026-09-07T08:00:00.000000+00:00"] {
            assert_eq!(read(text), time, "{text}");
        }
        for text in ["", "2026-09-07", "2026-13-07T08:00:00.000+00:00", "2026-09-07T08:00:00.0a0+00:00", "soon"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
