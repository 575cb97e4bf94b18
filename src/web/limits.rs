//! The texts for limits that a refresh would go beyond.

use crate::domain::{HoldReason, ReadingFault};

/// The text for a limit; it tells `people`, `of` and `journals`.
#[must_use]
pub fn limit_passed(limit: HoldReason) -> &'static str {
    match limit {
        HoldReason::RemovedSchool => "hold-removed-school",
        HoldReason::RemovedJournal => "hold-removed-journal",
        HoldReason::AddedSchool => "hold-added-school",
        HoldReason::AddedJournal => "hold-added-journal",
        HoldReason::RekeyedSchool => "hold-rekeyed-school",
        HoldReason::RekeyedJournal => "hold-rekeyed-journal",
        HoldReason::Partial => "hold-partial",
        HoldReason::OtherSchool => "hold-other-school",
    }
}

/// The text for what is wrong with a reading.
#[must_use]
pub fn reading_fault(fault: ReadingFault) -> &'static str {
    match fault {
        ReadingFault::Empty => "hold-fault-empty",
        ReadingFault::Unread => "hold-fault-unread",
        ReadingFault::CutShort => "hold-fault-cut-short",
        ReadingFault::OtherSchool => "hold-fault-other-school",
        ReadingFault::NoSchool => "hold-fault-no-school",
    }
}
