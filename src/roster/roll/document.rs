//! A whole roster as one JSON document, where everybody stands once. What each field is: `docs/rosters.md`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Listed, Roll};
use crate::domain::{Completeness, JournalFacts, JournalKey, Member, PersonName, Role, SchoolId, is_showable};
use crate::files::{BadRow, Wrong};

/// Why a document cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[error("it is not a roster: {0}")]
pub struct DocumentError(#[from] serde_json::Error);

/// A text where it lies in the document.
#[derive(Debug, Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'a> {
    #[serde(borrow)]
    people: Vec<Person<'a>>,
    #[serde(borrow)]
    journals: Vec<Journal<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person<'a> {
    #[serde(borrow)]
    subject: Text<'a>,
    given_name: Option<Text<'a>>,
    family_name: Option<Text<'a>>,
    class: Option<Text<'a>>,
    email: Option<Text<'a>>,
    username: Option<Text<'a>>,
    birth_date: Option<Text<'a>>,
    national_number: Option<Text<'a>>,
    school: Option<Text<'a>>,
    active: Option<bool>,
    protected: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Journal<'a> {
    #[serde(borrow, rename = "journal")]
    id: Text<'a>,
    #[serde(rename = "journal_name")]
    name: Option<Text<'a>>,
    school_year: Option<Text<'a>>,
    #[serde(default)]
    pupils: Vec<Text<'a>>,
    #[serde(default)]
    teachers: Vec<Text<'a>>,
}

/// Reads a document into a roster of nobody yet. A person or journal that cannot be understood is a bad row, counted from 1
/// in its list, and makes every journal a partial one.
///
/// # Errors
/// It is no such document.
pub fn read(document: &[u8], roll: Roll) -> Result<Roll, DocumentError> {
    let Document { people, journals } = serde_json::from_slice(document)?;
    let mut reader = Reader { roll, places: HashMap::with_capacity(people.len()), bad_rows: Vec::new() };
    for (row, person) in (1..).zip(&people) {
        reader.person(row, person);
    }
    let mut seen = HashSet::with_capacity(journals.len());
    for (row, journal) in (1..).zip(&journals) {
        let is_twice = !seen.insert(&*journal.id.0);
        let read = if is_twice { Err(("journal", "stands there twice".to_owned())) } else { reader.journal(journal) };
        if let Err(wrong) = read {
            reader.refuse(row, "journals", wrong);
        }
    }
    Ok(reader.roll.without(reader.bad_rows))
}

struct Reader<'a> {
    roll: Roll,
    /// Where somebody stands: as a pupil, as a teacher.
    places: HashMap<&'a str, [u32; 2]>,
    bad_rows: Vec<BadRow>,
}

impl<'a> Reader<'a> {
    fn refuse(&mut self, row: u64, list: &str, (field, reason): Wrong) {
        self.bad_rows.push(BadRow { row, field: Some(format!("{list}.{field}")), reason });
    }

    fn person(&mut self, row: u64, person: &'a Person<'_>) {
        let told = member(person).and_then(|member| {
            let is_new = !self.places.contains_key(&*person.subject.0);
            is_new.then_some(member).ok_or_else(|| ("subject", "stands there twice".to_owned()))
        });
        match told {
            Ok(member) => {
                let place = u32::try_from(self.roll.members.len()).unwrap_or(u32::MAX);
                self.places.insert(&*person.subject.0, [place, u32::MAX]);
                self.roll.members.push(member);
            }
            Err(wrong) => self.refuse(row, "people", wrong),
        }
    }

    fn journal(&mut self, journal: &Journal<'_>) -> Result<(), Wrong> {
        let id = text("journal", Some(&journal.id), 255)?.ok_or_else(|| ("journal", "is missing".to_owned()))?;
        let name = text("journal_name", journal.name.as_ref(), 200)?;
        let school_year = text("school_year", journal.school_year.as_ref(), 30)?;
        let mut members = Vec::with_capacity(journal.pupils.len() + journal.teachers.len());
        for pupil in &journal.pupils {
            let place = self.places.get(&*pupil.0).map(|[pupil, _]| *pupil);
            members.push(place.ok_or_else(|| unknown("pupils"))?);
        }
        for teacher in &journal.teachers {
            let place = self.teacher(&teacher.0);
            members.push(place.ok_or_else(|| unknown("teachers"))?);
        }
        let key = JournalKey {
            upstream: self.roll.upstream.clone(),
            scope: self.roll.scope.clone(),
            external_id: id.clone(),
        };
        let name = name.unwrap_or(id);
        let facts = JournalFacts { key, school: None, name, school_year, landing_url: None };
        let completeness = Completeness::Complete;
        self.roll.journals.push(Listed { facts, completeness, deleted: Vec::new(), members });
        Ok(())
    }

