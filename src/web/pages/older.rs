//! Pages for pupils who work on a provisional account until they bring the older one.

use askama::Template;

use super::parts::Card;
use crate::domain::AttemptId;
use crate::web::Frame;

/// What it means to go on without the older account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Later {
    /// A provisional account begins.
    LetIn,
    /// The person works on one already.
    GoOn,
}

impl Later {
    /// The key of the sentence that says what happens.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::LetIn => "later-what",
            Self::GoOn => "later-again",
        }
    }
}

/// `GET /login/older?attempt=`: once a week, at a sign-in to a provisional account.
///
/// Form: `POST /login/older` {csrf, attempt, answer = bring | later}, buttons `older-bring`, `older-later`.
#[derive(Debug, Template)]
#[template(path = "login/older.html")]
pub struct Older {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// The person as the upstream knows them.
    pub person: Card,
}
