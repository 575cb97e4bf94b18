//! Pages of the console about two accounts that may be one person's, and the page on which their owner shows that they are.

use askama::Template;

use super::console::Place;
use super::parts::{Card, PasswordForm};
use crate::domain::{AccountId, AttemptId, DuplicateId, DuplicateState, PlatformId, Time};
use crate::web::Frame;

/// A line of the queue. Its link has the id `pair-<id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairRow {
    /// Which pair.
    pub id: DuplicateId,
    /// What the one account is called.
    pub one: String,
    /// What the other is called.
    pub other: String,
    /// How much speaks for it, 0 to 100.
    pub score: u64,
    /// What does: keys of texts.
    pub why: Vec<&'static str>,
    /// How far it got.
    pub state: DuplicateState,
}

impl PairRow {
    /// The key of how far it got.
    #[must_use]
    pub const fn state_key(&self) -> &'static str {
        state_key(self.state)
    }
}

/// The key of how far a pair got.
#[must_use]
pub const fn state_key(state: DuplicateState) -> &'static str {
    match state {
        DuplicateState::Open => "dup-state-open",
        DuplicateState::Asked => "dup-state-asked",
        DuplicateState::Proven => "dup-state-proven",
        DuplicateState::Merged => "dup-state-merged",
        DuplicateState::NotSame => "dup-state-not-same",
        DuplicateState::Gone => "dup-state-gone",
    }
}

/// What was just done on the page of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairDone {
    /// They are two people.
    NotSame,
    /// The pupil is asked.
    Asked,
}

impl PairDone {
    /// The key of the text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotSame => "dup-done-not-same",
            Self::Asked => "dup-done-asked",
        }
    }
}

/// `GET …/duplicates`. Links: `pair-<id>`, `merges`, `next`.
#[derive(Debug, Template)]
#[template(path = "admin/duplicates/list.html")]
pub struct Duplicates {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The likeliest first.
    pub rows: Vec<PairRow>,
    /// Where the list goes on.
    pub next: Option<String>,
    /// What was just done.
    pub done: Option<PairDone>,
}

/// One of the two accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Which.
    pub account: AccountId,
    /// The person, as the school may see them.
    pub card: Card,
    /// The systems that open it, as they write themselves.
    pub systems: Vec<String>,
    /// It has a password here.
    pub has_password: bool,
    /// When it was made.
    pub since: Time,
}

/// `GET …/duplicates/{duplicate}`. Forms: `POST` to the same, {csrf, act=not-same} with the button `not-same`,
/// {csrf, act=ask} with `ask-pupil`; link `same-person`.
#[derive(Debug, Template)]
#[template(path = "admin/duplicates/pair.html")]
pub struct PairPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Which pair.
    pub id: DuplicateId,
    /// The one.
    pub one: Side,
    /// The other.
    pub other: Side,
    /// How much speaks for it.
    pub score: u64,
    /// What does.
    pub why: Vec<&'static str>,
    /// How far it got.
    pub state: DuplicateState,
    /// The reader may merge.
    pub may_merge: bool,
}

impl PairPage {
    /// Somebody has still to decide.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, DuplicateState::Open | DuplicateState::Asked | DuplicateState::Proven)
    }

    /// The pupil can be asked.
    #[must_use]
    pub fn can_ask(&self) -> bool {
        self.state == DuplicateState::Open
    }

    /// The key of how far it got.
    #[must_use]
    pub fn state_key(&self) -> &'static str {
        state_key(self.state)
    }
}

/// `GET /settings/{platform}/other-account`. Form: `POST` to the same {csrf, username, password}, buttons `other-mine`,
/// `other-back` (a link).
#[derive(Debug, Template)]
#[template(path = "settings/other_account.html")]
pub struct OtherAccount {
    /// What every page has.
    pub frame: Frame,
    /// At which platform.
    pub platform: PlatformId,
    /// What was typed.
    pub password: PasswordForm,
    /// What was typed opens no account that the school asked about; which of the two is never said.
    pub is_wrong: bool,
}

/// `GET /login/notice?attempt=`: once, at the next sign-in. Of the other account it says nothing, not even that it is there.
///
/// Form: `POST /login/notice` {csrf, attempt, answer}, buttons `continue` (answer = later) and `other-account` (answer = now).
#[derive(Debug, Template)]
#[template(path = "login/other_notice.html")]
pub struct OtherNotice {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
}

/// The owner has shown that the other account is theirs, too.
#[derive(Debug, Template)]
#[template(path = "settings/other_shown.html")]
pub struct OtherShown {
    /// What every page has.
    pub frame: Frame,
    /// At which platform.
    pub platform: PlatformId,
}
