//! Journals by rule: as many as somebody wants to have read, made when they are asked for.

use chrono::{Days, NaiveDate};

use super::super::Kind;
use super::book::{Book, EKOOL_FIRST, EKOOL_SCHOOL, id_of};
use crate::demo::people::{DemoSchool, Person, PersonRole};
use crate::domain::Role;

/// People of the list have small numbers.
const FIRST: u32 = 1_000_000;
const SYLLABLES: [&str; 8] = ["ka", "le", "mi", "no", "ru", "sa", "ta", "vi"];

/// Journals beside those of the list of people: in each of these schools the same number of them, in each journal a
/// teacher and the same number of pupils. Every client has them linked from the start. Nobody of them signs in, and no
/// mode shows them otherwise than they are.
#[derive(Debug, Clone, Default)]
pub struct Many {
    /// The schools, each with an institution and a subdomain of its own.
    pub schools: Vec<DemoSchool>,
    /// Journals of each school, numbered from 1 to at most 999.
    pub journals: u32,
    /// Pupils of each journal.
    pub pupils: u32,
}

/// Where a journal is.
struct Place {
    /// Which of the schools.
    at: u32,
    school: DemoSchool,
    number: u32,
}

impl Many {
    /// The id of a school's journal at a simulator.
    #[must_use]
    pub fn id(kind: Kind, school: &DemoSchool, number: u32) -> String {
        id_of(kind, school, number.into())
    }

    /// The key of somebody who is not in that journal, but may be added to it (`POST /control/journal`).
    #[must_use]
    pub fn newcomer(&self, kind: Kind, id: &str) -> Option<String> {
        self.people(kind, id)?.pop().map(|person| person.key)
    }

    pub(super) fn book(&self, kind: Kind, id: &str) -> Option<Book> {
        let Place { school, number, .. } = self.find(kind, id)?;
        let class = class(number);
        Some(Book { id: id.to_owned(), name: format!("{class} matemaatika {number}"), school, class })
    }

    /// Everybody who may be in a journal: its teacher, its pupils, and last the newcomer, who has no class.
    pub(super) fn people(&self, kind: Kind, id: &str) -> Option<Vec<Person>> {
        let place = self.find(kind, id)?;
        Some((0..=self.pupils + 1).map(|seat| self.person(&place, seat)).collect())
    }

    fn find(&self, kind: Kind, id: &str) -> Option<Place> {
        let (at, number) = match kind {
            Kind::Stuudium => {
                let (subdomain, number) = id.rsplit_once("-p")?;
                (self.schools.iter().position(|school| school.subdomain == subdomain)?, number.parse::<u32>().ok()?)
            }
            Kind::Ekool | Kind::Harid => {
                let place = id.parse::<i64>().ok()?.checked_sub(EKOOL_FIRST)?;
                let institution = place.div_euclid(EKOOL_SCHOOL);
                let at = self.schools.iter().position(|school| school.ekool_institution == institution)?;
                (at, u32::try_from(place.rem_euclid(EKOOL_SCHOOL)).ok()?)
            }
        };
        let school = *self.schools.get(at)?;
        // Another spelling of its number is no id.
        let is_one = (1..=self.journals).contains(&number) && Self::id(kind, &school, number) == id;
        Some(Place { at: u32::try_from(at).ok()?, school, number }).filter(|_| is_one)
    }

    fn person(&self, place: &Place, seat: u32) -> Person {
        let within = (place.number - 1) * (self.pupils + 2) + seat;
        let number = FIRST + place.at * self.journals * (self.pupils + 2) + within;
        let (role, year) = if seat == 0 { (Role::Teacher, 1970) } else { (Role::Pupil, 2008) };
        // No two of a school were born on one day, so that nobody looks like somebody else.
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let birth = first.checked_add_days(Days::new(within.into())).unwrap_or(first);
        let class_name = (1..=self.pupils).contains(&seat).then(|| class(place.number));
        let (given, family) = (format!("La{}", word(number, 4)), format!("Tam{}", word(number / 512, 6)));
        Person {
            personal_code: None,
            roles: vec![PersonRole { school: place.school, role, class_name }],
            ..Person::pupil(number, &given, &family, birth)
        }
    }
}

fn class(number: u32) -> String {
    format!("{}{}", 1 + number % 9, if number.is_multiple_of(2) { "A" } else { "B" })
}

/// So many syllables that tell a number.
fn word(number: u32, length: u32) -> String {
    let digits = (0..length).map(|place| number / 8_u32.pow(place) % 8);
    digits.filter_map(|digit| SYLLABLES.get(usize::try_from(digit).ok()?).copied()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::super::control::Mode;
    use super::super::super::{Options, Simulator};
    use super::*;
    use crate::demo::people::{ELSEWHERE, MEREKALDA};

    fn many() -> Many {
        Many { schools: vec![MEREKALDA, ELSEWHERE], journals: 3, pupils: 4 }
    }

    #[test]
    fn every_journal_is_found_by_its_id_and_by_no_other() {
        for (kind, others) in [
            (Kind::Ekool, ["20000999000", "20000999004", "20000998001", "+20000999001", "voorsalu-p1"]),
            (Kind::Stuudium, ["voorsalu-p0", "voorsalu-p4", "kuuseoja-p1", "voorsalu-p01", "20000999001"]),
        ] {
            let found = |id: &str| many().book(kind, id).map(|book| (book.school, book.id));
            for school in [MEREKALDA, ELSEWHERE] {
                for number in 1..=3 {
                    let id = Many::id(kind, &school, number);
                    assert_eq!(found(&id), Some((school, id)));
                }
            }
            assert_eq!(others.map(found), [None, None, None, None, None]);
        }
    }

    #[test]
    fn nobody_is_in_two_journals_and_nobody_of_a_school_is_like_another() {
        let (mut keys, mut births, mut names) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (school, number) in [MEREKALDA, ELSEWHERE].into_iter().flat_map(|school| (1..=3).map(move |n| (school, n)))
        {
            for person in many().people(Kind::Ekool, &Many::id(Kind::Ekool, &school, number)).unwrap() {
                names.insert(person.full_name());
                births.insert((school.id, person.birth_date));
                keys.insert(person.key);
            }
        }
        assert_eq!((keys.len(), births.len(), names.len()), (36, 36, 36));
    }

    #[test]
    fn a_newcomer_is_in_the_journal_once_added() {
        let sim = Simulator::ekool(vec![], Options { many: many(), ..Options::default() }).0;
        let id = Many::id(Kind::Ekool, &ELSEWHERE, 2);
        let book = sim.book(&id).unwrap();
        let seats = || {
            let roll = sim.roll(&book, Mode::Ok);
            (roll.teachers.len(), roll.students.len())
        };
        assert_eq!(seats(), (1, 4));
        let newcomer = many().newcomer(Kind::Ekool, &id).unwrap();
        sim.store().journals.changes.entry(id).or_default().add.insert(newcomer);
        assert_eq!(seats(), (1, 5));
    }
}
