//! The page of the console about one person, and the pages that ask before something is done to them.

use askama::Template;

use super::console::Place;
use crate::domain::{AccountId, LinkId, Time};
use crate::web::Frame;

/// Who a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonHead {
    /// Full name; the user name where there is none.
    pub name: String,
    /// Where their page is.
    pub path: String,
    /// User name.
    pub username: Option<String>,
    /// What the platform knows them by.
    pub sub: String,
    /// How much finished work hangs on it.
    pub history: u64,
    /// When they last did something.
    pub last_active: Option<Time>,
    /// Since when it is switched off.
    pub disabled_at: Option<Time>,
    /// Where the account is into which it went.
    pub went_into: Option<String>,
    /// It has a password.
    pub has_password: bool,
}

/// A link, and why it is there. Its button has the id `end-<link id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLink {
    /// Which.
    pub id: LinkId,
    /// The upstream's name.
    pub upstream: String,
    /// The key of how it came to be.
    pub why_key: &'static str,
    /// The key of how sure that is.
    pub assurance_key: &'static str,
    /// When it came to be.
    pub at: Time,
    /// When somebody last came in through it.
    pub last_used: Option<Time>,
    /// Where it has ended: the key of why, and when.
    pub ended: Option<(&'static str, Time)>,
    /// It is of an account that went into this one.
    pub is_joined: bool,
}

/// A role. Its button has the id `role-<word>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRole {
    /// The word.
    pub word: &'static str,
    /// The key of its name.
    pub key: &'static str,
    /// Class.
    pub class_name: Option<String>,
    /// Since when.
    pub since: Time,
    /// Until when.
    pub ended_at: Option<Time>,
    /// The name of the system that says so; none: a person or the platform's list.
    pub upstream: Option<String>,
}

/// A journal in which they sit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSeat {
    /// Its name.
    pub name: String,
    /// Where its page is, for those who may see it.
    pub path: Option<String>,
    /// Its upstream's name.
    pub upstream: String,
    /// The key of what they are there.
    pub role_key: &'static str,
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLicence {
    /// The product's name.
    pub product: String,
    /// The journal that gives it.
    pub journal: Option<String>,
    /// Since when.
    pub since: Time,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSession {
    /// The upstream's name; none: the password.
    pub upstream: Option<String>,
    /// When it began.
    pub began: Time,
    /// Its last use.
    pub seen: Time,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAudit {
    /// When.
    pub at: Time,
    /// What, such as `link.created`.
    pub action: String,
    /// Who, such as `account:acc_…`.
    pub actor: String,
}

/// Something that the school is asked to decide about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCase {
    /// The key of what it is.
    pub key: &'static str,
    /// Where it is decided.
    pub path: String,
    /// Since when.
    pub at: Time,
}

/// What the reader may do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each shows one button")]
pub struct MayDo {
    /// End links.
    pub end_links: bool,
    /// Sign out, switch off, change roles.
    pub act: bool,
    /// Print a password: the broker verifies them here, and there is a user name.
    pub password: bool,
    /// The account is off, so it can be switched on.
    pub is_off: bool,
    /// Take out what is held about them.
    pub export: bool,
    /// Have them forgotten.
    pub erase: bool,
}

/// Somebody of the same name. Links: `other-<account id>`, `merge-<account id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonOther {
    /// Their account.
    pub id: AccountId,
    /// Full name.
    pub name: String,
    /// User name.
    pub username: Option<String>,
    /// Class.
    pub class_name: Option<String>,
    /// Where their page is.
    pub path: String,
    /// Where a merge of the two begins.
    pub merge: String,
}

/// `GET …/people/{account}`. Links `sign-out-person`, `switch`, `print-password`, `print-code`, `export-person`,
/// `erase-person`.
#[derive(Debug, Template)]
#[template(path = "admin/people/person.html")]
pub struct Person {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Who.
    pub head: PersonHead,
    /// Links, live ones first.
    pub links: Vec<PersonLink>,
    /// Roles at this school, live ones first.
    pub roles: Vec<PersonRole>,
    /// Journals of this school.
    pub seats: Vec<PersonSeat>,
    /// Licences of this school.
    pub licences: Vec<PersonLicence>,
    /// Sessions that are not over.
    pub sessions: Vec<PersonSession>,
    /// The log, the latest first.
    pub audit: Vec<PersonAudit>,
    /// Requests that wait.
    pub cases: Vec<PersonCase>,
    /// What the reader may do.
    pub may: MayDo,
    /// Who else has this name.
    pub others: Vec<PersonOther>,
    /// The key of what was just done.
    pub done: Option<&'static str>,
}

/// One thing to choose. Its box has the id `choice-<number>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckChoice {
    /// What the form sends back in `choice`.
    pub value: String,
    /// What it says.
    pub label: String,
}

/// The page that asks before something is done to somebody. Form: `POST` to `action` {csrf, reason, choice and the
/// hidden fields}, button `do-it`; link `back`.
#[derive(Debug, Template)]
#[template(path = "admin/people/check.html")]
pub struct PersonCheck {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Whom.
    pub name: String,
    /// Where their page is.
    pub back: String,
    /// Where the form leads.
    pub action: String,
    /// What is asked.
    pub title: String,
    /// What will happen.
    pub what: Vec<String>,
    /// Fields that go along.
    pub hidden: Vec<(&'static str, String)>,
    /// What to choose from, where there is a choice.
    pub choices: Vec<CheckChoice>,
    /// It cannot be done: no button.
    pub is_impossible: bool,
    /// What the button says.
    pub submit: String,
    /// What was typed as the reason.
    pub reason: String,
    /// The key of what is wrong with the form, and the field.
    pub error: Option<(&'static str, &'static str)>,
}

impl PersonCheck {
    /// There is no reason yet.
    #[must_use]
    pub fn reason_is_wrong(&self) -> bool {
        self.error.is_some_and(|(_, field)| field == "reason")
    }
}
