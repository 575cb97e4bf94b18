//! The storage contract, on both engines.

mod crash;
mod doors;
mod together;
