//! Local accounts: sessions, passwords, ways in, and the import of what a platform already has.

mod error;
pub mod sessions;

pub use error::AccountsError;
