//! One login's memory: which step it stands at, and what the steps so far found out.

use serde::{Deserialize, Serialize};

use super::LoginError;
use crate::domain::{AccountId, Assertion, CaseKind, IdentityId, LinkId, Role, SchoolId, Time, UpstreamId};
use crate::linking::{Answer, Place, Proven, SignIn, Through};

crate::terms!(
    /// Where a login stands. The database repeats it as a guard in every UPDATE.
    Step {
        /// The person picks a system, or types a password; or has left for an upstream.
        Choose = "choose",
        /// The person goes and opens us from a system that brings people itself.
        Opening = "opening",
        /// Such a system says who is there: is that you?
        Brought = "brought",
        /// "Have you used this platform before?"
        Question = "question",
        /// "Yes": the old account is to be proven.
        Claim = "claim",
        /// In on a provisional account: is the older one at hand now?
        Older = "older",
        /// Both persons stand side by side.
        Confirm = "confirm",
        /// The link is made; ten minutes for "this was not me".
        Linked = "linked",
        /// The school was asked; nothing else happens here.
        Asked = "asked",
        /// A one-time password was right; a new one is to be chosen.
        NewPassword = "new_password",
        /// Something happened to the account since; the owner looks at it before going on.
        Notice = "notice",
        /// Several schools or roles: which one today?
        School = "school",
        /// An upstream has said who enables it; nobody is signed in by that.
        Checked = "checked",
    }
);

/// How the person gets in, once that is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayIn {
    /// The account it leads to.
    pub account: AccountId,
    /// The link that led there; none when the password did.
    pub link: Option<LinkId>,
    /// The upstream of that link.
    pub upstream: Option<UpstreamId>,
    /// When the person proved themselves.
    pub auth_time: Time,
    /// The password was one that the school printed.
    #[serde(default)]
    pub printed: bool,
}

impl WayIn {
    /// By a link, at `now`.
    pub(super) fn by(sign_in: &SignIn, assertion: &Assertion, now: Time) -> Self {
        Self {
            account: sign_in.account.clone(),
            link: Some(sign_in.link.clone()),
            upstream: Some(assertion.key.upstream.clone()),
            // What the upstream says, never later than now; where it says nothing, the moment it vouched.
            auth_time: assertion.auth_time.map_or(now, |at| at.min(now)),
            printed: false,
        }
    }

    /// The same as `linking` knows it.
    #[must_use]
    pub fn through(&self) -> Through<'_> {
        match &self.link {
            Some(link) => Through::Link(link),
            None if self.printed => Through::PrintedPassword,
            None => Through::Password,
        }
    }
}

/// What the school was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedSchool {
    /// What it is about.
    pub kind: CaseKind,
    /// Which school, where one is known.
    pub school: Option<SchoolId>,
}

/// A school, and what the person is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Where.
    pub school: SchoolId,
    /// As what.
    pub role: Role,
}

impl Chosen {
    /// A place that was chosen, or the only one.
    pub(super) fn of(place: &Place) -> Self {
        Self { school: place.school.clone(), role: place.role }
    }

    /// The place as evidence.
    pub(super) fn as_place(&self) -> Place {
        Place { school: self.school.clone(), role: self.role, class_name: None }
    }
}

/// What the steps of one login found out. Sealed in the attempt's row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Who came back from the upstream.
    pub assertion: Option<Assertion>,
    /// The identity behind the assertion.
    pub identity: Option<IdentityId>,
    /// What the person said to "have you used this platform before?".
    pub answer: Option<Answer>,
    /// The account whose ownership was proven.
    pub proven: Option<Proven>,
    /// The way in that will be used.
    pub way_in: Option<WayIn>,
    /// The link that this login made.
    pub made_link: Option<LinkId>,
    /// The school and role chosen for this session.
    pub chosen: Option<Chosen>,
    /// What the school was asked.
    pub asked: Option<AskedSchool>,
    /// The chooser was skipped once, because the platform asked for one upstream.
    pub skipped_chooser: bool,
    /// The system from which the person opens us.
    pub opens: Option<UpstreamId>,
    /// When that system said who is there.
    pub brought_at: Option<Time>,
}

impl Memory {
    /// With the word of a system that brings people itself.
    pub(super) fn bringing(&self, person: Assertion, now: Time) -> Self {
        Self { assertion: Some(person), brought_at: Some(now), ..self.clone() }
    }
}

impl Memory {
    /// Who came back from the upstream, for a step that only they reach.
    pub(super) fn assertion(&self) -> Result<&Assertion, LoginError> {
        self.assertion.as_ref().ok_or(LoginError::Stale)
    }

    /// The identity behind the assertion.
    pub(super) fn identity(&self) -> Result<&IdentityId, LoginError> {
        self.identity.as_ref().ok_or(LoginError::Stale)
    }
}
