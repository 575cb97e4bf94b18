//! Taking one person's data out, and forgetting them.

use askama::Template;

use super::audit::Second;
use super::console::Place;
use crate::web::Frame;

/// `GET …/people/{account}/export`. Button: `export-get`.
#[derive(Debug, Template)]
#[template(path = "admin/privacy/export.html")]
pub struct PersonExport {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Who.
    pub name: String,
    /// Where their page is; the form leads to this page itself.
    pub back: String,
}

/// `GET …/people/{account}/erase`. Field: `reason`; buttons: `erase-ask`, `erase-do`.
#[derive(Debug, Template)]
#[template(path = "admin/privacy/erase.html")]
pub struct PersonErase {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Who.
    pub name: String,
    /// Where their page is; the form leads to this page itself.
    pub back: String,
    /// How many other accounts went into theirs.
    pub others: u64,
    /// How many links end.
    pub links: u64,
    /// They are at another school, too: then one school alone does not decide.
    pub is_elsewhere: bool,
    /// How it stands with the second person.
    pub second: Second,
    /// No reason was given.
    pub lacks_reason: bool,
}

/// They are forgotten.
#[derive(Debug, Template)]
#[template(path = "admin/privacy/erased.html")]
pub struct PersonErased {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Where the people are.
    pub back: String,
}
