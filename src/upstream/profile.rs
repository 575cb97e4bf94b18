//! Reads a person out of an upstream's JSON by a field mapping. What is missing or odd is left out, never guessed.

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;
use serde_json::Value;

use crate::domain::{AssertedRole, Assertion, Freshness, PersonName, Role, SchoolId, SubjectKey, is_showable};

/// The longest text we take from an upstream, in characters.
const LONGEST_TEXT: usize = 200;
/// The most roles we read of one person.
const MOST_ROLES: usize = 200;

/// JSON pointers (RFC 6901) to a person's facts; an empty one means "not given".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    given_name: String,
    family_name: String,
    national_number: String,
    national_country: String,
    birth_date: String,
    email: String,
    schools: String,
    roles: String,
    chosen_word: String,
    chosen_school: String,
    school: SchoolShape,
    role: RoleShape,
    words: Words,
}

/// Pointers within one entry of the list of schools.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SchoolShape {
    key: String,
    number: String,
    name: String,
}

/// Pointers within one entry of the list of roles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleShape {
    word: String,
    school: String,
    school_number: String,
    school_name: String,
    class_name: Vec<String>,
    active: String,
}

/// The upstream's words for roles, in lower case. There is no word for administrator: no feed makes one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    pupil: Vec<String>,
    teacher: Vec<String>,
    staff: Vec<String>,
    guardian: Vec<String>,
}

/// What a profile says about a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Facts {
    pub(super) name: PersonName,
    pub(super) birth_date: Option<NaiveDate>,
    pub(super) national_number: Option<String>,
    pub(super) email: Option<String>,
    pub(super) roles: Vec<AssertedRole>,
}

impl Facts {
    /// The word of an upstream that tells all roles at once, and nothing of when the person signed in there.
    pub(super) fn into_assertion(self, key: SubjectKey, roles_vouched: bool) -> Assertion {
        Assertion {
            key,
            name: self.name,
            birth_date: self.birth_date,
            national_number: self.national_number,
            email: self.email,
            roles: self.roles,
            roles_vouched,
            roles_complete: true,
            auth_time: None,
            freshness: Freshness::Unknown,
            upstream_sid: None,
        }
    }
}

impl Profile {
    /// Everything the mapping finds in `answer`.
    pub(super) fn read(&self, answer: &Value) -> Facts {
        Facts {
            name: PersonName { given: text_at(answer, &self.given_name), family: text_at(answer, &self.family_name) },
            birth_date: self.birth_date(answer),
            national_number: self.national_number(answer),
            email: text_at(answer, &self.email).filter(|mail| mail.contains('@')),
            roles: self.roles(answer),
        }
    }

    /// OpenID Connect Core 5.1: the year 0000 means that it is not given.
    fn birth_date(&self, answer: &Value) -> Option<NaiveDate> {
        let date: NaiveDate = text_at(answer, &self.birth_date)?.parse().ok()?;
        (date.year() > 0).then_some(date)
    }

    /// `EE:50001010017` from `50001010017` or `EE:EID:50001010017`; anything that is no plain code is left out.
    fn national_number(&self, answer: &Value) -> Option<String> {
        let text = text_at(answer, &self.national_number)?;
        let code = text.rsplit(':').next().unwrap_or_default().trim();
        let plain = (6..=20).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain.then(|| format!("{}:{code}", self.national_country))
    }

    /// Every role; the one the person came with stands first.
    fn roles(&self, answer: &Value) -> Vec<AssertedRole> {
        let schools = list_at(answer, &self.schools);
        let mut entries: Vec<&Value> = list_at(answer, &self.roles).iter().take(MOST_ROLES).collect();
        let chosen = (text_at(answer, &self.chosen_word), text_at(answer, &self.chosen_school));
        if chosen.0.is_some() {
            entries.sort_by_key(|entry| (text_at(entry, &self.role.word), text_at(entry, &self.role.school)) != chosen);
        }
        entries.into_iter().flat_map(|entry| self.role(entry, schools)).collect()
    }

    fn role(&self, entry: &Value, schools: &[Value]) -> Vec<AssertedRole> {
        let shape = &self.role;
        if value_at(entry, &shape.active) == Some(&Value::Bool(false)) {
            return Vec::new();
        }
        let key = text_at(entry, &shape.school);
        let school = schools.iter().find(|school| key.is_some() && text_at(school, &self.school.key) == key);
        let fact =
            |own: &str, listed: &str| text_at(entry, own).or_else(|| school.and_then(|school| text_at(school, listed)));
        let class_name = joined_at(entry, &shape.class_name);
        let asserted = |role| AssertedRole {
            school: fact(&shape.school_number, &self.school.number).and_then(|number| typed_school(&number)),
            school_name: fact(&shape.school_name, &self.school.name),
            role,
            class_name: class_name.clone(),
        };
        self.roles_at(entry, &shape.word).into_iter().map(asserted).collect()
    }

    /// The roles that a word, or a list of words, means; words nobody knows mean nothing.
    pub(super) fn roles_at(&self, answer: &Value, pointer: &str) -> Vec<Role> {
        let words = match value_at(answer, pointer) {
            Some(Value::Array(words)) => words.as_slice(),
            Some(word) => std::slice::from_ref(word),
            None => &[],
        };
        let mut roles: Vec<Role> = words.iter().filter_map(text_of).filter_map(|word| self.words.role(&word)).collect();
        roles.dedup();
        roles
    }
}

impl Words {
    fn role(&self, word: &str) -> Option<Role> {
        let word = word.to_lowercase();
        let table = [
            (Role::Pupil, &self.pupil),
            (Role::Teacher, &self.teacher),
            (Role::Staff, &self.staff),
            (Role::Guardian, &self.guardian),
        ];
        table.into_iter().find(|(_, words)| words.contains(&word)).map(|(role, _)| role)
    }
}

/// A school's number with its type; plain digits are an EHIS code, because every system that gives plain ones is Estonian.
pub(super) fn typed_school(number: &str) -> Option<SchoolId> {
    let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if plain { format!("ehis:{number}").parse().ok() } else { number.parse().ok() }
}

/// The value at a pointer; an empty pointer finds nothing, null counts as missing.
pub(super) fn value_at<'v>(answer: &'v Value, pointer: &str) -> Option<&'v Value> {
    if pointer.is_empty() { None } else { answer.pointer(pointer).filter(|value| !value.is_null()) }
}

/// The text, or the whole number as text, at a pointer; blank counts as missing.
pub(super) fn text_at(answer: &Value, pointer: &str) -> Option<String> {
    value_at(answer, pointer).and_then(text_of)
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        _ => return None,
    };
    let fits = !text.is_empty() && text.chars().count() <= LONGEST_TEXT && is_showable(&text);
    fits.then_some(text)
}

fn list_at<'v>(answer: &'v Value, pointer: &str) -> &'v [Value] {
    value_at(answer, pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn joined_at(answer: &Value, pointers: &[String]) -> Option<String> {
    let joined: String = pointers.iter().filter_map(|pointer| text_at(answer, pointer)).collect();
    (!joined.is_empty()).then_some(joined)
}

#[cfg(test)]
mod tests;
