//! Linking on both engines: what is written, what is refused, what is left behind.

mod attach;
mod bear;
mod claimed;
mod disabled;
mod end;
mod import;
mod one_time;
mod probing;
mod race;
mod recycled;
mod undo;
mod vouch;
pub mod world;
