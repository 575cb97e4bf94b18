//! What somebody may ask of us as a person: that they are left out of every list, that we tell them what we hold, that we
//! forget them. How long what is kept: `docs/privacy.md`.

mod erase;
mod export;
mod protect;

pub use erase::{Erased, Erasing, erase};
pub use export::export_person;
pub use protect::{Protect, protect, release};

pub(super) use protect::{are_apart, hashes, is_withheld, protect_again};
