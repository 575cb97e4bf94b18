//! Fresh ground for every test: its own database on either engine, a clock that stands still, countable randomness.

pub mod catalogue;
pub mod config;
pub mod cost;
pub mod ground;
pub mod logs;
pub mod redis;
pub mod seed;
pub mod smtp;

pub use catalogue::{counted, figure, in_full};
pub use ground::{TestGround, both_engines};
