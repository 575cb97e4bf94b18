//! The only SQL: one text for two engines, one file per table. How and why: `README.md` beside this file.

mod about;
pub mod access_tokens;
pub mod account_roles;
pub mod accounts;
pub mod accounts_bulk;
pub mod attempts;
pub mod audit;
pub mod authorization_codes;
pub mod cases;
pub mod check;
pub mod claim_tries;
pub mod cleanup;
pub mod client_assertions;
pub mod client_secrets;
pub mod client_uris;
pub mod clients;
mod engine;
pub mod events;
pub mod identities;
pub mod leases;
pub mod links;
pub mod notices;
pub mod one_time;
pub mod platforms;
pub mod refresh_tokens;
pub mod schools;
pub mod seal;
pub mod sessions;
pub mod sign_out;
pub mod signing_keys;
pub mod token_families;
pub mod upstreams;
pub mod ways_in;

pub use about::About;
pub use engine::{Arg, Column, Database, Durability, FromRow, Row, StorageError, Tx, WriteCounts};
