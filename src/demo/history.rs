//! What the sample platform knows of its pupils: finished tasks with dates and stars. Made up, and the same every time.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::people::Person;

const TASKS: &[(&str, &str)] = &[
    ("Eesti keel", "Käänded ja käändsõnad"),
    ("Matemaatika", "Harilikud murrud"),
    ("Loodusõpetus", "Mets kui elukooslus"),
    ("Inglise keel", "Past simple: my weekend"),
    ("Matemaatika", "Ruutvõrrandi lahendamine"),
    ("Ajalugu", "Muinasaja linnused"),
    ("Eesti keel", "Kokku- ja lahkukirjutamine"),
    ("Loodusõpetus", "Vesi ja selle olekud"),
    ("Kunst", "Värviring"),
    ("Muusika", "Rütmid ja taktimõõdud"),
    ("Inglise keel", "Directions in town"),
    ("Matemaatika", "Protsendid igapäevaelus"),
    ("Geograafia", "Läänemere riigid"),
    ("Eesti keel", "Otsekõne ja jutumärgid"),
    ("Bioloogia", "Raku ehitus"),
];

/// A finished task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// School subject.
    pub subject: String,
    /// What it was about.
    pub title: String,
    /// When it was finished.
    pub finished_on: NaiveDate,
    /// One to three.
    pub stars: u32,
}

/// The platform's own id of a person who has an account there, from before Koppel. It becomes the account's `sub`.
#[must_use]
pub fn old_sub(person: &Person) -> Option<String> {
    person.history.map(|_| (person.stuudium_number + 1_500).to_string())
}

/// The last day the person did something at the platform, seen from `today`.
#[must_use]
pub fn last_activity(person: &Person, today: NaiveDate) -> NaiveDate {
    let days = 3 + u64::try_from(person.stuudium_number % 19).unwrap_or_default();
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

/// Every finished task, newest first.
#[must_use]
pub fn tasks(person: &Person, today: NaiveDate) -> Vec<Task> {
    let last = last_activity(person, today);
    let number = usize::try_from(person.stuudium_number).unwrap_or_default();
    (0..usize::try_from(person.history.unwrap_or_default()).unwrap_or_default())
        .filter_map(|index| {
            let (subject, title) = TASKS.get((number + index * 7) % TASKS.len())?;
            let finished_on = last.checked_sub_days(Days::new(index as u64 * 5 / 3))?;
            let stars = if (number + index).is_multiple_of(4) { 2 } else { 3 };
            Some(Task { subject: (*subject).to_owned(), title: (*title).to_owned(), finished_on, stars })
        })
        .collect()
}

/// The next task that somebody finishes who has finished so many here.
#[must_use]
pub fn next_task(finished: usize, today: NaiveDate) -> Option<Task> {
    let (subject, title) = TASKS.get(finished % TASKS.len())?;
    Some(Task { subject: (*subject).to_owned(), title: (*title).to_owned(), finished_on: today, stars: 3 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::people::people;

    #[test]
    fn old_subs_are_unique_and_histories_have_their_length() {
        let people = people();
        let today = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let subs: std::collections::HashSet<_> = people.iter().filter_map(old_sub).collect();
        assert_eq!(subs.len(), people.iter().filter(|person| person.history.is_some()).count());
        assert_eq!(tasks(&people[0], today).len(), 143);
    }
}
