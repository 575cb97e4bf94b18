//! The presets of `config/upstreams/lti.toml`, with addresses that we would call.

use std::collections::BTreeMap;

use jsonwebtoken::Algorithm;
use serde::Deserialize;
use url::{Origin, Url};

use crate::domain::{RosterSubject, SchoolId, SigningAlg};
use crate::storage::upstreams::Upstream;
use crate::upstream::line::Line;
use crate::upstream::{UpstreamError, settings};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    auth_url: String,
    token_url: String,
    jwks_url: String,
    members_url: String,
    token_audience: String,
    id_token_alg: Algorithm,
    signing_alg: SigningAlg,
    vouches_for_roles: bool,
    sign_out_url: String,
    roster_subject: RosterSubject,
    full_read_days: u16,
    deployments: BTreeMap<String, String>,
    contexts: BTreeMap<String, SchoolId>,
}

/// What is known of one system, once it makes sense.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) auth: Url,
    pub(super) token: Url,
    pub(super) jwks: Url,
    /// The only place where members are read.
    pub(super) members: Origin,
    pub(super) token_audience: String,
    pub(super) id_token_alg: Algorithm,
    pub(super) signing_alg: SigningAlg,
    pub(super) vouches_for_roles: bool,
    pub(super) sign_out: Option<Url>,
    pub(super) roster_subject: RosterSubject,
    pub(super) full_read_days: u16,
    deployments: BTreeMap<String, Option<SchoolId>>,
    contexts: BTreeMap<String, SchoolId>,
}

fn wrong(problem: &str) -> UpstreamError {
    UpstreamError::Misconfigured(format!("settings: {problem}"))
}

impl Settings {
    /// Reads and checks them.
    ///
    /// # Errors
    /// [`UpstreamError::Misconfigured`] names the key.
    pub(super) fn read(row: &Upstream, issuer: &str, line: &Line) -> Result<Self, UpstreamError> {
        let preset: Preset = settings::read(row)?;
        let at = |key: &str, text: &str| {
            let url = match text {
                "" => return Err(wrong(&format!("{key} is missing"))),
                path if path.starts_with('/') => settings::address(key, Some(issuer), "", path)?,
                whole => settings::address(key, Some(whole), "", "")?,
            };
            line.check(&url).map(|()| url)
        };
        let token = at("token_url", &preset.token_url)?;
        let members = match preset.members_url.as_str() {
            "" => token.origin(),
            text => at("members_url", text)?.origin(),
        };
        if !matches!(preset.id_token_alg, Algorithm::RS256 | Algorithm::ES256) {
            return Err(wrong("id_token_alg must be RS256 or ES256"));
        }
        let deployments: BTreeMap<_, _> = preset.deployments.into_iter().map(deployment).collect::<Result<_, _>>()?;
        // The id of a course is unique within its deployment only.
        if !preset.contexts.is_empty() && deployments.values().filter(|school| school.is_none()).count() > 1 {
            return Err(wrong("contexts: only one deployment may be of several schools"));
        }
        Ok(Self {
            auth: at("auth_url", &preset.auth_url)?,
            jwks: at("jwks_url", &preset.jwks_url)?,
            members,
            token_audience: if preset.token_audience.is_empty() { token.to_string() } else { preset.token_audience },
            token,
            id_token_alg: preset.id_token_alg,
            signing_alg: preset.signing_alg,
            vouches_for_roles: preset.vouches_for_roles,
            sign_out: settings::optional_address("sign_out_url", &preset.sign_out_url)?,
            roster_subject: preset.roster_subject,
            full_read_days: preset.full_read_days,
            deployments,
            contexts: preset.contexts,
        })
    }

    /// Whether launches of this deployment are ours.
    pub(super) fn allows(&self, deployment: &str) -> bool {
        self.deployments.contains_key(deployment)
    }

    /// Of which school a context is.
    pub(super) fn school(&self, deployment: &str, context: &str) -> Option<&SchoolId> {
        match self.deployments.get(deployment)? {
            Some(school) => Some(school),
            None => self.contexts.get(context),
        }
    }
}

fn deployment((id, school): (String, String)) -> Result<(String, Option<SchoolId>), UpstreamError> {
    if school.is_empty() {
        return Ok((id, None));
    }
    let school = school.parse().map_err(|_| wrong(&format!("deployments: {school:?} is no typed number")))?;
    Ok((id, Some(school)))
}
