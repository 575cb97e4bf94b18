//! koppel
fn main() {}
