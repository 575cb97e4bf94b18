//! Pages of a sign-in through a system that opens us.

use askama::Template;

use super::parts::Card;
use crate::domain::AttemptId;
use crate::web::Frame;

/// `GET /login/opened?attempt=`: nobody can be sent to this system; the person goes and opens us from their course.
///
/// Links: `opening-again` to the same page, `opening-other` to `GET /login`.
#[derive(Debug, Template)]
#[template(path = "login/opening.html")]
pub struct Opening {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// The system's name.
    pub upstream: String,
}

/// `GET /login/opened?attempt=`: the system has said who opened us. Is that you?
///
/// Form: `POST /login/opened` {csrf, attempt, answer = yes | no}, buttons `opened-yes`, `opened-no`.
#[derive(Debug, Template)]
#[template(path = "login/opened.html")]
pub struct Opened {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// The system's name.
    pub upstream: String,
    /// The person as that system knows them.
    pub person: Card,
}
