//! Class journals of an upstream: opened by the token of a teacher's launch, read again by our own signature.

mod link;
mod wire;

use std::sync::Arc;

use url::Url;

pub use link::JournalLink;
pub(super) use wire::text;

use super::{Handing, Linking, Lti, UpstreamError};
use crate::domain::{Assertion, JournalKey, Member, Reading, RosterSubject};

/// A system that holds class lists.
#[derive(Debug, Clone)]
pub enum RosterSource {
    /// "journal-link v1": Stuudium's documented steps, with bodies that are ours (docs/journal-link.md). eKool, too.
    JournalLink(Arc<JournalLink>),
    /// LTI 1.3 with the names and roles service 2.0.
    Lti(Arc<Lti>),
}

/// What is known from the read before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before<'a> {
    /// What the source wanted to be told; see [`Reading::cursor`].
    pub cursor: Option<&'a str>,
    /// Whether it will do to hear that nothing changed: nobody is missing, nothing waits for a decision.
    pub is_quiet: bool,
}

/// Hears, after every page, whom the pages so far told of, and of how many pupils they are by the upstream's own word, where
/// it gave one: without those who are protected.
pub type Hearer<'a> = &'a (dyn Fn(&[Member], Option<usize>) + Sync);

/// What the token of a launch opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launched {
    /// The journal and who is in it.
    pub reading: Reading,
    /// Subject of the teacher who pressed the button.
    pub launched_by: String,
    /// The upstream's word for that teacher, where the launch was a sign-in there. It may be used once; the caller sees to it.
    pub arrived: Option<Box<Assertion>>,
}

/// A journal that its upstream knows to be linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// What it is read by from now on.
    pub key: JournalKey,
    /// Where the upstream shows it.
    pub landing_url: Option<Url>,
}

/// A journal that could not be read or told of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// The token is unknown, used up, or too old: the teacher presses the button again.
    #[error("the launch is over")]
    LaunchOver,
    /// The upstream lets us read this journal no longer. A state, no fault: nothing is removed.
    #[error("the consent to read the journal was withdrawn")]
    ConsentWithdrawn,
    /// The upstream has no such journal any more. It says nothing about its people.
    #[error("the upstream has no such journal")]
    Gone,
    /// Nothing changed since the read before. No fault.
    #[error("nothing changed")]
    Unchanged,
    /// The upstream itself.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
}

impl RosterSource {
    /// Opens the journal that a launch is for. The token stays good for [`RosterSource::confirm`].
    ///
    /// # Errors
    /// [`JournalError::LaunchOver`]; the upstream's own.
    pub async fn open(&self, token: &str) -> Result<Launched, JournalError> {
        match self {
            Self::JournalLink(source) => Box::pin(source.open(token)).await,
            Self::Lti(source) => Box::pin(source.open(token)).await,
        }
    }

    /// Uses up a launch: from now on the journal is linked, and its people are sent to `here`.
    ///
    /// # Errors
    /// [`JournalError::LaunchOver`]; the upstream's own.
    pub async fn confirm(&self, token: &str, here: &Url) -> Result<Confirmed, JournalError> {
        match self {
            Self::JournalLink(source) => Box::pin(source.confirm(token, here)).await,
            // The browser tells it: see `hand_over`.
            Self::Lti(source) => Ok(Confirmed { key: source.key_of(token)?, landing_url: None }),
        }
    }

    /// Reads a linked journal as it is now.
    ///
    /// # Errors
    /// [`JournalError::ConsentWithdrawn`], [`JournalError::Gone`]; the upstream's own. What could be read in part is a
    /// reading that says so.
    pub async fn read(&self, key: &JournalKey) -> Result<Reading, JournalError> {
        self.read_again(key, Before::default(), &|_, _| ()).await
    }

    /// The same by a caller who remembers the read before, and is told how far it is.
    ///
    /// # Errors
    /// As [`RosterSource::read`]; [`JournalError::Unchanged`] only where that will do.
    pub async fn read_again(
        &self,
        key: &JournalKey,
        before: Before<'_>,
        told: Hearer<'_>,
    ) -> Result<Reading, JournalError> {
        match self {
            Self::JournalLink(source) => Box::pin(source.read(key, told)).await,
            Self::Lti(source) => Box::pin(source.read(key, before, told)).await,
        }
    }

    /// What the browser brings to the upstream, once the journal of a launch is linked; nothing where nobody waits for it.
    ///
    /// # Errors
    /// We have no key to sign it with.
    pub async fn hand_over(&self, token: &str, linking: Linking<'_>) -> Result<Option<Handing>, UpstreamError> {
        match self {
            Self::JournalLink(_) => Ok(None),
            Self::Lti(source) => Box::pin(source.hand_over(token, linking)).await,
        }
    }

    /// Tells the upstream that a journal is not linked any more. Telling it twice is no fault.
    ///
    /// # Errors
    /// The upstream's own.
    pub async fn end(&self, key: &JournalKey) -> Result<(), JournalError> {
        match self {
            Self::JournalLink(source) => Box::pin(source.end(key)).await,
            // There is nobody to tell: the link in the course is the teacher's to take away.
            Self::Lti(_) => Ok(()),
        }
    }

    /// Whether the people of its journals have the ids of its sign-in.
    #[must_use]
    pub fn roster_subject(&self) -> RosterSubject {
        match self {
            Self::JournalLink(source) => source.roster_subject(),
            Self::Lti(source) => source.roster_subject(),
        }
    }

    /// The journal that a call from the upstream is about; nothing when it cannot be understood. Whose call it is, only
    /// its signature says.
    #[must_use]
    pub fn told_of(&self, body: &[u8]) -> Option<JournalKey> {
        match self {
            Self::JournalLink(source) => source.told_of(body),
            Self::Lti(_) => None,
        }
    }

    /// The journal that the upstream's own id names, whether it is there or not; nothing when no id looks like this.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<JournalKey> {
        match self {
            Self::JournalLink(source) => source.named(id),
            // Its courses have ids of two parts, and it has no button that leads here.
            Self::Lti(_) => None,
        }
    }

    /// The nonce of a call from the upstream that is signed with our shared secret; it may be accepted once.
    #[must_use]
    pub fn heard(&self, signature: &str) -> Option<String> {
        match self {
            Self::JournalLink(source) => source.heard(signature),
            Self::Lti(_) => None,
        }
    }
}
