//! The only SQL: one text for two engines, one file per table. How and why: `README.md` beside this file.

pub mod access_tokens;
pub mod account_roles;
pub mod accounts;
pub mod attempts;
pub mod audit;
pub mod authorization_codes;
pub mod cases;
pub mod client_assertions;
pub mod client_secrets;
pub mod client_uris;
pub mod clients;
mod db;
mod error;
pub mod events;
pub mod identities;
pub mod links;
mod migrate;
pub mod notices;
pub mod one_time;
pub mod platforms;
pub mod refresh_tokens;
pub mod schools;
mod serial;
pub mod sessions;
pub mod signing_keys;
pub mod token_families;
mod tx;
pub mod upstreams;
mod value;
pub mod ways_in;
mod writer;

pub use db::{Database, Durability};
pub use error::StorageError;
pub use tx::Tx;
pub use value::{Arg, Column, FromRow, Row};
pub use writer::WriteCounts;
