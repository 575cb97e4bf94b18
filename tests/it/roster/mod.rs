//! Journals on both engines: what is applied, what is refused, what is left behind.

mod absence;
mod apply;
mod launch;
mod licences;
mod protected;
pub mod school;
