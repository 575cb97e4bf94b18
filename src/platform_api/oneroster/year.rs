//! The school year of a class, which is the term that OneRoster asks each class for. Journals do not say when they begin and
//! end: the upstream may name a school year, the school may have told on which day its year begins, and no more is known.

use chrono::{Datelike as _, NaiveDate};

use crate::domain::{SchoolId, Time};

/// Where a school has not told: the years of all our countries begin in August or on the first of September.
const BEGINS: (u32, u32) = (8, 1);

/// A year of a school.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SchoolYear {
    school: SchoolId,
    /// The calendar year in which it begins.
    year: i32,
    /// Its first day.
    pub(super) begins: NaiveDate,
    /// The first day of the next one.
    pub(super) ends: NaiveDate,
}

impl SchoolYear {
    /// The year that the upstream names, such as `2026/2027`; else the one in which the journal was linked.
    pub(super) fn of(school: &SchoolId, named: Option<&str>, linked_at: Time, year_begins: Option<NaiveDate>) -> Self {
        let turn = |year: i32| {
            let (month, day) = year_begins.map_or(BEGINS, |begins| (begins.month(), begins.day()));
            let date = NaiveDate::from_ymd_opt(year, month, day);
            // The 29th of February is the 28th in most years.
            date.or_else(|| NaiveDate::from_ymd_opt(year, month, day.min(28))).unwrap_or_default()
        };
        let linked = linked_at.date_naive();
        let around = if linked < turn(linked.year()) { linked.year() - 1 } else { linked.year() };
        let year = named.and_then(first_year).unwrap_or(around);
        Self { school: school.clone(), year, begins: turn(year), ends: turn(year + 1) }
    }

    /// Its `sourcedId`.
    pub(super) fn id(&self) -> String {
        format!("{}-{}", self.school, self.year)
    }

    /// Its name.
    pub(super) fn title(&self) -> String {
        format!("{}/{}", self.year, self.year + 1)
    }

    /// The year in which it ends, as the standard names a school year.
    pub(super) fn named_by(&self) -> String {
        (self.year + 1).to_string()
    }
}

/// The first number of four digits that can be a year.
fn first_year(text: &str) -> Option<i32> {
    let numbers = text.split(|sign: char| !sign.is_ascii_digit()).filter(|number| number.len() == 4);
    numbers.filter_map(|number| number.parse().ok()).find(|year| (1990..=2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(named: Option<&str>, linked: &str, begins: Option<&str>) -> (String, String, String) {
        let linked = format!("{linked}T08:00:00Z").parse().unwrap();
        let begins = begins.map(|day| day.parse().unwrap());
        let year = SchoolYear::of(&"ehis:123".parse().unwrap(), named, linked, begins);
        (year.id(), year.begins.to_string(), year.ends.to_string())
    }

    #[test]
    fn the_upstream_names_the_year_or_the_day_of_the_link_does() {
        for (named, linked, begins, wanted) in [
            (Some("2026/2027"), "2026-09-07", None, ("ehis:123-2026", "2026-08-01", "2027-08-01")),
            (Some("2026/27"), "2027-08-20", Some("2020-09-01"), ("ehis:123-2026", "2026-09-01", "2027-09-01")),
            (Some("õppeaasta"), "2027-07-31", None, ("ehis:123-2026", "2026-08-01", "2027-08-01")),
            (None, "2027-08-01", None, ("ehis:123-2027", "2027-08-01", "2028-08-01")),
            (None, "2027-08-31", Some("2020-09-01"), ("ehis:123-2026", "2026-09-01", "2027-09-01")),
            (None, "2027-03-01", Some("2024-02-29"), ("ehis:123-2027", "2027-02-28", "2028-02-29")),
        ] {
            let (id, begins, ends) = year(named, linked, begins);
            assert_eq!((id.as_str(), begins.as_str(), ends.as_str()), wanted, "{named:?} {linked}");
        }
    }
}
