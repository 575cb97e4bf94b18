//! Us as the client of school-side systems: out with `depart`, back with `identify`, an [`Assertion`] in the end.
//!
//! [`Registry`] makes a [`Client`] from a row of `upstream`; every call to anybody else goes through one [`Outgoing`].
//! What nobody has confirmed about a system stands in `config/upstreams/*.toml` and can be overridden per row.
//!
//! [`Assertion`]: crate::domain::Assertion

mod client;
mod error;
mod journey;
mod registry;

pub use client::Client;
pub use error::UpstreamError;
pub use journey::{DepartRequest, Departure, Return, Secrets};
pub use registry::Registry;
