//! The demo: bundled upstream simulators, a sample platform, made-up people, and a scripted browser client.
//!
//! Everything here speaks real HTTP; nothing of it is used by `koppel serve`.

pub mod block;
pub mod browser;
pub mod class;
pub mod console;
pub mod history;
pub mod office;
pub mod once;
pub mod people;
pub mod platform;
pub mod run;
pub mod seed;
mod shelf;
pub mod sim;
pub mod world;
