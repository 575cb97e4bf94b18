//! The public keys of clients: in their row, or at their `jwks_uri`, fetched at most twice a minute whoever asks.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::domain::Time;
use crate::issuer::keys::PublicKeys;
use crate::outgoing::Outgoing;
use crate::storage::clients::Client;

/// How long fetched keys are good.
const KEEP: TimeDelta = TimeDelta::minutes(5);

/// How soon they may be fetched again because none of them fitted.
const AGAIN: TimeDelta = TimeDelta::seconds(30);

/// Largest set that is read, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// Most sets that are kept.
const MAX_SETS: usize = 1_000;

/// Fetched key sets by address.
#[derive(Debug)]
pub(in crate::issuer) struct ClientKeys {
    outgoing: Outgoing,
    sets: Mutex<HashMap<String, Fetched>>,
}

#[derive(Debug, Clone)]
struct Fetched {
    at: Time,
    keys: PublicKeys,
}

impl ClientKeys {
    pub(in crate::issuer) fn new(outgoing: Outgoing) -> Self {
        Self { outgoing, sets: Mutex::default() }
    }

    /// The keys of a client. `again` asks for newer ones, because none of those answered before fitted.
    pub(super) async fn find(&self, client: &Client, now: Time, again: bool) -> PublicKeys {
        if let Some(jwks) = &client.jwks {
            return PublicKeys::parse(jwks).unwrap_or_default();
        }
        let Some(uri) = &client.jwks_uri else { return PublicKeys::default() };
        let held = self.lock().get(uri).cloned();
        let enough = if again { AGAIN } else { KEEP };
        if let Some(held) = &held
            && now - held.at < enough
        {
            return held.keys.clone();
        }
        let old = held.map(|held| held.keys).unwrap_or_default();
        self.hold(uri, Fetched { at: now, keys: old.clone() });
        let keys = self.fetch(uri).await.unwrap_or(old);
        self.hold(uri, Fetched { at: now, keys: keys.clone() });
        keys
    }

    async fn fetch(&self, uri: &str) -> Option<PublicKeys> {
        let request = http::Request::get(uri).header(http::header::ACCEPT, "application/json").body(Vec::new()).ok()?;
        match self.outgoing.send_capped(request, MAX_BODY).await {
            Ok(answer) if answer.status == http::StatusCode::OK => {
                PublicKeys::parse(std::str::from_utf8(&answer.body).ok()?)
            }
            Ok(answer) => {
                tracing::warn!(status = answer.status.as_u16(), "the keys of a client could not be fetched");
                None
            }
            Err(error) => {
                tracing::warn!(%error, "the keys of a client could not be fetched");
                None
            }
        }
    }

    fn hold(&self, uri: &str, fetched: Fetched) {
        let mut sets = self.lock();
        if sets.len() >= MAX_SETS {
            sets.clear();
        }
        sets.insert(uri.to_owned(), fetched);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Fetched>> {
        self.sets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
