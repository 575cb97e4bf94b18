//! Who did something, as audit rows and ended rows name them.

use std::fmt;

use super::id::{AccountId, IdentityId, PlatformId};

/// Who did it. Written as `account:<id>`, `identity:<id>`, `cli:<name>`, `job:<name>` or `platform:<id>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    Account(AccountId),
    /// A person whom an upstream vouched for and who has no account yet.
    Identity(IdentityId),
    /// Somebody at the command line, by the name of their system account.
    Cli(String),
    /// A job of ours.
    Job(&'static str),
    /// A platform through its client.
    Platform(PlatformId),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Identity(id) => write!(f, "identity:{id}"),
            Self::Cli(name) => write!(f, "cli:{name}"),
            Self::Job(name) => write!(f, "job:{name}"),
            Self::Platform(id) => write!(f, "platform:{id}"),
        }
    }
}
