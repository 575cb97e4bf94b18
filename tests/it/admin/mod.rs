//! The console of a school: who gets in, and what they may do there.

mod asked;
mod audit;
pub mod authenticator;
pub mod desk;
mod door;
mod duplicates;
mod enabling;
mod entry;
mod foreign;
mod holds;
mod journals;
mod matrix;
mod merging;
pub mod objects;
mod people;
mod privacy;
mod requests;
mod second;
mod switch;
mod walk;
