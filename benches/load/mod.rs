//! People and programs that ask: an HTTP client that costs little, browsers with cookies, and a fast upstream. All of it
//! runs on one core, beside the server under test.

mod drive;
mod http;
mod jar;
mod person;
mod upstream;

pub use drive::{Figures, Way, drive, median_of};
pub use http::Line;
pub use person::{Desk, Person, REDIRECT, asks, hidden, text};
pub use upstream::{CLIENT, Upstream};
