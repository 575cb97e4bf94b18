//! Who holds a paid seat: what a journal gives its people, and what it takes back when they leave.

mod lacking;
mod removal;
mod settle;

pub use lacking::lacking;
pub use removal::{Freed, Removal, removal};
pub use settle::{About, Settled, settle, source};
