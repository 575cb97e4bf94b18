//! Why a call got no answer. Never carries anything the other side said.

use std::error::Error as _;

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
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(own) = inner.downcast_ref::<OutgoingError>() {
            return Some(own.clone());
        }
        cause = inner.source();
    }
    None
}

fn connect_reason(error: &reqwest::Error) -> &'static str {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            match io.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>) {
                true => return "the certificate is not trusted",
                false if io.kind() == std::io::ErrorKind::ConnectionRefused => return "the connection was refused",
                false => {}
            }
        }
        cause = inner.source();
    }
    "the address cannot be reached"
}
