//! `filter=`: conditions of the form `field op 'value'`, joined by AND. Those few that a roster is asked for; every other
//! one is refused by name, so that nobody takes a whole list for a part of it.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, SubsecRound as _, TimeDelta, Utc};

use super::fault::Fault;
use super::records::Kind;
use crate::domain::{JournalId, Presence, SchoolId, SeatRole, Time};

/// What a list is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Filter {
    /// Only what changed after this moment.
    pub since: Option<Time>,
    pub presence: Option<Presence>,
    pub role: Option<SeatRole>,
    pub school: Option<SchoolId>,
    pub class: Option<JournalId>,
}

impl Filter {
    /// Reads a filter of a list of `kind`.
    pub(super) fn read(text: &str, kind: Kind) -> Result<Self, Fault> {
        let mut filter = Self::default();
        let mut rest = text.trim();
        loop {
            let (condition, after) = Condition::read(rest)?;
            filter.add(&condition, kind)?;
            rest = after.trim_start();
            if rest.is_empty() {
                return Ok(filter);
            }
            rest = rest
                .strip_prefix("AND ")
                .ok_or_else(|| Fault::filter("conditions can only be joined by AND"))?
                .trim_start();
        }
    }

    fn add(&mut self, condition: &Condition<'_>, kind: Kind) -> Result<(), Fault> {
        let Condition { field, op, value } = *condition;
        let is_new = match (field, op) {
            ("dateLastModified", ">" | ">=") => put(&mut self.since, moment(value, op)?),
            ("status", "=") => put(&mut self.presence, presence(value)?),
            ("role", "=") if kind == Kind::Enrollment => put(&mut self.role, role(value)?),
            ("school.sourcedId", "=") if matches!(kind, Kind::Enrollment | Kind::Class) => {
                put(&mut self.school, value.parse().map_err(|_| Fault::filter("the value is no id of a school"))?)
            }
            ("class.sourcedId", "=") if kind == Kind::Enrollment => {
                put(&mut self.class, value.parse().map_err(|_| Fault::filter("the value is no id of a class"))?)
            }
            _ => return Err(Fault::filter(format!("filter by one of: {}", known(kind)))),
        };
        if is_new { Ok(()) } else { Err(Fault::filter("each field can be named once")) }
    }
}

/// True when there was nothing before.
fn put<T>(place: &mut Option<T>, value: T) -> bool {
    place.replace(value).is_none()
}

fn known(kind: Kind) -> String {
    let own = match kind {
        Kind::Enrollment => ", role=, school.sourcedId=, class.sourcedId=",
        Kind::Class => ", school.sourcedId=",
        Kind::Org | Kind::User | Kind::Course | Kind::Session => "",
    };
    format!("dateLastModified>, dateLastModified>=, status={own}")
}

/// The last moment that is not asked for any more: times here are whole milliseconds.
fn moment(value: &str, op: &str) -> Result<Time, Fault> {
    let day = |text: &str| text.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let time = DateTime::parse_from_rfc3339(value).ok().map(|time| time.with_timezone(&Utc)).or_else(|| day(value));
    let time = time.filter(|time| (1970..=9999).contains(&time.year()));
    let time =
        time.ok_or_else(|| Fault::filter("dateLastModified is a date, or a time such as 2026-11-20T08:00:00Z"))?;
    let whole = time.trunc_subsecs(3);
    Ok(if op == ">=" && whole == time { whole - TimeDelta::milliseconds(1) } else { whole })
}

fn presence(value: &str) -> Result<Presence, Fault> {
    match value {
        "active" => Ok(Presence::Active),
        "tobedeleted" => Ok(Presence::Gone),
        _ => Err(Fault::filter("status is active or tobedeleted")),
    }
}

fn role(value: &str) -> Result<SeatRole, Fault> {
    match value {
        "student" => Ok(SeatRole::Pupil),
        "teacher" => Ok(SeatRole::Teacher),
        _ => Err(Fault::filter("role is student or teacher")),
    }
}

/// One condition, as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Condition<'a> {
    field: &'a str,
    op: &'a str,
    value: &'a str,
}

impl<'a> Condition<'a> {
    /// The first condition of a text, and what follows it.
    fn read(text: &'a str) -> Result<(Self, &'a str), Fault> {
        let wrong = || Fault::filter("a condition looks like status='active'");
        let (field, rest) = text.split_once(['=', '>', '<', '!', '~']).ok_or_else(wrong)?;
        let from_op = text.get(field.len()..).ok_or_else(wrong)?;
        let op_len = from_op.len() - rest.trim_start_matches(['=', '>', '<', '!', '~']).len();
        let (op, rest) = from_op.split_at_checked(op_len).ok_or_else(wrong)?;
        let (value, rest) =
            rest.trim_start().strip_prefix('\'').and_then(|rest| rest.split_once('\'')).ok_or_else(wrong)?;
        Ok((Self { field: field.trim(), op, value }, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn conditions_that_are_known_are_read() {
        let read = |text: &str| Filter::read(text, Kind::Enrollment).unwrap();
        let class = "jrn_00000000000000000000000000";
        assert_eq!(read("status='active'").presence, Some(Presence::Active));
        assert_eq!(read("dateLastModified>'2026-11-20T08:00:00Z'").since, Some(time("2026-11-20T08:00:00Z")));
        assert_eq!(read("dateLastModified > '2026-11-20T10:00:00+02:00'").since, Some(time("2026-11-20T08:00:00Z")));
        assert_eq!(read("dateLastModified>='2026-11-20T08:00:00Z'").since, Some(time("2026-11-20T07:59:59.999Z")));
        assert_eq!(read("dateLastModified>='2026-11-20T08:00:00.0005Z'").since, Some(time("2026-11-20T08:00:00Z")));
        assert_eq!(read("dateLastModified>'2026-11-20'").since, Some(time("2026-11-20T00:00:00Z")));
        let all = format!(
            "role='student' AND status='tobedeleted'  AND school.sourcedId='ehis:123' AND class.sourcedId='{class}'"
        );
        let filter = read(&all);
        assert_eq!((filter.role, filter.presence), (Some(SeatRole::Pupil), Some(Presence::Gone)));
        assert_eq!(filter.school.unwrap().as_str(), "ehis:123");
        assert_eq!(filter.class.unwrap().as_str(), class);
    }

    #[test]
    fn everything_else_is_refused() {
        let wrong = [
            "",
            "status",
            "status=active",
            "status='active",
            "status='gone'",
            "status!='active'",
            "status>'active'",
            "dateLastModified<'2026-11-20'",
            "dateLastModified='2026-11-20'",
            "dateLastModified>'yesterday'",
            "dateLastModified>='-262143-01-01'",
            "dateLastModified>'+12026-01-01'",
            "dateLastModified>'2026-13-01'",
            "givenName='Mari'",
            "email~'kool'",
            "status='active' OR role='student'",
            "status='active' AND",
            "status='active' AND status='active'",
            "status='active'role='student'",
            "='x'",
            "role='administrator'",
            "class.sourcedId='1'",
            "school.sourcedId=''",
            "õ='ä'",
            "status=='active'",
        ];
        for text in wrong {
            let read = Filter::read(text, Kind::Enrollment);
            assert!(
                matches!(read, Err(Fault::Request(super::super::fault::Minor::InvalidFilterField, _))),
                "{text}: {read:?}"
            );
        }
        assert!(Filter::read("role='student'", Kind::User).is_err());
        assert!(Filter::read("school.sourcedId='ehis:1'", Kind::Org).is_err());
    }
}
