//! How it stands with the pupils of a journal, and what can be done for them.

use crate::domain::Time;

/// How it stands with a pupil: a mark, and always the words beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// Linked, and signed in here lately.
    Here,
    /// Linked.
    Linked,
    /// Works on a provisional account since then; linked for good when the old one is brought.
    LetIn(Time),
    /// A journal made the account, and nobody has come to it yet.
    New,
    /// Waits for the pupil.
    Waiting,
    /// A teacher says that there is no other account; the next update makes one.
    SaidNew,
    /// The school was asked whether this is a second account.
    Duplicate,
    /// Nothing is done before the school has looked.
    Blocked,
}

impl Light {
    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Here => "light-here",
            Self::Linked => "light-linked",
            Self::LetIn(_) => "light-let-in",
            Self::New => "light-new",
            Self::Waiting => "light-waiting",
            Self::SaidNew => "light-said-new",
            Self::Duplicate => "light-duplicate",
            Self::Blocked => "light-blocked",
        }
    }

    /// The class of its mark.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Here => "seat-here",
            Self::Linked => "seat-linked",
            Self::LetIn(_) => "seat-let-in",
            Self::New => "seat-new",
            Self::Waiting | Self::SaidNew => "seat-waiting",
            Self::Duplicate => "seat-duplicate",
            Self::Blocked => "seat-blocked",
        }
    }

    /// The day that its words name, if they name one.
    #[must_use]
    pub const fn since(&self) -> Option<&Time> {
        match self {
            Self::LetIn(since) => Some(since),
            Self::Here | Self::Linked | Self::New | Self::Waiting | Self::SaidNew | Self::Duplicate | Self::Blocked => {
                None
            }
        }
    }
}

/// How many pupils of a journal are what. The first four are everybody; the last three are some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LightCounts {
    /// Have an account that they came to.
    pub linked: u64,
    /// Wait.
    pub waiting: u64,
    /// Have an account that a journal made.
    pub new: u64,
    /// Are left out.
    pub blocked: u64,
    /// May have a second account.
    pub duplicates: u64,
    /// Work on a provisional account.
    pub let_in: u64,
    /// Signed in here lately.
    pub here: u64,
}

impl LightCounts {
    /// Those that are not zero: mark, key of the words, number.
    #[must_use]
    pub fn shown(&self) -> Vec<(&'static str, &'static str, u64)> {
        let all = [
            (Light::Linked.mark(), "count-linked", self.linked),
            (Light::Waiting.mark(), "count-waiting", self.waiting),
            (Light::New.mark(), "count-new", self.new),
            (Light::Blocked.mark(), "count-blocked", self.blocked),
            (Light::Duplicate.mark(), "count-duplicates", self.duplicates),
            ("seat-let-in", "count-let-in", self.let_in),
            (Light::Here.mark(), "count-here", self.here),
        ];
        all.into_iter().filter(|(_, _, count)| *count > 0).collect()
    }
}

/// Why something is not possible for a pupil: a fixed list, and nothing of anybody's account in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Does not sit here any more.
    Gone,
    /// Teaches, too.
    Staff,
    /// The roster does not name people as the sign-in does.
    SubjectDiffers,
    /// The school has to look first.
    Blocked,
    /// Linked already.
    Linked,
    /// It is not certain which account is theirs, if any.
    NotSure,
    /// The school did not give that to teachers for this class.
    NotSwitchedOn,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Gone,
        Self::Staff,
        Self::SubjectDiffers,
        Self::Blocked,
        Self::Linked,
        Self::NotSure,
        Self::NotSwitchedOn,
    ];

    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Gone => "why-gone",
            Self::Staff => "why-staff",
            Self::SubjectDiffers => "why-subject-differs",
            Self::Blocked => "why-blocked",
            Self::Linked => "why-linked",
            Self::NotSure => "why-not-sure",
            Self::NotSwitchedOn => "why-not-switched-on",
        }
    }
}

/// Where a teacher helps a pupil who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// The id of its link.
    pub id: String,
    /// The key of its words.
    pub key: &'static str,
    /// Where it leads.
    pub href: String,
}
