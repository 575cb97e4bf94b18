//! The storage contract, on both engines.

mod doors;
