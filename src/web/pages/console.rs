//! Pages of the console of a school, and what stands around each of them.

use askama::Template;

use super::enabling::{SystemCard, WaitingCount};
use crate::domain::{PlatformId, SchoolId};
use crate::web::Frame;

/// One line of the list of pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// The key of its name, such as `con-people`; the link's id too.
    pub key: &'static str,
    /// Where it leads.
    pub path: String,
    /// It is the page that is shown, or one below it.
    pub here: bool,
    /// How many things wait there; 0 shows nothing.
    pub count: u64,
}

/// At which school a page of the console is. The second field of each, `place`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// At which platform.
    pub platform: PlatformId,
    /// Which school.
    pub school: SchoolId,
    /// Its name.
    pub school_name: String,
    /// How the addresses of its pages begin: `/admin/opiq/ehis%3A123`.
    pub at: String,
    /// The pages that the reader may open.
    pub items: Vec<NavItem>,
    /// The reader is of support, for this reason.
    pub support: Option<String>,
}

/// `GET /admin/{platform}/{school}`. Links: `system-<upstream>`, `waiting-<what>`.
#[derive(Debug, Template)]
#[template(path = "admin/home.html")]
pub struct Home {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The upstreams that can count here.
    pub systems: Vec<SystemCard>,
    /// They can be enabled and disabled by the reader.
    pub may_enable: bool,
    /// What waits.
    pub waiting: Vec<WaitingCount>,
}

/// A school in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolRow {
    /// Its number, such as `ehis:123`.
    pub number: SchoolId,
    /// Its name.
    pub name: String,
    /// Where its console begins.
    pub path: String,
}

/// `GET /admin/{platform}`. Links: `school-<number>`.
#[derive(Debug, Template)]
#[template(path = "admin/schools.html")]
pub struct Schools {
    /// What every page has.
    pub frame: Frame,
    /// At which platform, to sign out there.
    pub platform: PlatformId,
    /// The schools that the reader administers, by number.
    pub schools: Vec<SchoolRow>,
}

/// `GET /admin/{platform}/second-factor` and `…/step-up`. Field: `code`; button: `code-submit`.
#[derive(Debug, Template)]
#[template(path = "admin/step_up.html")]
pub struct StepUp {
    /// What every page has.
    pub frame: Frame,
    /// At which platform, to sign out there.
    pub platform: PlatformId,
    /// Where the form leads.
    pub action: String,
    /// The path of ours to go on to.
    pub back: String,
    /// The code that was typed is not right.
    pub is_wrong: bool,
}
