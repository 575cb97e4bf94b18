//! Pages under `/settings/{platform}/`.

use askama::Template;

use super::parts::{Card, NewPasswordError, UpstreamChoice};
use crate::domain::{LinkId, LinkOrigin, PlatformId, Time, UpstreamId};
use crate::web::Frame;

/// What was just done; said at the top of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// An integration was added.
    Added {
        /// The upstream's name.
        upstream: String,
    },
    /// One was ended.
    Ended {
        /// The upstream's name.
        upstream: String,
    },
    /// The password was changed.
    PasswordChanged,
}

impl Done {
    /// The key of its text.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Added { .. } => "done-added",
            Self::Ended { .. } => "done-ended",
            Self::PasswordChanged => "done-password",
        }
    }

    /// The upstream it is about; empty where there is none.
    #[must_use]
    pub fn upstream(&self) -> &str {
        match self {
            Self::Added { upstream } | Self::Ended { upstream } => upstream,
            Self::PasswordChanged => "",
        }
    }
}

/// One link in the list. Its button has the id `end-<link id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Which link.
    pub id: LinkId,
    /// Which upstream.
    pub upstream: UpstreamId,
    /// The upstream's name.
    pub name: String,
    /// How it came to be.
    pub origin: LinkOrigin,
    /// Since when.
    pub since: Time,
    /// When it was last used.
    pub last_used: Option<Time>,
    /// False when it is the last usable way in: the page then says so instead of the button.
    pub can_end: bool,
}

impl LinkRow {
    /// The letter on its mark.
    #[must_use]
    pub fn letter(&self) -> String {
        self.name.chars().find(|c| c.is_alphanumeric()).map(String::from).unwrap_or_default()
    }

    /// The key of the sentence that says how it came to be.
    #[must_use]
    pub const fn origin_key(&self) -> &'static str {
        match self.origin {
            LinkOrigin::Claim => "origin-claim",
            LinkOrigin::Born => "origin-born",
            LinkOrigin::Settings => "origin-settings",
            LinkOrigin::Import => "origin-import",
            LinkOrigin::Administrator => "origin-administrator",
            LinkOrigin::Teacher => "origin-teacher",
            LinkOrigin::Code => "origin-code",
            LinkOrigin::Platform => "origin-platform",
        }
    }
}

/// `GET /settings/{platform}/integrations`.
///
/// Forms: `POST /settings/{platform}/integrations/older` {csrf}, button `bring-older`;
/// `POST /settings/{platform}/integrations/add` {csrf, upstream}, button `add-<upstream>`; links `end-<link id>` to
/// `GET /settings/{platform}/integrations/end?link=`, `change-password` to `GET /settings/{platform}/password`;
/// `POST /settings/{platform}/sign-out` {csrf}, button `sign-out`.
#[derive(Debug, Template)]
#[template(path = "settings/integrations.html")]
pub struct Integrations {
    /// What every page has.
    pub frame: Frame,
    /// Which platform.
    pub platform: PlatformId,
    /// Who is signed in.
    pub person: Card,
    /// The account waits for an older one.
    pub is_provisional: bool,
    /// The school asks whether another account is theirs, too.
    pub is_asked: bool,
    /// The links.
    pub links: Vec<LinkRow>,
    /// Systems that can be added.
    pub addable: Vec<UpstreamChoice>,
    /// True when the account has a password here that can be changed.
    pub password: bool,
    /// What was just done.
    pub done: Option<Done>,
}

/// `GET /settings/{platform}/integrations/end?link=`: check before it is ended.
///
/// Form: `POST /settings/{platform}/integrations/end` {csrf, link}, buttons `end-confirm`, `end-cancel` (a link back).
#[derive(Debug, Template)]
#[template(path = "settings/end_confirm.html")]
pub struct EndConfirm {
    /// What every page has.
    pub frame: Frame,
    /// Which platform.
    pub platform: PlatformId,
    /// Which link.
    pub link: LinkRow,
    /// Until when the school can give back what the link's person brought along from a provisional account; none where there
    /// is nothing. It stays when the link ends.
    pub brought_until: Option<Time>,
}

/// After the end of the link through which one came in, which signs one out. Its link `continue` leads to the list, and so
/// to a sign-in.
#[derive(Debug, Template)]
#[template(path = "settings/ended.html")]
pub struct Ended {
    /// What every page has.
    pub frame: Frame,
    /// Which platform.
    pub platform: PlatformId,
    /// The upstream's name.
    pub upstream: String,
}

/// `GET /settings/{platform}/password`.
///
/// Form: `POST /settings/{platform}/password` {csrf, username, current, new, repeat}, buttons `password-save`,
/// `password-cancel` (a link back).
#[derive(Debug, Template)]
#[template(path = "settings/password.html")]
pub struct ChangePassword {
    /// What every page has.
    pub frame: Frame,
    /// Which platform.
    pub platform: PlatformId,
    /// The account's user name, for password managers.
    pub username: String,
    /// What was wrong.
    pub error: Option<NewPasswordError>,
}
