//! The console of a school: who gets in, and what they may do there.

mod authenticator;
pub mod desk;
mod door;
mod duplicates;
mod enabling;
mod entry;
mod merging;
mod people;
mod requests;
mod second;
mod walk;
