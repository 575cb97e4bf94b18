//! The closed vocabularies of refreshes: who asked for one, how it stands, what became of each journal, why it was held.

use serde::{Deserialize, Serialize};

use crate::domain::JournalId;
use crate::terms;

terms!(
    /// Who wanted a refresh.
    RunCause {
        /// The school's clock, once per local date.
        Daily = "daily",
        /// A teacher, for one journal.
        Teacher = "teacher",
        /// Somebody at the command line, for the school.
        School = "school",
        /// The upstream said that something changed.
        Upstream = "upstream",
        /// Somebody brought a file of the school's journals.
        File = "file",
    }
);
terms!(
    /// How a refresh stands.
    RunState {
        /// Waits for a process.
        Queued = "queued",
        /// Under way, or waiting for its next try.
        Running = "running",
        /// Everything that could be applied is applied.
        Done = "done",
        /// It would change too much: a person has to decide.
        Held = "held",
        /// It came to nothing.
        Failed = "failed",
    }
);
terms!(
    /// Why a refresh came to nothing.
    RunProblem {
        /// The upstream did not answer, or not sensibly.
        Unreachable = "unreachable",
        /// School, platform or upstream is switched off, or the upstream is not enabled there.
        SwitchedOff = "switched_off",
        /// The upstream is set up wrongly, or holds no class lists.
        SetUp = "set_up",
        /// The school has holidays.
        Paused = "paused",
        /// It is another difference than the one that was shown.
        Changed = "changed",
        /// It was begun again and again and never came to its end.
        GaveUp = "gave_up",
        /// A file is being brought, or whoever brought it was stopped before the end; what was applied stays.
        Interrupted = "interrupted",
    }
);
terms!(
    /// What a refresh did to one journal.
    JournalOutcome {
        /// Something changed.
        Applied = "applied",
        /// There was nothing to change.
        Unchanged = "unchanged",
        /// Held: nothing was changed.
        Held = "held",
        /// Held or in holidays: who joined has a seat, everything else waits.
        Additions = "additions",
        /// Only a part of it was read.
        Partial = "partial",
        /// It was not read.
        Unread = "unread",
        /// The upstream lets us read it no longer.
        ConsentWithdrawn = "consent_withdrawn",
        /// The upstream has it no longer.
        Gone = "gone",
        /// The upstream has it no longer, around the day on which the school's year turns.
        YearOver = "year_over",
        /// Somebody else changed it at the same time; the next refresh has it.
        Busy = "busy",
    }
);
terms!(
    /// Which limit a refresh would go beyond.
    HoldReason {
        /// Too many people of the school would lose a seat.
        RemovedSchool = "removed_school",
        /// Too many people of one journal would.
        RemovedJournal = "removed_journal",
        /// Too many people of the school would get a seat.
        AddedSchool = "added_school",
        /// Too many people of one journal would.
        AddedJournal = "added_journal",
        /// Too many people of the school have another name, birth date, id or role.
        RekeyedSchool = "rekeyed_school",
        /// Too many people of one journal have.
        RekeyedJournal = "rekeyed_journal",
        /// A journal was not read to its end.
        Partial = "partial",
        /// A journal says that it is of another school.
        OtherSchool = "other_school",
    }
);
terms!(
    /// What is wrong with the reading of a journal that is in doubt.
    ReadingFault {
        /// It tells of nobody.
        Empty = "empty",
        /// It did not come, or could not be understood.
        Unread = "unread",
        /// It did not come whole.
        CutShort = "cut_short",
        /// It says that it is of another school.
        OtherSchool = "other_school",
        /// It does not say of which school it is, and did when it was linked.
        NoSchool = "no_school",
    }
);
terms!(
    /// How a hold stands.
    HoldState {
        /// Waits for a decision.
        Open = "open",
        /// A person let it pass, once.
        Approved = "approved",
        /// A person threw it away.
        Discarded = "discarded",
        /// A later refresh took its place.
        Replaced = "replaced",
    }
);

impl RunState {
    /// Whether nothing more happens.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Held | Self::Failed)
    }
}

impl HoldReason {
    /// Whether a person may let it pass: what is not known whole, or of somebody else, nobody can agree to.
    #[must_use]
    pub fn can_be_approved(self) -> bool {
        !matches!(self, Self::Partial | Self::OtherSchool)
    }
}

impl ReadingFault {
    /// What a refresh is held for because of it.
    #[must_use]
    pub fn limit(self) -> HoldReason {
        match self {
            Self::Empty | Self::Unread | Self::CutShort => HoldReason::Partial,
            Self::OtherSchool | Self::NoSchool => HoldReason::OtherSchool,
        }
    }
}

/// One limit that a refresh would go beyond.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitPassed {
    /// Which.
    pub limit: HoldReason,
    /// In which journal; none: of the school.
    pub journal: Option<JournalId>,
    /// How many people.
    pub people: usize,
    /// Of how many.
    pub of: usize,
    /// What is wrong with the reading of that journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<ReadingFault>,
}
