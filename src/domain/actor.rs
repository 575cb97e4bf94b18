//! Who did something, as audit rows and ended rows name them.

use std::fmt;

use super::id::{AccountId, IdentityId, PlatformId, UpstreamId};

/// Who did it. Written as `account:<id>`, `identity:<id>`, `cli:<name>`, `job:<name>`, `platform:<id>` or
/// `upstream:<id>`.
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
    /// An upstream that called us.
    Upstream(UpstreamId),
}

impl Actor {
    /// Who a stored text names; nobody where it names a job.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (kind, who) = text.split_once(':')?;
        match kind {
            "account" => who.parse().ok().map(Self::Account),
            "identity" => who.parse().ok().map(Self::Identity),
            "cli" => Some(Self::Cli(who.to_owned())),
            "platform" => who.parse().ok().map(Self::Platform),
            "upstream" => who.parse().ok().map(Self::Upstream),
            _ => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Identity(id) => write!(f, "identity:{id}"),
            Self::Cli(name) => write!(f, "cli:{name}"),
            Self::Job(name) => write!(f, "job:{name}"),
            Self::Platform(id) => write!(f, "platform:{id}"),
            Self::Upstream(id) => write!(f, "upstream:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Random;

    #[test]
    fn who_did_it_is_read_back_as_it_was_written() {
        let account = Actor::Account(AccountId::random(&Random::counter(1))).to_string();
        for text in [account.as_str(), "cli:root", "upstream:ekool", "platform:opiq"] {
            assert_eq!(Actor::read(text).map(|actor| actor.to_string()).as_deref(), Some(text));
        }
        assert_eq!((Actor::read("job:refresh"), Actor::read("account:x"), Actor::read("x")), (None, None, None));
    }
}
