//! Pages of one login, in the order in which a person meets them.

use askama::Template;
use fluent_bundle::FluentArgs;

use super::older::Later;
use super::parts::{Card, NewPasswordError, PasswordForm, SchoolRole, UpstreamChoice};
use crate::domain::{AttemptId, Time};
use crate::web::Frame;

/// `GET /login?attempt=`: choose a system, or user name and password. Also after a wrong password (same address).
///
/// Forms: `POST /login/depart` {csrf, attempt, upstream}, button `upstream-<id>`;
/// `POST /login` {csrf, attempt, username, password}, button `password-submit`.
#[derive(Debug, Template)]
#[template(path = "login/chooser.html")]
pub struct Chooser {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// Systems to choose.
    pub upstreams: Vec<UpstreamChoice>,
    /// User name and password, where the broker verifies them.
    pub password: Option<PasswordForm>,
}

/// The hop to an upstream: leads on by itself at once and has a visible link, id `continue`.
#[derive(Debug, Template)]
#[template(path = "login/leaving.html")]
pub struct Leaving {
    /// What every page has.
    pub frame: Frame,
    /// The upstream's name.
    pub upstream: String,
    /// Where to.
    pub url: String,
}

/// `GET /login/school?attempt=`: which school and role, once per session.
///
/// Form: `POST /login/school` {csrf, attempt, choice}, buttons `school-1`, `school-2` …
#[derive(Debug, Template)]
#[template(path = "login/school.html")]
pub struct SchoolChoice {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// What there is to choose.
    pub roles: Vec<SchoolRole>,
}

/// `GET /login/question?attempt=`: "Have you used this platform before?" The same page for everybody.
///
/// Form: `POST /login/question` {csrf, attempt, answer = yes | no}, buttons `question-yes`, `question-no`;
/// `POST /login/depart` {csrf, attempt, upstream, fresh = yes}, button `wrong-person`.
#[derive(Debug, Template)]
#[template(path = "login/question.html")]
pub struct Question {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// Which upstream the person came from.
    pub upstream: UpstreamChoice,
    /// The person as that upstream knows them.
    pub person: Card,
}

/// `GET /login/claim?attempt=`: prove the old account.
///
/// Forms: `POST /login/claim` {csrf, attempt, username, password}, button `claim-submit`;
/// `POST /login/depart` {csrf, attempt, upstream, proof = yes}, button `upstream-<id>`;
/// `POST /login/at-platform` {csrf, attempt}, button `claim-at-platform`;
/// `POST /login/later` {csrf, attempt}, button `claim-later`;
/// `POST /login/cannot` {csrf, attempt}, button `claim-cannot`. Link: `claim-code` to `GET /login/code`.
#[derive(Debug, Template)]
#[template(path = "login/claim.html")]
pub struct Claim {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// Name of the upstream the person came from.
    pub upstream: String,
    /// User name and password, where the broker verifies them.
    pub password: Option<PasswordForm>,
    /// The system that was just tried and that opens no account here.
    pub not_linked: Option<String>,
    /// The platform proves its people itself.
    pub at_platform: bool,
    /// One may go on without the older account for now.
    pub later: Option<Later>,
    /// The other systems: the same list for everybody, whatever the old account is linked to.
    pub upstreams: Vec<UpstreamChoice>,
}

/// What was wrong with a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// Nothing was typed.
    Missing,
    /// A sign is wrong, missing or too many.
    Slip,
    /// It does not fit this person, whatever it is.
    Wrong,
}

impl CodeError {
    /// The key of its text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Missing => "error-code-missing",
            Self::Slip => "error-code-slip",
            Self::Wrong => "error-code-wrong",
        }
    }

    /// The field that the summary leads to.
    #[must_use]
    pub const fn field(self) -> &'static str {
        "code"
    }
}

/// A claim code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeForm {
    /// What was typed.
    pub code: String,
    /// What was wrong with it.
    pub error: Option<CodeError>,
}

/// `GET /login/code?attempt=`: prove the old account with a code from the school.
///
/// Form: `POST /login/code` {csrf, attempt, code}, button `code-submit`. Link: `code-back` to `GET /login/claim`.
#[derive(Debug, Template)]
#[template(path = "login/code.html")]
pub struct TypeCode {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// Name of the upstream the person came from.
    pub upstream: String,
    /// The code.
    pub form: CodeForm,
}

/// After `POST /login/cannot`: the school was asked. Also the answer where the school wants to see new accounts first.
///
/// Link: `chooser` (back to `/login?attempt=`).
#[derive(Debug, Template)]
#[template(path = "login/school_asked.html")]
pub struct SchoolAsked {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// What the school was asked.
    pub asked: Asked,
    /// Which school, where one is known.
    pub school: Option<String>,
    /// Name of the upstream the person came from.
    pub upstream: String,
}

/// What a school was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To help somebody who cannot sign in to the old account.
    CannotSignIn,
    /// To let a new account be made.
    NewAccount,
    /// To look at two people who seem to be different.
    PeopleDiffer,
    /// To look at an account that another identity of the same upstream opens already.
    AccountTaken,
    /// To look at somebody who tried several accounts.
    Several,
}

impl Asked {
    /// The middle of its texts' keys.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::CannotSignIn => "cannot",
            Self::NewAccount => "new",
            Self::PeopleDiffer => "differ",
            Self::AccountTaken => "taken",
            Self::Several => "several",
        }
    }
}

