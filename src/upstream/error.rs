//! What can go wrong at a school-side system, by what the person or the operator can do about it.

/// A sign-in at an upstream that did not end in an assertion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// The person said no there, or the system refused them.
    #[error("the sign-in was cancelled or refused at the upstream")]
    Denied,
    /// The system did not answer, or is not asked at the moment.
    #[error("the upstream does not answer")]
    Unreachable {
        /// When to try again, where it is known; at most an hour.
        retry_after_seconds: Option<u64>,
    },
    /// The system said something that cannot be believed; the reason is for logs, never from its answer.
    #[error("the upstream misbehaved: {0}")]
    Misbehaved(&'static str),
    /// A fresh sign-in was asked for and the answer shows an older one.
    #[error("the sign-in at the upstream was not fresh")]
    NotFresh,
    /// Our row or its settings cannot work; names the key.
    #[error("the upstream is set up wrongly: {0}")]
    Misconfigured(String),
}
