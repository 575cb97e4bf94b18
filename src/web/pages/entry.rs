//! Pages of getting in at the console: invitations, the second factor, who administers a school, and what waits for a second
//! person.

use askama::Template;

use super::console::Place;
use super::merging::{MergeEffect, MoveEffect};
use super::parts::NewPasswordError;
use super::switch::SwitchEffect;
use crate::domain::{AccountId, ConsoleRole, FactorId, GrantId, PlatformId, ProposalId, ProposalKind, SchoolId, Time};
use crate::web::{Frame, Qr};

/// `GET POST /admin/invite/{invite}`. Fields: `new`, `repeat`; button: `invite-accept`.
#[derive(Debug, Template)]
#[template(path = "admin/entry/invite.html")]
pub struct Invited {
    /// What every page has.
    pub frame: Frame,
    /// Where the form leads.
    pub action: String,
    /// The school's name.
    pub school: String,
    /// Its number.
    pub number: SchoolId,
    /// As what; nothing: to set up a second factor only.
    pub role: Option<ConsoleRole>,
    /// The user name of the invited account.
    pub username: Option<String>,
    /// The account has no password yet, and gets one here.
    pub asks_password: bool,
    /// What was wrong with the password.
    pub error: Option<NewPasswordError>,
}

impl Invited {
    /// The key of what the role is called.
    #[must_use]
    pub fn role_key(&self) -> Option<&'static str> {
        self.role.map(role_key)
    }
}

/// The key of what somebody is at the console.
#[must_use]
pub const fn role_key(role: ConsoleRole) -> &'static str {
    match role {
        ConsoleRole::SchoolAdmin => "ent-role-school-admin",
        ConsoleRole::Coordinator => "ent-role-coordinator",
        ConsoleRole::Support => "ent-role-support",
        ConsoleRole::Teacher => "ent-role-teacher",
    }
}

/// `GET /admin/{platform}/second-factor` for whoever has none. Button: `factor-begin`.
#[derive(Debug, Template)]
#[template(path = "admin/entry/set_up.html")]
pub struct SetUp {
    /// What every page has.
    pub frame: Frame,
    /// At which platform, to sign out there.
    pub platform: PlatformId,
    /// Where the form leads.
    pub action: String,
    /// The path of ours to go on to.
    pub back: String,
    /// It may be done in this browser.
    pub allowed: bool,
}

/// Its secret and the field for the first code. Field: `code`; button: `code-submit`.
#[derive(Debug, Template)]
#[template(path = "admin/entry/enrol.html")]
pub struct Enrol {
    /// What every page has.
    pub frame: Frame,
    /// At which platform, to sign out there.
    pub platform: PlatformId,
    /// Where the form leads.
    pub action: String,
    /// The path of ours to go on to.
    pub back: String,
    /// Which second factor.
    pub factor: FactorId,
    /// The address that an app on this device opens.
    pub uri: String,
    /// The same to be scanned.
    pub qr: Option<Qr>,
    /// The secret, to be typed.
    pub secret: String,
    /// The code that was typed is not right.
    pub is_wrong: bool,
}

/// It is set up: the recovery codes, shown once. Link: `codes-kept`.
#[derive(Debug, Template)]
#[template(path = "admin/entry/codes.html")]
pub struct RecoveryCodes {
    /// What every page has.
    pub frame: Frame,
    /// At which platform, to sign out there.
    pub platform: PlatformId,
    /// The path of ours to go on to.
    pub back: String,
    /// The codes.
    pub codes: Vec<String>,
}

/// Somebody who administers the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    /// Which grant.
    pub id: GrantId,
    /// Who.
    pub name: String,
    /// As what.
    pub role: ConsoleRole,
    /// Why, of support.
    pub reason: Option<String>,
    /// Since when.
    pub since: Time,
    /// Until when, of support.
    pub expires_at: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// The reader's own.
    pub is_own: bool,
}

impl GrantRow {
    /// The key of the role.
    #[must_use]
    pub fn role_key(&self) -> &'static str {
        role_key(self.role)
    }
}

/// A link to hand over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// For whom.
    pub name: String,
    /// The address.
    pub url: String,
}

