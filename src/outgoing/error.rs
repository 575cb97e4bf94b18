//! Why a call got no answer. Never carries anything the other side said.

use std::error::Error;
use std::io;

/// A call to somebody else that gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutgoingError {
    /// We do not call such an address; nothing was sent.
    #[error("refused to call: {0}")]
    Refused(&'static str),
    /// No connection: name, route, port or certificate.
    #[error("no connection: {0}")]
    Unreachable(&'static str),
    /// The time for the whole call ran out.
    #[error("no complete answer in time")]
    TimedOut,
    /// The answer is larger than we read.
    #[error("the answer is too large")]
    TooLarge,
    /// The connection broke in the middle, or the answer is not HTTP.
    #[error("the answer broke off")]
    Broken,
    /// `[outgoing]` cannot work; names the key.
    #[error("{0}")]
    Setup(String),
}

impl OutgoingError {
    /// What a failed call of the HTTP library means.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        if let Some(own) = own_error(error) {
            return own;
        }
        if error.is_timeout() {
            Self::TimedOut
        } else if error.is_connect() {
            Self::Unreachable(connect_reason(error))
        } else if error.is_builder() {
            Self::Refused("not an address")
        } else {
            Self::Broken
        }
    }
}

/// Our own refusal, when the resolver made it.
fn own_error(error: &reqwest::Error) -> Option<OutgoingError> {
    causes(error).find_map(|cause| cause.downcast_ref::<OutgoingError>().cloned())
}

fn connect_reason(error: &reqwest::Error) -> &'static str {
    let refused = |io: &io::Error| io.kind() == io::ErrorKind::ConnectionRefused;
    if causes(error).any(<dyn Error>::is::<rustls::Error>) {
        "the certificate is not trusted"
    } else if causes(error).any(|cause| cause.downcast_ref::<io::Error>().is_some_and(refused)) {
        "the connection was refused"
    } else {
        "the address cannot be reached"
    }
}

/// Everything beneath an error.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| beneath(*cause))
}

/// An I/O error hides what it wraps: its `source` is already the source of that.
fn beneath<'e>(cause: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => cause.source(),
    }
}
