//! The audit log of a school, and taking it out.

use askama::Template;

use super::console::Place;
use crate::domain::Time;
use crate::web::Frame;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place in the chain.
    pub number: String,
    /// When.
    pub at: Time,
    /// What, such as `link.created`.
    pub action: String,
    /// Who did it.
    pub actor: String,
    /// To whom: a name, or the id of an account.
    pub whom: Option<String>,
    /// To what.
    pub object: Option<String>,
}

/// `GET …/audit`. Fields: `action`, `account`, `from`, `to`; button: `audit-search`; links: `audit-older`, `audit-export`.
#[derive(Debug, Template)]
#[template(path = "admin/audit/list.html")]
pub struct AuditPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The rows, the latest first.
    pub rows: Vec<AuditRow>,
    /// Where the older ones are.
    pub next: Option<String>,
    /// Where it can be taken out, for whoever may.
    pub export: Option<String>,
    /// What was searched for: what happened,
    pub action: String,
    /// to which account,
    pub account: String,
    /// from which day
    pub from: String,
    /// to which.
    pub to: String,
}

/// How it stands with the second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// Nobody was asked.
    Nobody,
    /// Nobody has answered.
    Waits,
    /// Somebody has agreed.
    Agreed,
}

impl Second {
    /// Nobody has answered.
    #[must_use]
    pub const fn is_waiting(self) -> bool {
        matches!(self, Self::Waits)
    }

    /// Somebody has agreed.
    #[must_use]
    pub const fn is_agreed(self) -> bool {
        matches!(self, Self::Agreed)
    }
}

/// `GET …/audit/export`. Field: `reason`; buttons: `export-ask`, `export-get`.
#[derive(Debug, Template)]
#[template(path = "admin/audit/export.html")]
pub struct AuditExport {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where the log is.
    pub back: String,
    /// Where the form leads.
    pub path: String,
    /// How it stands with the second person.
    pub second: Second,
    /// No reason was given.
    pub lacks_reason: bool,
    /// What is taken out: what happened,
    pub action: String,
    /// to which account,
    pub account: String,
    /// from which day
    pub from: String,
    /// to which.
    pub to: String,
}
