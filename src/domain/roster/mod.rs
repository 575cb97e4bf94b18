//! Journals and who sits in them: what an upstream says, and the words for what becomes of it.

mod reading;
mod refresh;
mod terms;
mod year;

pub use reading::{Completeness, JournalFacts, JournalKey, Member, Reading};
pub use refresh::{HoldReason, HoldState, JournalOutcome, LimitPassed, ReadingFault, RunCause, RunProblem, RunState};
pub use terms::{
    CodeEnd, JournalState, LicenceEnd, MessageKind, MessageState, PartialRead, Presence, RosterSubject, SeatEnd,
    SeatReason, SeatRole, SeatState, StandingState,
};
pub use year::school_year;
