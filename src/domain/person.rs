//! People as facts: what an upstream's verified assertion says, and what an account knows.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::clock::Time;
use super::id::{SchoolId, UpstreamId};
use super::terms::Role;

/// The key of a link: compared byte by byte, nothing else ever joins anything.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SubjectKey {
    /// Which upstream.
    pub upstream: UpstreamId,
    /// Within which scope the subject is unique (issuer, tenant, school); empty where it is global.
    pub scope: String,
    /// The upstream's own stable id of the person.
    pub subject: String,
}

/// A person's name, in the parts the source gave.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonName {
    /// Given names.
    pub given: Option<String>,
    /// Family name, prefix included.
    pub family: Option<String>,
}

impl PersonName {
    /// The name to show: both parts, or the one there is, or nothing.
    #[must_use]
    pub fn display(&self) -> String {
        let parts: Vec<&str> = [&self.given, &self.family].into_iter().flatten().map(String::as_str).collect();
        parts.join(" ").trim().to_owned()
    }
}

/// A role that an upstream asserts. It counts only at schools where that upstream is enabled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssertedRole {
    /// The school's typed number, where the upstream gave one we can type.
    pub school: Option<SchoolId>,
    /// The school's name as the upstream writes it.
    pub school_name: Option<String>,
    /// What the person is there. Never [`Role::Admin`].
    pub role: Role,
    /// Class, such as `5B`.
    pub class_name: Option<String>,
}

/// How fresh a sign-in at an upstream was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// A fresh sign-in was asked for and `auth_time` shows it.
    Proven,
    /// A fresh sign-in was asked for; nothing shows it.
    Requested,
    /// Nothing was asked.
    Unknown,
}

/// What a verified sign-in at an upstream says about a person. Lives in a login attempt, sealed, and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assertion {
    /// Who, byte by byte.
    pub key: SubjectKey,
    /// The name as given today.
    pub name: PersonName,
    /// Birth date, where the upstream gives one.
    pub birth_date: Option<NaiveDate>,
    /// National number with its country, such as `EE:50001010017`; only ever stored as a keyed hash.
    pub national_number: Option<String>,
    /// Address the upstream knows; never becomes the account's.
    pub email: Option<String>,
    /// Roles and schools, unfiltered.
    pub roles: Vec<AssertedRole>,
    /// False: the upstream lists roles and vouches for none. They open the school's door and are held against an account;
    /// nobody is given one.
    pub roles_vouched: bool,
    /// False: it speaks of one place only, and ends no role elsewhere.
    pub roles_complete: bool,
    /// When the person signed in there, where the upstream says so.
    pub auth_time: Option<Time>,
    /// Whether that sign-in was fresh.
    pub freshness: Freshness,
    /// The upstream's own session id, for logout.
    pub upstream_sid: Option<String>,
}
