//! The real binary, from outside.

mod accounts;
mod book;
mod codes;
mod console;
pub mod desk;
mod doctor;
mod gone;
mod events;
mod help;
mod journals;
mod keys;
mod links;
mod nouns;
mod refresh;
mod roster;
mod server;
mod settings;
