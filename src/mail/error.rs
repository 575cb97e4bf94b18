//! What can go wrong with a letter, by what to do about it.

/// How far a letter came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Name, connection, TLS, EHLO.
    Connect,
    /// AUTH.
    SignIn,
    /// MAIL FROM: are we somebody who may send?
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA and the letter itself.
    Letter,
}

impl Stage {
    /// A word for metrics and logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::SignIn => "sign_in",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Letter => "letter",
        }
    }
}

/// Why a letter was not taken. No variant holds an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Settings or the CA file do not fit.
    #[error("{0}")]
    Setup(String),
    /// No letter can be written to this address.
    #[error("not an address that a letter can go to")]
    Address,
    /// The server said a final no to this recipient or this letter.
    #[error("refused for good with {code}")]
    Refused {
        /// SMTP reply code, 500 to 599.
        code: u16,
    },
    /// It did not work; later it may.
    #[error("{} failed: {what}", stage.as_str())]
    Failed {
        /// How far it came.
        stage: Stage,
        /// A reply code, or before anything of a person was said also the system's or the server's words.
        what: String,
    },
    /// The server took too long.
    #[error("no answer in time")]
    TooLate,
}
