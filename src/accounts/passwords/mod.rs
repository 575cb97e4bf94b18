//! Passwords: verified in a bounded place, in every form that platforms bring along, and hashed anew in our own.
//!
//! What a person types is compared in Unicode NFC, and as it was typed where that differs: platforms hashed whatever
//! arrived. New passwords are hashed in NFC.

mod aspnet;
mod change;
mod desk;
mod django;
mod form;
mod phpass;
mod policy;
mod proof;
mod throttle;

pub use change::{Change, NewPassword};
pub use desk::{Busy, PasswordDesk};
pub use form::{Form, FormError, hash};
pub use policy::{MAX_BYTES, MIN_CHARACTERS, Weakness, weakness};
pub use proof::{Attempt, Proof};
pub use throttle::{Caller, network};
