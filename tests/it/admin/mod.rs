//! The console of a school: who gets in, and what they may do there.

mod asked;
mod audit;
pub mod authenticator;
mod canaries;
pub mod desk;
mod door;
mod duplicates;
pub mod enabling;
mod entry;
mod foreign;
mod guessing;
mod holds;
mod journals;
mod left;
mod many_people;
mod matrix;
mod merging;
pub mod objects;
mod people;
mod privacy;
mod requests;
mod second;
mod second_merge;
mod step_up;
mod switch;
mod walk;
