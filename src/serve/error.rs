//! Why the server does not start.

use crate::config::ConfigError;
use crate::ground::GroundError;
use crate::storage::StorageError;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The configuration does not fit.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database does not open, or its schema cannot be brought up to date.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// An address cannot be listened on, such as one in use.
    #[error("{key}: cannot listen on {address}: {cause}")]
    Listen {
        /// The setting that names the address.
        key: &'static str,
        /// The address.
        address: std::net::SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A room of ours cannot be set up.
    #[error("{0}")]
    Room(String),
}

impl From<GroundError> for ServeError {
    fn from(error: GroundError) -> Self {
        match error {
            GroundError::Config(error) => Self::Config(error),
            GroundError::Storage(error) => Self::Storage(error),
        }
    }
}

impl ServeError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Config(error) => error.hint.clone(),
            Self::Storage(_) => "`koppel doctor` looks at the database".to_owned(),
            Self::Listen { .. } => "is another Koppel running? choose a free port".to_owned(),
            Self::Room(_) => "`koppel doctor` checks every part".to_owned(),
        }
    }
}
