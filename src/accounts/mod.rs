//! Local accounts: sessions, passwords, and the import of what a platform already has.

mod error;
pub mod import;
pub mod passwords;
pub mod sessions;

pub use error::AccountsError;
