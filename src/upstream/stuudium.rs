//! Stuudium: an own redirect with a token, and a signed call that says whose it is.
//! Source: abi.stuudium.com/api. The signature covers neither path nor body, so TLS does the rest.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use url::Url;

use super::line::{Line, get};
use super::profile::{Profile, text_at, typed_school, value_at};
use super::{DepartRequest, Departure, Return, Secrets, UpstreamError, callback, settings, signed};
use crate::domain::{AssertedRole, Assertion, Random, SchoolId, SubjectKey, UpstreamId};
use crate::storage::upstreams::Upstream;

/// Largest verify answer we read, in bytes.
const VERIFY_CAP: usize = 256 * 1024;

/// The preset of `config/upstreams/stuudium.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    login_url: String,
    api_url: String,
    authorize_path: String,
    verify_path: String,
    subdomain: String,
    vouches_for_roles: bool,
    sign_out_url: String,
    subject: String,
    client: String,
    role: String,
    class_name: String,
    school_number: String,
    school_name: String,
    schools: BTreeMap<String, SchoolId>,
    profile: Profile,
    #[expect(dead_code, reason = "read by the client of its journals")]
    journal: IgnoredAny,
}

/// A client of Stuudium.
#[derive(Debug)]
pub struct Stuudium {
    id: UpstreamId,
    line: Line,
    random: Random,
    client_id: String,
    secret: SecretString,
    settings: Settings,
    authorize: Url,
    verify: Url,
    sign_out: Option<Url>,
}

impl Stuudium {
    pub(super) fn new(row: &Upstream, secret: SecretString, line: Line, random: Random) -> Result<Self, UpstreamError> {
        let settings: Settings = settings::read(row)?;
        let login = row.login_url.as_deref();
        let authorize = settings::address("login_url", login, &settings.login_url, &settings.authorize_path)?;
        let verify = settings::address("api_url", row.api_url.as_deref(), &settings.api_url, &settings.verify_path)?;
        line.check(&authorize)?;
        line.check(&verify)?;
        Ok(Self {
            id: row.id.clone(),
            line,
            random,
            client_id: row.client_id.clone(),
            secret,
            sign_out: settings::optional_address("sign_out_url", &settings.sign_out_url)?,
            settings,
            authorize,
            verify,
        })
    }

    /// There is no way to ask for a fresh sign-in, and the address to return to is registered at Stuudium.
    pub(super) fn depart(&self, request: &DepartRequest) -> Departure {
        let mut url = self.authorize.clone();
        url.query_pairs_mut().append_pair("client_id", &self.client_id).append_pair("state", &request.state);
        if !self.settings.subdomain.is_empty() {
            url.query_pairs_mut().append_pair("subdomain", &self.settings.subdomain);
        }
        let secrets = Secrets {
            nonce: self.random.secret(),
            pkce_verifier: None,
            issuer: None,
            fresh_requested_at: None,
            max_age: None,
        };
        Departure { url, secrets }
    }

    pub(super) async fn identify(&self, back: &Return) -> Result<Assertion, UpstreamError> {
        let mut url = self.verify.clone();
        url.query_pairs_mut().append_pair("token", callback::value(back, "token")?);
        let signed = signed::header(&self.client_id, self.secret.expose_secret(), back.now, &self.random.id_text())?;
        let answer = self.line.ask(get(&url, Some(&signed))?, VERIFY_CAP).await?;
        match answer.status.as_u16() {
            200 => {}
            // A token used twice or too late looks like this; so does a wrong secret, which `doctor` tells apart.
            400..=404 | 410 => return Err(UpstreamError::Denied),
            _ => return Err(UpstreamError::Misbehaved("the verify call is refused")),
        }
        let answer = answer.json().ok_or(UpstreamError::Misbehaved("the verify answer is not JSON"))?;
        self.person(&answer)
    }

    fn person(&self, answer: &Value) -> Result<Assertion, UpstreamError> {
        let subject = subject_at(answer, &self.settings.subject)
            .ok_or(UpstreamError::Misbehaved("the verify answer has no id of the person"))?;
        let client = text_at(answer, &self.settings.client);
        // Somebody of another school can come back even when one school was asked for.
        if !self.settings.subdomain.is_empty() && client.as_deref() != Some(self.settings.subdomain.as_str()) {
            return Err(UpstreamError::Denied);
        }
        let key = SubjectKey { upstream: self.id.clone(), scope: String::new(), subject };
        let said = self.settings.profile.read(answer).into_assertion(key, self.settings.vouches_for_roles);
        Ok(Assertion { roles: self.roles(answer, client.as_deref()), ..said })
    }

    fn roles(&self, answer: &Value, client: Option<&str>) -> Vec<AssertedRole> {
        let listed = client.and_then(|client| self.settings.schools.get(client)).cloned();
        let given = || text_at(answer, &self.settings.school_number).and_then(|number| typed_school(&number));
        let school = listed.or_else(given);
        let school_name = text_at(answer, &self.settings.school_name).or_else(|| client.map(str::to_owned));
        let class_name = text_at(answer, &self.settings.class_name);
        let asserted = |role| AssertedRole {
            school: school.clone(),
            school_name: school_name.clone(),
            role,
            class_name: class_name.clone(),
        };
        self.settings.profile.roles_at(answer, &self.settings.role).into_iter().map(asserted).collect()
    }

    pub(super) fn sign_out_url(&self) -> Option<Url> {
        self.sign_out.clone()
    }
}

/// The person's id exactly as sent: not trimmed, because the link key is compared byte by byte.
fn subject_at(answer: &Value, pointer: &str) -> Option<String> {
    let text = value_at(answer, pointer)?.as_str()?;
    let plain = !text.is_empty() && text.len() <= 255 && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_nonces_have_the_documented_length() {
        assert!((10..=30).contains(&Random::system().id_text().len()));
    }

    #[test]
    fn a_subject_is_taken_byte_by_byte_or_not_at_all() {
        let table = [
            (serde_json::json!({"id": "demo-123"}), Some("demo-123")),
            (serde_json::json!({"id": "DEMO-123"}), Some("DEMO-123")),
            (serde_json::json!({"id": " demo-123"}), None),
            (serde_json::json!({"id": ""}), None),
            (serde_json::json!({"id": 123}), None),
            (serde_json::json!({"id": null}), None),
            (serde_json::json!({}), None),
        ];
        for (answer, expected) in table {
            assert_eq!(subject_at(&answer, "/id").as_deref(), expected, "{answer}");
        }
    }
}
