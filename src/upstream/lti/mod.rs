//! LTI 1.3: a learning management system opens us as a tool, and lets us read who is in its courses.
//!
//! Source: 1EdTech, LTI 1.3 core, security framework 1.0, deep linking 2.0, names and role provisioning services 2.0. Our
//! *upstream* is their *platform*; we are their *tool*. Their *context* is a journal. A launch brings a browser with an ID
//! token that this browser asked for; nobody can be sent there without one.

mod access;
mod answer;
mod container;
mod launch;
mod login;
mod members;
mod roles;
mod settings;

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::Mutex;
use url::Url;

pub use self::answer::{Handing, Linking};
pub use self::launch::{Arrived, LaunchError};
pub use self::login::{Outset, Wrong};

use self::access::Access;
use self::settings::Settings;
use super::UpstreamError;
use super::line::Line;
use super::oidc::kept::Kept;
use super::oidc::keys::Keys;
use crate::domain::{Random, RosterSubject, Time, UpstreamId};
use crate::issuer::keys::KeyRing;
use crate::storage::upstreams::Upstream;

/// A client of one system that opens us as a tool.
#[derive(Debug)]
pub struct Lti {
    id: UpstreamId,
    issuer: String,
    client_id: String,
    line: Line,
    random: Random,
    ring: Arc<KeyRing>,
    settings: Settings,
    keys: Kept<Keys>,
    access: Mutex<Option<Access>>,
}

impl Lti {
    pub(super) fn new(row: &Upstream, line: Line, random: Random, ring: Arc<KeyRing>) -> Result<Self, UpstreamError> {
        let issuer =
            row.issuer.clone().ok_or_else(|| UpstreamError::Misconfigured("issuer: it is missing".to_owned()))?;
        Ok(Self {
            id: row.id.clone(),
            settings: Settings::read(row, &issuer, &line)?,
            issuer,
            client_id: row.client_id.clone(),
            line,
            random,
            ring,
            keys: Kept::empty(),
            access: Mutex::new(None),
        })
    }

    pub(super) fn roster_subject(&self) -> RosterSubject {
        self.settings.roster_subject
    }

    pub(super) fn sign_out_url(&self) -> Option<Url> {
        self.settings.sign_out.clone()
    }

    /// Where browsers are sent to for a launch.
    #[must_use]
    pub fn auth_url(&self) -> &Url {
        &self.settings.auth
    }

    /// Signs in our name, with a key that `/jwks` publishes.
    async fn sign(&self, claims: &Value, now: Time) -> Result<String, UpstreamError> {
        let signed = match self.ring.current().await {
            Ok(keys) => keys.sign(self.settings.signing_alg, claims, now),
            Err(error) => Err(error),
        };
        signed.map_err(|error| UpstreamError::Misconfigured(format!("signing_alg: {error}")))
    }
}
