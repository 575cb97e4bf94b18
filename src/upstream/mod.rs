//! Us as the client of school-side systems: out with `depart`, back with `identify`, an [`Assertion`] in the end.
//!
//! [`Registry`] makes a [`Client`] from a row of `upstream`; every call goes through one hardened client, behind one
//! circuit breaker per upstream. What nobody has confirmed about a system stands in `config/upstreams/*.toml` and can
//! be overridden per row.
//!
//! [`Assertion`]: crate::domain::Assertion

mod breaker;
mod callback;
mod client;
mod ekool;
mod error;
mod exchange;
mod journal;
mod journey;
mod line;
mod lti;
mod oidc;
mod profile;
mod registry;
mod settings;
mod signed;
mod stuudium;

pub use client::Client;
pub use ekool::Ekool;
pub use error::UpstreamError;
pub use journal::{Before, Confirmed, Hearer, JournalError, JournalLink, Launched, RosterSource};
pub use journey::{DepartRequest, Departure, Return, Secrets};
pub use lti::{Arrived, Handing, LaunchError, Linking, Lti, Outset, Wrong};
pub use oidc::Oidc;
pub use registry::Registry;
pub use signed::NONCE_LIFE;
pub use stuudium::Stuudium;
