//! Who among a platform's accounts might be a person that somebody names: one newcomer at a sign-in ([`candidates`]), or
//! everybody on a school's rosters ([`suggest`]). Only ever a suggestion; it joins nothing. Why it is as near or far as it
//! is: `docs/matching.md`.

mod at_login;
mod at_school;
mod call_names;
mod card;
mod fit;
mod form;
mod judge;
mod keys;
mod shape;
mod slip;
mod suggest;
mod why;
mod word;

pub use at_login::candidates;
pub use at_school::known_at;
pub use card::{Card, Known, Listed, Mail};
pub use fit::{Comparable, name_fits};
pub(super) use judge::ruled_out;
pub use suggest::suggest;
pub use why::{Strength, Suggested, Why};