/// `GET /login/confirm?attempt=` and, where an integration is added, `GET /settings/{platform}/integrations/confirm?attempt=`:
/// both people side by side. There is no such page for people who are different.
///
/// Form: `POST` to the same path {csrf, attempt, confirm, answer = confirm | cancel | two-people}, buttons `confirm-link`,
/// `confirm-cancel`, `confirm-two-people`.
#[derive(Debug, Template)]
#[template(path = "login/confirm.html")]
pub struct Confirm {
    /// What every page has.
    pub frame: Frame,
    /// Where the form goes.
    pub action: String,
    /// Which login.
    pub attempt: AttemptId,
    /// The person as the upstream knows them.
    pub identity: Card,
    /// The account.
    pub account: Card,
    /// True when the upstream proved a fresh sign-in; else the page asks "Is that you?".
    pub fresh: bool,
    /// The upstream's own sign-out, for "that is not me".
    pub sign_out_url: Option<String>,
    /// The work of a provisional account comes along.
    pub absorbs: bool,
    /// The button's one-time value.
    pub confirm: String,
}

/// `GET /login/linked?attempt=`: done; and ten minutes to say "this was not me".
///
/// Forms: `POST /login/linked` {csrf, attempt}, button `continue`; `POST /login/not-me` `{csrf, attempt, not_me}`, button `not-me`.
#[derive(Debug, Template)]
#[template(path = "login/linked.html")]
pub struct Linked {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// The upstream's name.
    pub upstream: String,
    /// The account that it opens now.
    pub account: Card,
    /// Minutes left for "this was not me".
    pub undo_minutes: u64,
    /// The one-time value of "this was not me"; empty when the time for it is over, and then there is no such button.
    pub not_me: String,
}

/// `GET /login/notice?attempt=`: once, at the next sign-in through an older way in.
///
/// Forms: `POST /login/notice` {csrf, attempt}, button `continue`; `POST /login/not-me` `{csrf, attempt, not_me}`, button `not-me`.
#[derive(Debug, Template)]
#[template(path = "login/notice.html")]
pub struct LinkNotice {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// The upstream of the link it is about.
    pub upstream: String,
    /// When it was made.
    pub linked_at: Time,
    /// The one-time value of "this was not me".
    pub not_me: String,
}

/// After `POST /login/not-me`: the link and what it opened are ended, the school knows.
///
/// Form, where the account's owner goes on: `POST /login/notice` {csrf, attempt}, button `continue`.
#[derive(Debug, Template)]
#[template(path = "login/not_me_done.html")]
pub struct NotMeDone {
    /// What every page has.
    pub frame: Frame,
    /// The upstream whose link was ended.
    pub upstream: String,
    /// The school that was told.
    pub school: Option<String>,
    /// True when everybody was signed out and the person starts again; false when they go on to their account.
    pub signed_out: bool,
    /// Which login goes on.
    pub attempt: Option<AttemptId>,
}

/// `GET /login/new-password?attempt=`: a one-time password was used, a new one is needed.
///
/// Form: `POST /login/new-password` {csrf, attempt, new, repeat}, button `password-save`.
#[derive(Debug, Template)]
#[template(path = "login/new_password.html")]
pub struct NewPassword {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// The account's user name, for password managers.
    pub username: String,
    /// What was wrong.
    pub error: Option<NewPasswordError>,
}

/// `GET /logout`: do you want to sign out?
///
/// Form: `POST /logout` {csrf, logout}, buttons `logout-confirm`, `logout-cancel` (a link to the platform, where known).
#[derive(Debug, Template)]
#[template(path = "login/confirm_logout.html")]
pub struct ConfirmLogout {
    /// What every page has.
    pub frame: Frame,
    /// The one-time value that remembers the platform's request; empty when there is none.
    pub logout: String,
}

/// After signing out.
#[derive(Debug, Template)]
#[template(path = "login/signed_out.html")]
pub struct SignedOut {
    /// What every page has.
    pub frame: Frame,
}

/// Where the same person proves afresh that it is them: before adding an integration, and for `max_age`.
///
/// Forms: `POST {action}` {csrf, attempt, username, password}, button `password-submit`;
/// `POST /login/depart` {csrf, attempt, upstream, fresh = yes}, button `upstream-<id>`.
#[derive(Debug, Template)]
#[template(path = "login/again.html")]
pub struct SignInAgain {
    /// What every page has.
    pub frame: Frame,
    /// Which login.
    pub attempt: AttemptId,
    /// Where the password form goes.
    pub action: String,
    /// The person who is signed in.
    pub name: String,
    /// User name and password, where the account has one. The user name is filled in and cannot be changed.
    pub password: Option<PasswordForm>,
    /// The systems linked to the account.
    pub upstreams: Vec<UpstreamChoice>,
}

impl Chooser {
    fn has_error(&self) -> bool {
        self.password.as_ref().is_some_and(|form| form.error.is_some())
    }
}

impl Claim {
    fn has_error(&self) -> bool {
        self.password.as_ref().is_some_and(|form| form.error.is_some())
    }
}

impl SignInAgain {
    fn has_error(&self) -> bool {
        self.password.as_ref().is_some_and(|form| form.error.is_some())
    }
}

impl SchoolAsked {
    /// `title`, `what` or `next`.
    fn text(&self, part: &str) -> String {
        let school = self.school.clone().unwrap_or_else(|| self.frame.t("your-school"));
        let mut args = FluentArgs::new();
        args.set("school", school);
        args.set("upstream", self.upstream.as_str());
        args.set("platform", self.frame.platform());
        self.frame.with(&format!("asked-{}-{part}", self.asked.slug()), &args)
    }
}

impl LinkNotice {
    fn told(&self) -> String {
        let mut args = FluentArgs::new();
        args.set("upstream", self.upstream.as_str());
        args.set("platform", self.frame.platform());
        args.set("day", self.frame.on_day(&self.linked_at));
        self.frame.with("notice-what", &args)
    }
}
