//! The real binary, from outside.

mod accounts;
mod book;
mod codes;
pub mod desk;
mod doctor;
mod help;
mod journals;
mod keys;
mod links;
mod nouns;
mod people;
mod refresh;
mod roster;
mod server;
mod settings;
