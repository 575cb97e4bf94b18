//! The real binary, from outside.

mod accounts;
mod book;
mod codes;
mod console;
pub mod desk;
mod doctor;
mod events;
mod gone;
mod help;
mod journals;
mod keys;
mod links;
mod merge;
mod nouns;
mod people;
mod refresh;
mod roster;
mod server;
mod settings;
