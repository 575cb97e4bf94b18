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
mod import;
mod one_time;
mod probing;
pub mod provisional;
mod race;
mod recycled;
mod seats;
pub mod switch;
mod switch_rules;
mod teacher;
mod undo;
pub mod vouch;
pub mod world;
