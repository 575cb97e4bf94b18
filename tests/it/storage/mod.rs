//! The storage contract, on both engines.

mod attempts;
mod check;
mod cleanup;
mod console;
mod crash;
mod doors;
mod dropped;
mod handover;
mod leases;
mod links;
mod retention;
mod schools;
pub mod seal;
mod switches;
mod together;
