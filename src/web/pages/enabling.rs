//! Pages about the upstreams of a school.

use askama::Template;

use super::console::Place;
use crate::domain::{SchoolId, Time, UpstreamId};
use crate::web::Frame;

/// An upstream as a school has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemCard {
    /// Which.
    pub id: UpstreamId,
    /// Its name.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Since when it counts here; nothing where it does not.
    pub enabled_at: Option<Time>,
    /// By whom, where that is somebody with a name.
    pub enabled_by: Option<String>,
    /// When its data were last read.
    pub refreshed_at: Option<Time>,
}

impl SystemCard {
    /// The letter on its mark.
    #[must_use]
    pub fn letter(&self) -> String {
        self.name.chars().find(|c| c.is_alphanumeric()).map(String::from).unwrap_or_default()
    }
}

/// Something that waits at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingCount {
    /// The key of its text, such as `ent-waiting-requests`.
    pub key: &'static str,
    /// How much; 100 stands for more.
    pub count: u64,
    /// Where it waits.
    pub path: String,
}

/// `GET POST /admin/{platform}/{school}/upstreams/{upstream}`. Buttons: `enable`, `link-own`, `disable`; links: `not-now`,
/// `sheets`.
#[derive(Debug, Template)]
#[template(path = "admin/enabling/system.html")]
pub struct SystemPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The upstream.
    pub system: SystemCard,
    /// Whoever administers the school cannot be sent there: the operator sets it up.
    pub is_operators: bool,
    /// It was enabled a moment ago.
    pub is_new: bool,
    /// The reader's own account is not linked with it yet.
    pub offers_link: bool,
    /// How many pupils would have no way in without it.
    pub left_outside: u64,
    /// Where passwords are printed for them, for whoever may.
    pub sheets: Option<String>,
}

/// Whether the upstream's data fit the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// They do.
    Fits {
        /// The number that was found there.
        number: SchoolId,
        /// The school's name as the upstream writes it.
        name: Option<String>,
        /// It says that the person is staff there, and vouches for it.
        role_checked: bool,
    },
    /// They name no school by a number.
    Missing,
    /// They name other schools only.
    Different {
        /// Those numbers.
        numbers: Vec<SchoolId>,
    },
    /// The person is no staff there.
    NotStaff,
}

/// `GET /admin/{platform}/{school}/upstreams/{upstream}/check`. Button: `confirm-enabling`; links: `cancel`, `again`.
#[derive(Debug, Template)]
#[template(path = "admin/enabling/check.html")]
pub struct CheckPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The upstream.
    pub system: SystemCard,
    /// What its data say.
    pub fit: Fit,
    /// Which check.
    pub attempt: String,
}

impl CheckPage {
    /// The number that was found there, where everything fits.
    #[must_use]
    pub fn number(&self) -> Option<&SchoolId> {
        match &self.fit {
            Fit::Fits { number, .. } => Some(number),
            Fit::Missing | Fit::Different { .. } | Fit::NotStaff => None,
        }
    }

    /// The school's name as the upstream writes it.
    #[must_use]
    pub fn there(&self) -> Option<&str> {
        match &self.fit {
            Fit::Fits { name, .. } => name.as_deref(),
            Fit::Missing | Fit::Different { .. } | Fit::NotStaff => None,
        }
    }

    /// The upstream vouches for the person's role there.
    #[must_use]
    pub fn role_checked(&self) -> bool {
        matches!(self.fit, Fit::Fits { role_checked: true, .. })
    }

    /// The key of what is wrong with the school's number there.
    #[must_use]
    pub fn number_key(&self) -> Option<&'static str> {
        match self.fit {
            Fit::Missing => Some("ent-check-missing"),
            Fit::Different { .. } => Some("ent-check-different"),
            Fit::Fits { .. } | Fit::NotStaff => None,
        }
    }

    /// The numbers that were found instead.
    #[must_use]
    pub fn others(&self) -> &[SchoolId] {
        match &self.fit {
            Fit::Different { numbers } => numbers,
            Fit::Fits { .. } | Fit::Missing | Fit::NotStaff => &[],
        }
    }
}
