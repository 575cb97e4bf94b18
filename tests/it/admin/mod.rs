//! The console of a school: who gets in, and what they may do there.

mod authenticator;
pub mod desk;
mod door;
mod enabling;
mod entry;
mod second;
mod walk;
