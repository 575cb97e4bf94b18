//! Linking on both engines: what is written, what is refused, what is left behind.

pub mod absorb;
mod absorb_ended;
mod attach;
mod bear;
mod claimed;
pub mod class;
mod codes;
mod disabled;
mod end;
mod erased;
mod import;
mod one_time;
mod probing;
mod protected;
pub mod provisional;
mod race;
mod recycled;
mod seats;
mod teacher;
mod undo;
pub mod vouch;
pub mod world;
