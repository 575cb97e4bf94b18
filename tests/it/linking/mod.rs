//! Linking on both engines: what is written, what is refused, what is left behind.

pub mod absorb;
mod absorb_ended;
mod apart;
mod attach;
mod bear;
mod claimed;
pub mod class;
mod codes;
mod disabled;
mod duplicates;
mod end;
mod import;
pub mod joined;
pub mod merge;
mod merge_random;
mod merge_refused;
pub mod merge_undo;
mod one_time;
mod probing;
pub mod provisional;
mod race;
mod recycled;
mod seats;
mod teacher;
mod undo;
pub mod vouch;
pub mod world;
