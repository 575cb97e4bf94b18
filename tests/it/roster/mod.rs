//! Journals on both engines: what is applied, what is refused, what is left behind.

mod absence;
mod apply;
mod holds;
mod joined;
mod launch;
mod licences;
pub mod live;
mod model;
mod protected;
mod refresh;
mod roll;
mod rows;
pub mod runs;
pub mod school;
mod word;
