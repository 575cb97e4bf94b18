//! The console of a school: who gets in, and what they may do there.

pub mod desk;
mod door;
mod duplicates;
mod merging;
mod walk;
