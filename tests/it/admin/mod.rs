//! The console of a school: who gets in, and what they may do there.

mod audit;
pub mod desk;
mod door;
mod foreign;
mod matrix;
pub mod objects;
mod privacy;
mod walk;
