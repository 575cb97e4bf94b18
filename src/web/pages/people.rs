//! Pages of the console about the people of a school: the search, and what is printed for a class.

use askama::Template;

use super::console::Place;
use super::parts::{UpstreamChoice, role_key};
use crate::domain::{AccountId, Role};
use crate::storage::people::PersonState;
use crate::web::Frame;

/// What was asked for, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Part of a name, a user name or the platform's own id.
    pub q: String,
    /// A class.
    pub class: String,
    /// A role.
    pub role: String,
    /// An upstream's id.
    pub system: String,
    /// How the account stands.
    pub state: String,
}

/// Somebody in the list. Their link has the id `person-<account id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// Their account.
    pub id: AccountId,
    /// Full name; the user name where there is none.
    pub name: String,
    /// Where their page is.
    pub path: String,
    /// User name.
    pub username: Option<String>,
    /// The key of their role's name.
    pub role_key: Option<&'static str>,
    /// Class.
    pub class_name: Option<String>,
    /// The key of what is special about the account.
    pub state_key: Option<&'static str>,
    /// How many systems they come in by.
    pub links: u64,
}

/// `GET …/people`. Fields: `q`, `class`, `role`, `system`, `state`; button `people-search`; links `people-next`,
/// `people-passwords`.
#[derive(Debug, Template)]
#[template(path = "admin/people/list.html")]
pub struct People {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// What was asked for.
    pub asked: Asked,
    /// The upstreams to choose from.
    pub systems: Vec<UpstreamChoice>,
    /// Who was found, by name.
    pub rows: Vec<PersonLine>,
    /// Where the next page is.
    pub next: Option<String>,
    /// Where passwords for the class are printed, where one was asked for and the reader may.
    pub passwords: Option<String>,
}

impl People {
    /// The roles to choose from.
    #[must_use]
    pub fn roles(&self) -> Vec<SelectChoice> {
        let choice = |role: Role| SelectChoice::of(role.as_str(), role_key(role), &self.asked.role);
        [Role::Pupil, Role::Teacher, Role::Staff, Role::Admin].map(choice).to_vec()
    }

    /// The states to choose from.
    #[must_use]
    pub fn states(&self) -> Vec<SelectChoice> {
        let choice = |state: &PersonState| SelectChoice::of(state.as_str(), choice_key(*state), &self.asked.state);
        PersonState::ALL.iter().map(choice).collect()
    }
}

/// A word to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SelectChoice {
    /// The word.
    pub word: &'static str,
    /// The key of what it says.
    pub key: &'static str,
    /// It was asked for.
    pub chosen: bool,
}

impl SelectChoice {
    fn of(word: &'static str, key: &'static str, asked: &str) -> Self {
        Self { word, key, chosen: word == asked }
    }
}

const fn choice_key(state: PersonState) -> &'static str {
    match state {
        PersonState::Open => "ppl-state-open",
        PersonState::Unlinked => "ppl-state-unlinked",
        PersonState::Disabled => "ppl-state-disabled",
        PersonState::Joined => "ppl-state-joined",
    }
}

/// Somebody of a class. Their box has the id `pupil-<account id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassPupil {
    /// Their account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// User name.
    pub username: String,
    /// They come in by a system and hardly need a password.
    pub is_linked: bool,
}

/// `GET …/people/passwords?class=…`. Form: `POST` to the same {csrf, class, person…, reason}, button `print-passwords`.
#[derive(Debug, Template)]
#[template(path = "admin/people/class.html")]
pub struct ClassPasswords {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where the form leads: its own page, to come back to.
    pub action: String,
    /// Which class.
    pub class_name: String,
    /// Who is in it and has a user name.
    pub pupils: Vec<ClassPupil>,
    /// What was typed as the reason.
    pub reason: String,
    /// The key of what is wrong with the form, and the field.
    pub error: Option<(&'static str, &'static str)>,
}

impl ClassPasswords {
    /// There is no reason yet.
    #[must_use]
    pub fn reason_is_wrong(&self) -> bool {
        self.error.is_some_and(|(_, field)| field == "reason")
    }
}

/// What is cut out for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordStrip {
    /// Full name.
    pub name: String,
    /// Class.
    pub class_name: Option<String>,
    /// User name, beside a password.
    pub username: Option<String>,
    /// The password or the code. Shown here and never again.
    pub secret: String,
}

/// What was printed, for one person or a class. Link `back`.
#[derive(Debug, Template)]
#[template(path = "admin/people/printed.html")]
pub struct Printed {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where to go back to.
    pub back: String,
    /// It is a claim code, and no password.
    pub is_code: bool,
    /// One for each.
    pub strips: Vec<PasswordStrip>,
    /// For whom there is none, because too much was going on at once.
    pub missed: Vec<String>,
}
