//! Journals of an upstream, brought to a platform and kept fresh. `filter` says who is left out, `plan` what becomes of
//! everybody else, and both are pure; `gather` reads what we hold; `apply` writes a plan, one transaction per journal.

mod apply;
mod candidates;
mod error;
mod facts;
pub mod file;
mod filter;
mod gather;
mod held;
mod plan;

pub use apply::{Applied, Choice, Work, apply, forget};
pub use error::RosterError;
pub use facts::Facts;
pub use filter::{FilterTerms, Filtered, Hidden, RULES, Row, filter};
pub use gather::{Place, gather};
pub use held::{Held, HeldJournal, HeldLink, HeldPerson, HeldSeat, HeldStanding, SeatTerms};
pub use plan::{BETWEEN_READS, PLAN, Plan, Planned, State, Steps, plan};
