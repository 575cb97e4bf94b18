//! What can stop a login, by what the person can do about it.

use crate::accounts::AccountsError;
use crate::issuer::IssuerError;
use crate::linking::LinkingError;
use crate::storage::StorageError;
use crate::upstream::UpstreamError;
use crate::web::{self, Trouble};

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// The attempt is unknown, over, another browser's, or stands at another step.
    #[error("the login is stale")]
    Stale,
    /// Something on the way was switched off meanwhile.
    #[error("blocked")]
    Blocked(Box<Trouble>),
    /// What a login found out cannot be sealed, and so not be kept until the next request.
    #[error("a login cannot be kept: {0}")]
    NotKept(String),
    /// The database's.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Of the accounts.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    /// Of the links.
    #[error(transparent)]
    Linking(#[from] LinkingError),
    /// Of the issuer.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
}

impl From<Trouble> for LoginError {
    fn from(trouble: Trouble) -> Self {
        Self::Blocked(Box::new(trouble))
    }
}

impl From<LoginError> for web::Error {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Blocked(trouble) => (*trouble).into(),
            LoginError::Stale | LoginError::Linking(LinkingError::Changed(_) | LinkingError::Gone) => {
                Trouble::Stale.into()
            }
            LoginError::Storage(error)
            | LoginError::Accounts(AccountsError::Storage(error))
            | LoginError::Linking(LinkingError::Storage(error))
            | LoginError::Issuer(IssuerError::Storage(error)) => error.into(),
            LoginError::Issuer(IssuerError::Blocked) => Trouble::AccountOff.into(),
            other => Self::internal(other),
        }
    }
}

/// The page for what went wrong at an upstream. `password`: a user name and password work here too.
pub(crate) fn upstream_trouble(error: UpstreamError, name: &str, password: bool) -> web::Error {
    let upstream = name.to_owned();
    let trouble = match &error {
        UpstreamError::Denied => Trouble::Denied { upstream },
        UpstreamError::Unreachable { retry_after_seconds } => {
            Trouble::UpstreamSilent { upstream, retry_after_seconds: *retry_after_seconds, password }
        }
        UpstreamError::NotFresh => Trouble::NotFresh { upstream },
        UpstreamError::Misbehaved(_) | UpstreamError::Misconfigured(_) => Trouble::UpstreamMisbehaved { upstream },
    };
    web::Error::from(trouble).caused_by(error)
}
