//! Built clients, thrown away when their row changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::SecretString;

use super::line::Line;
use super::{Client, Ekool, JournalLink, Lti, Oidc, RosterSource, Stuudium, UpstreamError};
use crate::domain::{Time, UpstreamId, UpstreamKind};
use crate::ground::Ground;
use crate::issuer::keys::KeyRing;
use crate::outgoing::Outgoing;
use crate::storage::upstreams::{Upstream, secret_place};

/// Makes clients from rows and keeps them while the rows stay the same. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Registry {
    ground: Ground,
    outgoing: Outgoing,
    ring: Arc<KeyRing>,
    built: Arc<Mutex<HashMap<UpstreamId, (Time, Client)>>>,
    sources: Arc<Mutex<HashMap<UpstreamId, (Time, RosterSource)>>>,
}

impl Registry {
    /// A registry without any client yet.
    ///
    /// # Errors
    /// [`UpstreamError::Misconfigured`] when `[outgoing]` cannot work, such as an unreadable CA file.
    pub fn new(ground: Ground) -> Result<Self, UpstreamError> {
        let outgoing =
            Outgoing::new(&ground.config.outgoing).map_err(|error| UpstreamError::Misconfigured(error.to_string()))?;
        let ring = Arc::new(KeyRing::new(ground.clone()));
        Ok(Self { ground, outgoing, ring, built: Arc::default(), sources: Arc::default() })
    }

    /// The client for a row as it is now: a change by the command line is seen on the next call.
    ///
    /// # Errors
    /// [`UpstreamError::Misconfigured`] when the row is disabled, its secret cannot be opened or its settings are wrong.
    #[expect(clippy::unused_async, reason = "rooms await it, so that building may one day have to ask somebody")]
    pub async fn client(&self, row: &Upstream) -> Result<Client, UpstreamError> {
        if row.disabled_at.is_some_and(|at| at <= self.ground.now()) {
            return Err(UpstreamError::Misconfigured("the upstream is disabled".to_owned()));
        }
        if let Some(client) = self.held(row) {
            return Ok(client);
        }
        let client = self.build(row)?;
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        built.insert(row.id.clone(), (row.updated_at, client.clone()));
        Ok(client)
    }

    /// The class lists of a row, where that system has any.
    ///
    /// # Errors
    /// As [`Registry::client`].
    pub fn source(&self, row: &Upstream) -> Result<Option<RosterSource>, UpstreamError> {
        if row.disabled_at.is_some_and(|at| at <= self.ground.now()) {
            return Err(UpstreamError::Misconfigured("the upstream is disabled".to_owned()));
        }
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, source)) = sources.get(&row.id).filter(|(at, _)| *at == row.updated_at) {
            return Ok(Some(source.clone()));
        }
        let source = match row.kind {
            UpstreamKind::Ekool | UpstreamKind::Stuudium => {
                let line = Line::new(self.outgoing.clone(), self.ground.clock.clone());
                let random = self.ground.random.clone();
                RosterSource::JournalLink(Arc::new(JournalLink::new(row, self.secret(row)?, line, random)?))
            }
            UpstreamKind::Lti => RosterSource::Lti(self.lti_client(row)?),
            UpstreamKind::Oidc | UpstreamKind::Harid => return Ok(None),
        };
        sources.insert(row.id.clone(), (row.updated_at, source.clone()));
        Ok(Some(source))
    }

    /// The client of a row whose system opens us as a tool; nothing for other kinds.
    ///
    /// # Errors
    /// As [`Registry::client`].
    pub fn lti(&self, row: &Upstream) -> Result<Option<Arc<Lti>>, UpstreamError> {
        Ok(match self.source(row)? {
            Some(RosterSource::Lti(client)) => Some(client),
            Some(RosterSource::JournalLink(_)) | None => None,
        })
    }

    fn lti_client(&self, row: &Upstream) -> Result<Arc<Lti>, UpstreamError> {
        let line = Line::new(self.outgoing.clone(), self.ground.clock.clone());
        Ok(Arc::new(Lti::new(row, line, self.ground.random.clone(), self.ring.clone())?))
    }

    fn held(&self, row: &Upstream) -> Option<Client> {
        let built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        built.get(&row.id).filter(|(at, _)| *at == row.updated_at).map(|(_, client)| client.clone())
    }

    fn build(&self, row: &Upstream) -> Result<Client, UpstreamError> {
        let secret = self.secret(row)?;
        let line = Line::new(self.outgoing.clone(), self.ground.clock.clone());
        let random = self.ground.random.clone();
        Ok(match row.kind {
            UpstreamKind::Oidc => Client::Oidc(Arc::new(Oidc::new(row, secret, line, random)?)),
            UpstreamKind::Harid => Client::Harid(Arc::new(Oidc::new(row, secret, line, random)?)),
            UpstreamKind::Ekool => Client::Ekool(Arc::new(Ekool::new(row, secret, line, random)?)),
            UpstreamKind::Stuudium => Client::Stuudium(Arc::new(Stuudium::new(row, secret, line, random)?)),
            UpstreamKind::Lti => Client::Lti(self.lti_client(row)?),
        })
    }

    fn secret(&self, row: &Upstream) -> Result<SecretString, UpstreamError> {
        let wrong = |problem: String| UpstreamError::Misconfigured(format!("client_secret: {problem}"));
        let clear = self
            .ground
            .vault
            .open(&secret_place(&row.id), &row.client_secret)
            .map_err(|error| wrong(error.to_string()))?;
        let text = std::str::from_utf8(&clear).map_err(|_| wrong("not a text".to_owned()))?;
        Ok(SecretString::from(text.to_owned()))
    }
}
