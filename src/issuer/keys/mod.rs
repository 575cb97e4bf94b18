//! Signing keys: made at first start, kept parsed in memory, published before they sign and after they stop.

mod jwk;
mod jws;
mod pair;
mod ring;
mod rotate;

pub use jwk::{PublicKeys, Trusted};
pub use jws::{Header, JwtError, verify};
pub use ring::{KeyRing, KeySet, place};
pub use rotate::{DEFAULT_LEAD, ensure, rotate, rotate_if_due};
