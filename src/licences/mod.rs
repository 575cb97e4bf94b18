//! Who holds a paid seat: what a journal gives its people, what it takes back when they leave, and how many a school has.

mod lacking;
mod pool;
mod removal;
mod settle;

pub use lacking::lacking;
pub use pool::{OfPool, set_pool, settle_pool};
pub use removal::{Freed, Removal, removal};
pub use settle::{About, Settled, settle, source};
