//! Who among a platform's accounts might be a person that somebody names. Only ever a suggestion; it joins nothing.

mod at_login;
mod fit;

pub use at_login::candidates;
pub use fit::name_fits;