/// `GET POST /admin/{platform}/{school}/grants`. Field: `username`; buttons: `invite`, `end-<grant>`.
#[derive(Debug, Template)]
#[template(path = "admin/entry/grants.html")]
pub struct Grants {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Who administers the school now.
    pub live: Vec<GrantRow>,
    /// Who did.
    pub ended: Vec<GrantRow>,
    /// The user name that was typed.
    pub username: String,
    /// Nobody of the staff has it.
    pub is_nobody: bool,
    /// The invitation that was made.
    pub made: Option<Handed>,
}

/// Something that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// Which.
    pub id: ProposalId,
    /// What is to be done.
    pub kind: ProposalKind,
    /// Who proposed it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: Time,
    /// Until when it can be agreed to.
    pub expires_at: Time,
    /// About whom: names.
    pub about: Vec<String>,
    /// The reader proposed it.
    pub is_own: bool,
    /// Why the reader may refuse it only, as the key of a text.
    pub bar: Option<&'static str>,
}

impl ProposalRow {
    /// The key of what is to be done.
    #[must_use]
    pub fn kind_key(&self) -> &'static str {
        match self.kind {
            ProposalKind::Merge => "ent-kind-merge",
            ProposalKind::Export => "ent-kind-export",
            ProposalKind::Erase => "ent-kind-erase",
            ProposalKind::FactorReset => "ent-kind-factor-reset",
            ProposalKind::Switch => "ent-kind-switch",
            ProposalKind::MoveLink => "ent-kind-move-link",
        }
    }
}

/// `GET /admin/{platform}/{school}/second`. Links: `proposal-<id>`.
#[derive(Debug, Template)]
#[template(path = "admin/entry/proposals.html")]
pub struct Proposals {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// What waits, the oldest first.
    pub rows: Vec<ProposalRow>,
}

/// `GET /admin/{platform}/{school}/second/{proposal}`. Buttons: `agree`, `refuse`; `refuse` alone for whoever must not agree.
#[derive(Debug, Template)]
#[template(path = "admin/entry/proposal.html")]
pub struct ProposalPage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// What waits.
    pub row: ProposalRow,
    /// What it would do now, where it is a merge and still what was proposed.
    pub merge: Option<MergeEffect>,
    /// The same of links that are to move to another system.
    pub switched: Option<SwitchEffect>,
    /// The same of a link that is to go to another account.
    pub moved: Option<MoveEffect>,
    /// It is not what was proposed any more, so nobody can agree to it.
    pub is_void: bool,
}

/// Somebody whose second factor can be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorRow {
    /// Whose.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// As what they are here.
    pub role: ConsoleRole,
}

impl FactorRow {
    /// The key of the role.
    #[must_use]
    pub fn role_key(&self) -> &'static str {
        role_key(self.role)
    }
}

/// What came of the wish to take somebody's second factor away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResetMet {
    /// Nothing was wished yet.
    Nothing,
    /// No reason was given.
    NoReason,
    /// They administer another school too, or teach there, so only the operator can.
    Elsewhere,
    /// A second person was asked.
    Asked,
    /// It was done; a new one is set up by this link.
    Done(Handed),
}

/// `GET POST /admin/{platform}/{school}/factor-reset`. Fields: `reason-<account>`; buttons: `reset-<account>`.
#[derive(Debug, Template)]
#[template(path = "admin/entry/reset.html")]
pub struct FactorReset {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Whose could be taken away.
    pub rows: Vec<FactorRow>,
    /// What came of it.
    pub met: ResetMet,
}

impl FactorReset {
    /// The key of why nothing was done.
    #[must_use]
    pub fn refused_key(&self) -> Option<&'static str> {
        match self.met {
            ResetMet::NoReason => Some("ent-reset-no-reason"),
            ResetMet::Elsewhere => Some("ent-reset-elsewhere"),
            ResetMet::Nothing | ResetMet::Asked | ResetMet::Done(_) => None,
        }
    }

    /// A second person was asked.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.met == ResetMet::Asked
    }

    /// The link to hand over.
    #[must_use]
    pub fn handed(&self) -> Option<&Handed> {
        match &self.met {
            ResetMet::Done(handed) => Some(handed),
            ResetMet::Nothing | ResetMet::NoReason | ResetMet::Elsewhere | ResetMet::Asked => None,
        }
    }
}