    /// Where somebody stands as a teacher; whoever never teaches stands nowhere as one.
    fn teacher(&mut self, subject: &str) -> Option<u32> {
        let [pupil, teacher] = self.places.get_mut(subject)?;
        if *teacher == u32::MAX {
            let told = self.roll.members.get(usize::try_from(*pupil).ok()?)?;
            let told = Member { role: Role::Teacher, ..told.clone() };
            *teacher = u32::try_from(self.roll.members.len()).ok()?;
            self.roll.members.push(told);
        }
        Some(*teacher)
    }
}

fn unknown(list: &'static str) -> Wrong {
    (list, "names somebody who is not among the people".to_owned())
}

fn member(person: &Person<'_>) -> Result<Member, Wrong> {
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let subject = text("subject", Some(&person.subject), 255)?.unwrap_or_default();
    Ok(Member {
        name: PersonName {
            given: text("given_name", person.given_name.as_ref(), 200)?,
            family: text("family_name", person.family_name.as_ref(), 200)?,
        },
        class_name: text("class", person.class.as_ref(), 60)?,
        email: text("email", person.email.as_ref(), 254)?,
        username: text("username", person.username.as_ref(), 320)?,
        birth_date: parsed("birth_date", person.birth_date.as_ref(), "is not a date (YYYY-MM-DD)", date)?,
        national_number: text("national_number", person.national_number.as_ref(), 60)?,
        school: parsed("school", person.school.as_ref(), "is not a typed school number", |text| {
            text.parse::<SchoolId>().ok()
        })?,
        active: person.active.unwrap_or(true),
        protected: person.protected,
        ..Member::new(subject, Role::Pupil)
    })
}

fn text(name: &'static str, value: Option<&Text<'_>>, most: usize) -> Result<Option<String>, Wrong> {
    let Some(Text(value)) = value.filter(|value| !value.0.is_empty()) else { return Ok(None) };
    if !is_showable(value) {
        return Err((name, "holds a control character, or one that turns the reading direction".to_owned()));
    }
    if value.len() > most {
        return Err((name, format!("is longer than {most} bytes")));
    }
    Ok(Some(value.to_string()))
}

fn parsed<T>(
    name: &'static str,
    value: Option<&Text<'_>>,
    reason: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Wrong> {
    let Some(Text(value)) = value.filter(|value| !value.0.is_empty()) else { return Ok(None) };
    parse(value).map(Some).ok_or_else(|| (name, reason.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roll() -> Roll {
        Roll::new("ekool".parse().unwrap(), String::new(), "2026-09-07T08:00:00Z".parse().unwrap())
    }

    #[test]
    fn everybody_stands_once_and_sits_in_many_journals() {
        let told = r#"{"people": [{"subject": "p1", "given_name": "M\u00e4rt"}, {"subject": "t1"}],
            "journals": [{"journal": "j1", "pupils": ["p1"], "teachers": ["t1"]},
                         {"journal": "j2", "journal_name": "Ajalugu", "pupils": ["p1"], "teachers": ["t1"]}]}"#;
        let roll = read(told.as_bytes(), roll()).unwrap();
        assert_eq!((roll.journals(), roll.people(), roll.bad_rows().len()), (2, 3, 0));
        let second = roll.reading(&roll.journals[1]);
        assert_eq!(second.journal.name, "Ajalugu");
        assert_eq!(second.members.iter().map(|member| member.role).collect::<Vec<_>>(), [Role::Pupil, Role::Teacher]);
        assert_eq!(second.members[0].name.given.as_deref(), Some("Märt"));
        assert_eq!(second.completeness, Completeness::Complete);
    }

    #[test]
    fn what_cannot_be_understood_makes_everything_partial() {
        let people = r#"[{"subject": "p1"}, {"subject": "p1"}, {"subject": "p2", "birth_date": "1.1.2014"}]"#;
        let journals =
            r#"[{"journal": "j1", "pupils": ["p1"]}, {"journal": "j1"}, {"journal": "j2", "pupils": ["p9"]}]"#;
        let told = format!(r#"{{"people": {people}, "journals": {journals}}}"#);
        let roll = read(told.as_bytes(), roll()).unwrap();
        let fields: Vec<_> = roll.bad_rows().iter().map(|bad| (bad.row, bad.field.as_deref().unwrap())).collect();
        let expected =
            [(2, "people.subject"), (3, "people.birth_date"), (2, "journals.journal"), (3, "journals.pupils")];
        assert_eq!(fields, expected);
        assert!(roll.journals.iter().all(|listed| listed.completeness != Completeness::Complete));
        assert!(read(b"{\"people\": [], \"journals\": [], \"more\": 1}", super::tests::roll()).is_err());
    }
}
