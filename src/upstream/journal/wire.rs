//! The bodies of "journal-link v1".

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::{Member, PersonName, Role, is_showable};
use crate::upstream::profile::typed_school;

/// The longest text that is taken, in characters.
const LONGEST_TEXT: usize = 200;

/// One page of a journal: every page names the journal, and the last one has no `next`.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub(super) journal: Journal,
    /// Who launched; only with a launch's token.
    #[serde(default)]
    pub(super) launched_by: Option<Id>,
    #[serde(default)]
    pub(super) teachers: Vec<Value>,
    #[serde(default)]
    pub(super) students: Vec<Value>,
    /// Who was taken out on purpose.
    #[serde(default)]
    pub(super) deleted: Vec<Id>,
    /// How many teachers and students there are on all pages.
    #[serde(default)]
    pub(super) total: Option<usize>,
    /// How many students there are on all pages, without those who are protected: what may be shown while pages come.
    #[serde(default)]
    pub(super) pupils: Option<usize>,
    /// The address of the next page.
    #[serde(default)]
    pub(super) next: Option<String>,
    /// True when the upstream has no data at the moment; nobody has left then.
    #[serde(default)]
    pub(super) unavailable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Journal {
    pub(super) id: Id,
    pub(super) name: String,
    #[serde(default)]
    pub(super) year: Option<String>,
    #[serde(default)]
    pub(super) url: Option<String>,
    /// The school as the upstream names it.
    #[serde(default)]
    pub(super) client: Option<String>,
    #[serde(default)]
    pub(super) school: Option<School>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct School {
    pub(super) ehis: String,
}

/// A text, or a whole number (eKool): as its digits, as at the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(untagged)]
pub(super) enum Id {
    Number(u64),
    Text(String),
}

impl Id {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text,
        }
    }
}

#[derive(Debug, Deserialize)]
struct Person {
    id: Id,
    #[serde(default)]
    name_first: Option<String>,
    #[serde(default)]
    name_last: Option<String>,
    #[serde(default)]
    group: Option<Group>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    idcode: Option<String>,
    #[serde(default)]
    birth_date: Option<NaiveDate>,
    #[serde(default)]
    school: Option<School>,
    #[serde(default)]
    from: Option<NaiveDate>,
    #[serde(default)]
    until: Option<NaiveDate>,
    #[serde(default = "yes")]
    active: bool,
    #[serde(default)]
    protected: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct Group {
    #[serde(default)]
    name: Option<String>,
}

fn yes() -> bool {
    true
}

/// One row; nothing when it cannot be understood.
pub(super) fn member(row: &Value, role: Role, country: &str) -> Option<Member> {
    let person = Person::deserialize(row).ok()?;
    let name = PersonName { given: text(person.name_first)?, family: text(person.name_last)? };
    Some(Member {
        subject: person.id.into_text(),
        role,
        name,
        class_name: text(person.group.and_then(|group| group.name))?,
        email: text(person.email)?.filter(|mail| mail.contains('@')),
        username: text(person.username)?,
        birth_date: person.birth_date,
        national_number: text(person.idcode)?.map(|code| format!("{country}:{code}")),
        school: match person.school {
            Some(school) => Some(typed_school(&school.ehis)?),
            None => None,
        },
        from: person.from,
        until: person.until,
        active: person.active,
        protected: person.protected,
    })
}

/// An empty text is none; a text that is too long or cannot be shown as it is makes the row a bad one.
#[expect(clippy::option_option, reason = "a text that is not there, and one that cannot be taken")]
pub(in crate::upstream) fn text(text: Option<String>) -> Option<Option<String>> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let fits = text.as_ref().is_none_or(|text| text.chars().count() <= LONGEST_TEXT && is_showable(text));
    fits.then_some(text)
}
