//! The two engines behind one pair of doors: [`Database`], and [`Tx`] inside them. Nothing here knows a table.

mod counters;
mod db;
mod error;
mod migrate;
mod postgres;
mod sqlite;
mod time;
mod tx;
mod value;
mod work;

pub use counters::{StatementCounts, WriteCounts};
pub use db::{Database, Durability};
pub use error::StorageError;
pub use tx::Tx;
pub use value::{Arg, Column, FromRow, Row};
