//! Journals on both engines: what is applied, what is refused, what is left behind.

mod absence;
mod access;
mod apply;
mod drip;
mod gone;
mod holds;
mod joined;
mod launch;
mod licences;
pub mod live;
mod model;
mod protected;
mod refresh;
mod roll;
mod roll_holds;
mod rows;
pub mod runs;
pub mod school;
mod turn;
mod unsaid;
mod word;
