//! The people of a journal on a teacher's pages, in groups by what their seats are.

use super::lights::{Light, NextStep};
use super::parts::role_key;
use crate::domain::{Role, SeatReason, SeatRole, SeatState};

/// A person of a journal, as a teacher may see them: nothing of the account but that there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeatRow {
    /// Full name.
    pub name: String,
    /// Class, such as `5B`.
    pub class_name: Option<String>,
    /// What the person is in the journal; empty where that cannot be.
    pub roles: Vec<SeatRole>,
    /// Why the person waits or is left out.
    pub reason: Option<SeatReason>,
    /// There is earlier work in the account.
    pub has_work: bool,
    /// The last complete read was without this person.
    pub is_missing: bool,
    /// How it stands with a pupil of a linked journal.
    pub light: Option<Light>,
    /// What the pupil needs next.
    pub next: Vec<NextStep>,
}

impl SeatRow {
    /// The keys of the roles' names.
    #[must_use]
    pub fn role_keys(&self) -> Vec<&'static str> {
        let role = |role: &SeatRole| match role {
            SeatRole::Pupil => role_key(Role::Pupil),
            SeatRole::Teacher => role_key(Role::Teacher),
        };
        self.roles.iter().map(role).collect()
    }

    /// The key of the reason's words.
    #[must_use]
    pub fn reason_key(&self) -> Option<&'static str> {
        self.reason.map(reason_key)
    }
}

/// The key of a reason's words: the whole of what a teacher is told about why.
#[must_use]
pub const fn reason_key(reason: SeatReason) -> &'static str {
    match reason {
        SeatReason::Candidate => "reason-candidate",
        SeatReason::SharedCandidate => "reason-shared-candidate",
        SeatReason::LinkEnded => "reason-link-ended",
        SeatReason::SubjectDiffers => "reason-subject-differs",
        SeatReason::Unnamed => "reason-unnamed",
        SeatReason::SchoolAsks => "reason-school-asks",
        SeatReason::PartialRead => "reason-partial-read",
        SeatReason::AccountDisabled => "reason-account-disabled",
        SeatReason::SharedAccount => "reason-shared-account",
        SeatReason::Quarantined => "reason-quarantined",
        SeatReason::AnotherPerson => "reason-another-person",
        SeatReason::Contradiction => "reason-contradiction",
        SeatReason::NoSubject => "reason-no-subject",
        SeatReason::Role => "reason-role",
        SeatReason::AdminRole => "reason-admin-role",
        SeatReason::OtherSchool => "reason-other-school",
        SeatReason::Inactive => "reason-inactive",
        SeatReason::NotYet => "reason-not-yet",
        SeatReason::Past => "reason-past",
    }
}

/// The people of a journal whose seats are the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatGroup {
    /// What their seats are.
    pub state: SeatState,
    /// The key of the sentence about them: what happens, or what has happened.
    pub what_key: &'static str,
    /// Who.
    pub people: Vec<SeatRow>,
}

impl SeatGroup {
    /// People in groups, in the order of [`SeatState::ALL`]; nobody twice, and no empty group. `new_key` is the sentence
    /// about new people, who are made by a preview's button or were made by a journal.
    #[must_use]
    pub fn all(people: Vec<(SeatState, SeatRow)>, new_key: &'static str) -> Vec<Self> {
        let mut groups: Vec<Self> = SeatState::ALL
            .iter()
            .map(|state| Self { state: *state, what_key: what_key(*state, new_key), people: Vec::new() })
            .collect();
        for (state, row) in people {
            if let Some(group) = groups.iter_mut().find(|group| group.state == state) {
                group.people.push(row);
            }
        }
        groups.retain(|group| !group.people.is_empty());
        groups
    }

    /// The key of the heading.
    #[must_use]
    pub const fn title_key(&self) -> &'static str {
        state_key(self.state)
    }
}

/// The key of the words for what a seat is.
#[must_use]
pub const fn state_key(state: SeatState) -> &'static str {
    match state {
        SeatState::Linked => "state-linked",
        SeatState::Waiting => "state-waiting",
        SeatState::New => "state-new",
        SeatState::Blocked => "state-blocked",
    }
}

const fn what_key(state: SeatState, new_key: &'static str) -> &'static str {
    match state {
        SeatState::Linked => "state-linked-what",
        SeatState::Waiting => "state-waiting-what",
        SeatState::New => new_key,
        SeatState::Blocked => "state-blocked-what",
    }
}

/// People of a journal who should hold a licence and have none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Without {
    /// Their names.
    pub names: Vec<String>,
}

impl Without {
    /// How many they are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.names.len() as u64
    }
}
