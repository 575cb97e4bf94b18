//! What is wrong with the configuration, in one line that names the key.

/// The first thing that is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}")]
pub struct ConfigError {
    /// The setting as it stands in the file, such as `server.public_url`.
    pub key: String,
    /// What is wrong with it.
    pub problem: String,
    /// What to do about it.
    pub hint: String,
}

impl ConfigError {
    /// An error at one key.
    #[must_use]
    pub fn new(key: &str, problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { key: key.to_owned(), problem: problem.into(), hint: hint.into() }
    }
}
