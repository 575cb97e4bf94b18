//! Local accounts: sessions, passwords, ways in, and the import of what a platform already has.

mod error;
pub mod import;
pub mod passwords;
pub mod sessions;
mod ways_in;

pub use error::AccountsError;
pub use ways_in::{WaysIn, usable_ways_in};
