//! Local accounts: sessions, passwords, second factors, invitations to administer a school, and the import of what a platform
//! already has.

mod error;
pub mod import;
pub mod invitation;
pub mod passwords;
pub mod second_factor;
pub mod sessions;

pub use error::AccountsError;
