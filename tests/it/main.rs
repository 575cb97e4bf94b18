//! Everything that needs a database, a cache or a socket, in one binary.
//!
//! Servers come from `tests/run.sh`, or for a single run from `eval "$(tests/servers.sh start)"`.
//! Every module says `#[cfg(test)]`: clippy then knows that helpers may unwrap, too.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod admin;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod cache;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod contest;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod issuer;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod journals;
#[cfg(test)]
mod linking;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod offers;
#[cfg(test)]
mod platform_api;
#[cfg(test)]
mod roster;
#[cfg(test)]
mod storage;
#[cfg(test)]
mod support;
#[cfg(test)]
mod third;
#[cfg(test)]
mod upstream;
#[cfg(test)]
mod web;
