//! The configuration: defaults, a file and the environment, one file per section; each section checks itself.

mod error;
mod log;
mod mail;
mod network;
mod outgoing;
mod ring;
mod server;
mod sessions;
mod store;
mod tokens;
mod values;

use std::path::Path;

pub use error::ConfigError;
pub use log::{Log, LogFormat};
pub use mail::{Mail, MailSignIn, MailTls};
pub use network::{InvalidNetwork, Network};
pub use outgoing::Outgoing;
pub use ring::{RingKey, new_ring_key, vault};
pub use server::{Server, is_loopback};
pub use sessions::Sessions;
pub use store::Store;
pub use tokens::Tokens;
use values::Values;

/// Every setting with its default and a comment.
pub const DEFAULT: &str = include_str!("../../config/default.toml");

/// The whole configuration. An unknown key is an error.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where we listen and what we are called.
    pub server: Server,
    /// Which database.
    pub database: Store,
    /// Which cache.
    pub cache: Store,
    /// The key ring for secrets at rest; the first key writes. Empty until the operator made one.
    pub keys: Vec<RingKey>,
    /// Calls we make to others.
    pub outgoing: Outgoing,
    /// Lifetimes of what we issue.
    pub tokens: Tokens,
    /// Lifetimes of browser sessions and logins.
    pub sessions: Sessions,
    /// Mail, if there is any.
    pub mail: Option<Mail>,
    /// Logs.
    pub log: Log,
}

impl Config {
    /// Lays `file` over the defaults and the `KOPPEL__SECTION__KEY` variables of `environment` over both.
    ///
    /// # Errors
    /// The first unknown key, unreadable file, unusable value or impossible combination.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let values = Values::layered(DEFAULT, file, environment)?;
        values.refuse_unknown(&known_keys())?;
        Ok(Self {
            server: Server::read(&values)?,
            database: Store::read_database(&values)?,
            cache: Store::read_cache(&values)?,
            keys: RingKey::read_all(&values)?,
            outgoing: Outgoing::read(&values)?,
            tokens: Tokens::read(&values)?,
            sessions: Sessions::read(&values)?,
            mail: Mail::read(&values)?,
            log: Log::read(&values)?,
        })
    }
}

fn known_keys() -> Vec<&'static str> {
    let sections: [&[&str]; 8] =
        [server::KEYS, store::KEYS, ring::KEYS, outgoing::KEYS, tokens::KEYS, sessions::KEYS, mail::KEYS, log::KEYS];
    sections.concat()
}

#[cfg(test)]
mod tests;
