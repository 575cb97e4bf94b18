//! The console of a school: who gets in, and what they may do there.

pub mod desk;
mod door;
mod holds;
mod journals;
mod switch;
mod walk;
