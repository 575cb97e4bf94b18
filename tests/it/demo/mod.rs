//! The demo: the simulators' own contract, and the walk of a pupil through all of it.

mod class;
mod console;
mod seeded;
pub mod sim;
pub mod walk;
