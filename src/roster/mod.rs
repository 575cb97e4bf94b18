//! Journals of an upstream, brought to a platform and kept fresh. `filter` says who is left out, `plan` what becomes of
//! everybody else, and both are pure; `gather` reads what we hold; `apply` writes a plan, one transaction per journal.
//! `launch` links a journal for its teacher, `end` unlinks one, `tell` brings word of either to the upstream.
//! `refresh` reads journals again, with `guard` in between, when `schedule` says so or somebody asks.

mod apply;
mod at_school;
mod candidates;
mod end;
mod error;
mod evidence;
mod facts;
pub mod file;
mod filter;
mod gather;
pub mod gone;
pub mod guard;
mod held;
mod launch;
mod plan;
pub mod refresh;
mod reopen;
pub mod roll;
pub mod schedule;
mod tell;
mod word;

pub use apply::{Applied, Choice, Work, apply, forget};
pub use at_school::{AtSchool, SLACK_DAYS};
pub use end::{Ended, Said, end};
pub use error::RosterError;
pub use facts::Facts;
pub use filter::{FilterTerms, Filtered, Hidden, RULES, Row, filter};
pub use gather::{Place, gather};
pub use held::{Held, HeldJournal, HeldLink, HeldPerson, HeldSeat, HeldStanding, SeatTerms};
pub use launch::{Launching, Linked, link, tell_again};
pub use plan::{BETWEEN_READS, PLAN, Plan, Planned, State, Steps, plan};
pub use reopen::{Reopened, end_for_now, reopen, reopens_until};
pub use tell::{Told, tell, tell_due};
pub use word::{Word, say};
