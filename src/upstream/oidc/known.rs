//! What we know of an issuer: its metadata and its keys.

use std::sync::{Arc, Mutex, PoisonError};

use jsonwebtoken::Algorithm;
use url::Url;

use super::super::UpstreamError;
use super::super::line::Line;
use super::kept::Kept;
use super::keys::Keys;
use super::metadata::{self, Metadata};

/// Metadata and keys of one issuer.
#[derive(Debug)]
pub(super) struct Known {
    line: Line,
    issuer: String,
    alg: Algorithm,
    metadata: Kept<Metadata>,
    keys: Kept<Keys>,
    end_session: Mutex<Option<Url>>,
}

impl Known {
    pub(super) fn new(line: Line, issuer: String, alg: Algorithm) -> Self {
        Self { line, issuer, alg, metadata: Kept::empty(), keys: Kept::empty(), end_session: Mutex::new(None) }
    }

    /// The issuer's metadata.
    pub(super) async fn metadata(&self) -> Result<Arc<Metadata>, UpstreamError> {
        let metadata = self.metadata.take(self.line.now(), metadata::fetch(&self.line, &self.issuer)).await?;
        self.end_session.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&metadata.end_session);
        Ok(metadata)
    }

    /// The issuer's keys.
    pub(super) async fn keys(&self) -> Result<Arc<Keys>, UpstreamError> {
        self.keys.take(self.line.now(), self.fetch_keys()).await
    }

    /// The keys once more, because a token names one we do not hold; none when they were fetched just now.
    pub(super) async fn newer_keys(&self) -> Result<Option<Arc<Keys>>, UpstreamError> {
        self.keys.renew(self.line.now(), self.fetch_keys()).await
    }

    async fn fetch_keys(&self) -> Result<Keys, UpstreamError> {
        let metadata = self.metadata().await?;
        Keys::fetch(&self.line, &metadata.jwks, self.alg).await
    }

    /// Where a person signs out there, once the metadata was read.
    pub(super) fn end_session(&self) -> Option<Url> {
        self.end_session.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
