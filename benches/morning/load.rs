//! The people and the upstream of benches/load.

#[path = "../load/http.rs"]
mod http;
#[path = "../load/jar.rs"]
mod jar;
#[expect(dead_code, reason = "only rows keep a token between two steps")]
#[path = "../load/person.rs"]
mod person;
#[path = "../load/upstream.rs"]
mod upstream;

pub use http::Line;
pub use person::{Desk, Person, REDIRECT, asks, hidden};
pub use upstream::{CLIENT, Upstream};
