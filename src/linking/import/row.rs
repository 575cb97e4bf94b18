//! One row of a file of links.

use crate::domain::{SubjectKey, Time, UpstreamId};
use crate::files::{BadRow, Fields, RawRow, Wrong, moment};

/// The columns an import of links knows. `link export` writes most of them.
pub const COLUMNS: &[&str] = &["account", "external_id", "sub", "username", "upstream", "scope", "subject", "since"];

/// A link as the platform's file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinkRow {
    pub named: Named,
    pub key: SubjectKey,
    /// Whether the file named a scope; else it is the upstream's own.
    pub scoped: bool,
    pub since: Option<Time>,
    pub row: u64,
}

/// By what the account is named. Everything that is given must name the same one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Named {
    /// External id, sub or user name; or our own id, which then only confirms what the others say.
    pub account: Option<String>,
    pub external_id: Option<String>,
    pub sub: Option<String>,
    pub username: Option<String>,
}

impl LinkRow {
    /// Reads a row.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(raw: RawRow, now: Time) -> Result<Self, BadRow> {
        let fields = Fields::of(raw, COLUMNS)?;
        typed(&fields, now).map_err(|wrong| fields.refused(wrong))
    }

    /// This row as a bad one.
    pub fn refused(&self, field: &str, reason: &str) -> BadRow {
        BadRow { row: self.row, field: Some(field.to_owned()), reason: reason.to_owned() }
    }
}

fn typed(fields: &Fields, now: Time) -> Result<LinkRow, Wrong> {
    let named = Named {
        account: fields.text("account", 255)?,
        external_id: fields.text("external_id", 255)?,
        sub: fields.text("sub", 255)?,
        username: fields.text("username", 320)?,
    };
    if named == Named::default() {
        return Err(("account", "is missing".to_owned()));
    }
    let upstream = fields.parsed("upstream", "is not an upstream", |text| text.parse::<UpstreamId>().ok())?;
    let upstream = upstream.ok_or(("upstream", "is missing".to_owned()))?;
    let subject = fields.text("subject", 255)?.ok_or(("subject", "is missing".to_owned()))?;
    let scope = fields.text("scope", 255)?;
    let past = |text: &str| moment(text).filter(|at| *at <= now);
    Ok(LinkRow {
        named,
        scoped: scope.is_some(),
        key: SubjectKey { upstream, scope: scope.unwrap_or_default(), subject },
        since: fields.parsed("since", "is not a time (RFC 3339) or date that has been", past)?,
        row: fields.row(),
    })
}
