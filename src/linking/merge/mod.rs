//! Two accounts of one person go together by the word of a person, and come apart again. Nothing of either is rewritten: the one
//! points to the other, and every link, role, licence and code stays with the account it was made for, its *home*. So taking the
//! pointer away gives both back. Why, and who is never merged: `docs/linking.md`, *Merge*.

mod facts;
mod move_link;
mod preview;
mod refuse;
mod snapshot;
mod tell;
mod undo;
mod write;

pub use move_link::{MoveLink, MovePreview, move_link, preview_move};
pub use preview::preview;
pub use undo::{Unmerged, unmerge};
pub use write::{Merging, merge};

use serde::Serialize;

use super::LinkingError;
use crate::domain::{AccountId, ItemKind, MergeFate, PoolId, ProductId, SchoolId, Time};
use crate::storage::StorageError;
use crate::storage::account_roles::AccountRole;
use crate::storage::accounts::Account;
use crate::storage::licences::Licence;
use crate::storage::links::Link;

/// For so many days a merge can be taken back.
pub const MERGE_DAYS: i64 = 180;

/// The rule by which what happens after a merge is shared out when it is taken back: it belongs to the account whose way in was
/// used, and what names no way in belongs to the account that stayed.
pub const MERGE_RULE: &str = "door.1";

/// Two accounts, and which of them stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The one that stays.
    pub survivor: AccountId,
    /// The one that goes into it.
    pub joined: AccountId,
}

impl Pair {
    /// What a proposal about the two is about, whichever stays: both ids in order.
    #[must_use]
    pub fn object(&self) -> String {
        let (one, other) = (&self.survivor, &self.joined);
        format!("{},{}", one.min(other), one.max(other))
    }
}

/// Why two accounts are not merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MergeRefusal {
    /// They are one.
    SameAccount,
    /// They are of two platforms.
    OtherPlatform,
    /// One of them may not be used. Whose person is protected is told nothing else.
    Closed,
    /// One of them is provisional: its pupil brings the older one.
    Provisional,
    /// Others went into both; one of those merges has to be taken back first.
    BothHaveOthers,
    /// Others went into the one that is to go.
    WrongSurvivor,
    /// A pupil and an adult.
    RoleClasses,
    /// Two birth dates, two national numbers, or two names that nobody would take for each other.
    DifferentFacts,
    /// A journal has a seat for each.
    OneJournal,
    /// One of them is not of the school, nor of another one whose administrator could agree.
    ForeignSchool,
}

impl MergeRefusal {
    /// The key of its text.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::SameAccount => "mrg-refused-same-account",
            Self::OtherPlatform => "mrg-refused-other-platform",
            Self::Closed => "mrg-refused-closed",
            Self::Provisional => "mrg-refused-provisional",
            Self::BothHaveOthers => "mrg-refused-both-have-others",
            Self::WrongSurvivor => "mrg-refused-wrong-survivor",
            Self::RoleClasses => "mrg-refused-role-classes",
            Self::DifferentFacts => "mrg-refused-different-facts",
            Self::OneJournal => "mrg-refused-one-journal",
            Self::ForeignSchool => "mrg-refused-foreign-school",
        }
    }
}

/// Why a second person must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondReason {
    /// Both were used within the last days, perhaps by two people.
    BothActive,
    /// One of them is another school's; somebody who may merge there must agree.
    OtherSchool,
}

/// One of the two, with what went into it before.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The account.
    pub account: Account,
    /// Live roles.
    pub roles: Vec<AccountRole>,
    /// Live links.
    pub links: Vec<Link>,
    /// Live licences.
    pub licences: Vec<Licence>,
    /// When somebody last came in, here or at the platform.
    pub last_active: Option<Time>,
}

/// What the platform will be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The `sub` that goes.
    pub from: String,
    /// The `sub` that stands for both.
    pub into: String,
    /// The platform has said that it can move history.
    pub moves_history: bool,
}

/// What a merge would do.
#[derive(Debug, Clone, PartialEq)]
pub struct MergePreview {
    /// Which goes into which.
    pub pair: Pair,
    /// The one that goes.
    pub joined: Side,
    /// The one that stays.
    pub survivor: Side,
    /// What is found at the one that goes, and what becomes of it.
    pub items: Vec<(ItemKind, String, MergeFate)>,
    /// The pools in which a place becomes free, and their products.
    pub licences_freed: Vec<(PoolId, ProductId)>,
    /// What the platform will be told.
    pub told: Told,
    /// Why it is not done; none: it may be.
    pub refusals: Vec<MergeRefusal>,
    /// Why a second person must agree, if one must.
    pub second: Option<SecondReason>,
    /// The other school whose administrator that must be.
    pub other_school: Option<SchoolId>,
    /// Until when it can be taken back, exclusive.
    pub undo_until: Time,
    /// Of everything that is shown: whoever merges says what they saw.
    pub hash: String,
}

/// Why nothing was merged or taken back. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// The database's.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Of the rules of linking.
    #[error(transparent)]
    Linking(#[from] LinkingError),
    /// There is no such account or merge.
    #[error("it is not there")]
    Missing,
    /// The two are not to be merged.
    #[error("the accounts are not to be merged")]
    Refused(Vec<MergeRefusal>),
    /// A second person has not agreed to exactly this.
    #[error("a second person must agree")]
    NeedsSecond(SecondReason),
    /// What was shown is not what is there now.
    #[error("it is not what was shown")]
    Changed,
    /// This person has merged too many within an hour.
    #[error("too many merges within an hour")]
    TooMany,
    /// The time to take it back is over, or it was taken back, or one of the two was erased.
    #[error("it cannot be taken back any more")]
    TooLate,
}
