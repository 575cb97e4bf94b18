//! Pages of the console about merging two accounts, and about taking that back.

use askama::Template;

use super::console::Place;
use super::duplicates::Side;
use crate::domain::{AccountId, LinkId, MergeFate, MergeId, Time};
use crate::web::Frame;

/// Something that the account that goes brings along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// The key of what kind of thing it is.
    pub kind_key: &'static str,
    /// What it is called; for a role the key of its name.
    pub name: Named,
    /// What becomes of it.
    pub fate: MergeFate,
}

/// What something is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// As it writes itself.
    Text(String),
    /// By a text of ours.
    Key(&'static str),
}

impl ItemRow {
    /// The key of what becomes of it.
    #[must_use]
    pub const fn fate_key(&self) -> &'static str {
        match self.fate {
            MergeFate::Moved => "mrg-fate-moved",
            MergeFate::Superseded => "mrg-fate-superseded",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn shown(&self, frame: &Frame) -> String {
        match &self.name {
            Named::Text(text) => text.clone(),
            Named::Key(key) => frame.t(key),
        }
    }
}

/// How far the second person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// None is needed.
    NotNeeded,
    /// One is to be asked.
    Needed,
    /// One was asked.
    Waits,
    /// One has agreed to exactly this.
    Agreed,
}

/// What the form of the page met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeMet {
    /// No reason was given.
    NoReason,
    /// What the page showed is true no longer.
    Changed,
}

impl MergeMet {
    /// The key of the text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoReason => "mrg-no-reason",
            Self::Changed => "mrg-changed",
        }
    }
}

/// A link that can be attached to the other account instead. Its link has the id `move-<id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveRow {
    /// Which.
    pub link: LinkId,
    /// Of which system.
    pub system: String,
}

/// What a merge would do: what whoever proposes it sees, and whoever agrees to it.
#[derive(Debug, Clone)]
pub struct MergeEffect {
    /// The account that goes.
    pub joined: Side,
    /// The account that stays.
    pub survivor: Side,
    /// What the platform knows the one by that goes.
    pub from_sub: String,
    /// What it knows the other by.
    pub into_sub: String,
    /// What comes along.
    pub items: Vec<ItemRow>,
    /// Products of which a licence becomes free at once.
    pub freed: Vec<String>,
    /// The platform follows: it moves the history itself.
    pub moves_history: bool,
    /// Why a second person is needed: a key.
    pub second_why: Option<&'static str>,
    /// Until when it can be taken back.
    pub undo_until: Time,
}

/// `GET …/merge?one=&other=&survivor=`. Form: `POST` to the same path, {csrf, one, other, survivor, hash, reason}; act=merge with
/// the button `merge`, act=ask with `ask-second`; links `swap`, `move-<link>`, `back`.
#[derive(Debug, Template)]
#[template(path = "admin/merging/check.html")]
pub struct MergePage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// What it would do.
    pub effect: MergeEffect,
    /// What the platform offers instead, where it moves no history.
    pub instead: Vec<MoveRow>,
    /// Why it cannot be done: keys.
    pub refusals: Vec<&'static str>,
    /// How far a second person is.
    pub second: Second,
    /// Of all this.
    pub hash: String,
    /// What the form met.
    pub met: Option<MergeMet>,
}

/// The same address, about two accounts of which nothing may be shown side by side: why, and nothing else.
#[derive(Debug, Template)]
#[template(path = "admin/merging/refused.html")]
pub struct MergeRefused {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Why it cannot be done: keys.
    pub refusals: Vec<&'static str>,
}

impl MergePage {
    /// Nothing stands in the way.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        self.refusals.is_empty()
    }

    /// It can be done now.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.is_possible() && matches!(self.second, Second::NotNeeded | Second::Agreed)
    }

    /// A second person is to be asked.
    #[must_use]
    pub fn asks_second(&self) -> bool {
        self.is_possible() && self.second == Second::Needed
    }

    /// A second person was asked.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.is_possible() && self.second == Second::Waits
    }

    /// No reason was given.
    #[must_use]
    pub fn lacks_reason(&self) -> bool {
        self.met == Some(MergeMet::NoReason)
    }
}

/// How far the platform is with what it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It has taken it, and moved the history.
    Moved,
    /// It has not taken it yet.
    Waiting,
    /// It cannot move history.
    Cannot,
    /// It was taken back, and the platform knows.
    Undone,
}

impl Told {
    /// The key of the text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Moved => "mrg-told-moved",
            Self::Waiting => "mrg-told-waiting",
            Self::Cannot => "mrg-told-cannot",
            Self::Undone => "mrg-told-undone",
        }
    }
}

/// A merge in the list. Its link has the id `merge-<id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRow {
    /// Which.
    pub id: MergeId,
    /// What the account is called that went.
    pub from: String,
    /// What the account is called that stays.
    pub into: String,
    /// When.
    pub at: Time,
    /// Taken back then.
    pub undone_at: Option<Time>,
    /// How far the platform is.
    pub told: Told,
}

/// `GET …/merges`. Links: `merge-<id>`, `next`.
#[derive(Debug, Template)]
#[template(path = "admin/merging/list.html")]
pub struct Merges {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// The latest first.
    pub rows: Vec<MergeRow>,
    /// What other schools have agreed to: where its page is, and why it was asked.
    pub agreed: Vec<(String, String)>,
    /// What came of asking another school: a key.
    pub across_key: Option<&'static str>,
    /// Where the list goes on.
    pub next: Option<String>,
}

/// `GET …/merges/{merge}`. Form: `POST` to the same {csrf, reason}, button `unmerge`.
#[derive(Debug, Template)]
#[template(path = "admin/merging/merge.html")]
pub struct MergeDone {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Which, and how far the platform is.
    pub row: MergeRow,
    /// Until when it can be taken back.
    pub undo_until: Time,
    /// It can be taken back now.
    pub can_undo: bool,
    /// Products of which no licence is left for the account that comes back.
    pub given_away: Vec<String>,
    /// No reason was given.
    pub lacks_reason: bool,
}

/// What moving a link would do: what a second person sees of it.
#[derive(Debug, Clone)]
pub struct MoveEffect {
    /// Of which system.
    pub system: String,
    /// Where it is now.
    pub from: Side,
    /// Where it goes.
    pub to: Side,
}

/// `GET …/merge/move?link=&to=`. Form: `POST` to the same path {csrf, link, to, hash, reason}; act=move with the button `move`,
/// act=ask with `ask-second`; link `back`.
#[derive(Debug, Template)]
#[template(path = "admin/merging/move.html")]
pub struct MovePage {
    /// What every page has.
    pub frame: Frame,
    /// Where.
    pub place: Place,
    /// Which link.
    pub link: LinkId,
    /// Of which system.
    pub system: String,
    /// Where it is now.
    pub from: Side,
    /// Where it goes.
    pub to: Side,
    /// Of all this.
    pub hash: String,
    /// How far a second person is.
    pub second: Second,
    /// No reason was given.
    pub lacks_reason: bool,
}

impl MovePage {
    /// A second person is to be asked first.
    #[must_use]
    pub fn asks_second(&self) -> bool {
        self.second == Second::Needed
    }

    /// A second person was asked.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.second == Second::Waits
    }

    /// Back to both accounts.
    #[must_use]
    pub fn back(&self) -> String {
        both(&self.place, &self.from.account, &self.to.account)
    }
}

/// The address of the page about merging two accounts.
#[must_use]
pub fn both(place: &Place, one: &AccountId, other: &AccountId) -> String {
    format!("{}/merge?one={one}&other={other}", place.at)
}
