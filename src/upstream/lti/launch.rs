//! A launch: the ID token, what it says of a person and a course, and what is kept of it until it is used.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::{Lti, roles};
use crate::domain::{AssertedRole, Assertion, Freshness, JournalFacts, JournalKey, PersonName, Role, SubjectKey, Time};
use crate::upstream::oidc::id_token::{self, Expected, Refusal};
use crate::upstream::oidc::keys::Keys;
use crate::upstream::{UpstreamError, journal};
use crate::vault::sha256;

/// The longest id of a context or deployment that is taken, in bytes (LTI 1.3 core, 5.3.3: at most 255 ASCII characters).
const LONGEST_ID: usize = 255;
/// A launch by a link in a course (LTI 1.3 core, 5.3.1).
const LINK: &str = "LtiResourceLinkRequest";

/// A launch that leads to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LaunchError {
    /// Whoever launched neither teaches the course nor learns in it, or asks for what is a teacher's.
    #[error("the launch is not a teacher's")]
    NotTeacher,
    /// A pupil's, without the name by which a person could see whose it is.
    #[error("the launch does not say who the pupil is")]
    Nameless,
    /// It is of a deployment that nobody set up here, or that was taken out again.
    #[error("the launch is of a deployment that is not ours")]
    NotDeployed,
    /// The launch itself.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
}

impl From<&'static str> for LaunchError {
    fn from(reason: &'static str) -> Self {
        Self::Upstream(UpstreamError::Misbehaved(reason))
    }
}

/// A launch that was verified.
#[derive(Debug)]
pub struct Arrived {
    /// The system's word for who launched.
    pub person: Assertion,
    /// By which the journal is opened; a teacher's launch only.
    pub journal: Option<String>,
    /// A link in the course was opened, and the system waits for no answer.
    pub is_link: bool,
}

/// Who launched, and where.
struct Launcher<'a> {
    subject: &'a str,
    name: &'a PersonName,
    email: Option<&'a str>,
    deployment: &'a str,
    context: &'a Context,
    role: Role,
}

/// Claims beside those of every ID token.
#[derive(Debug, Deserialize)]
struct Claims {
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/message_type")]
    message_type: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/version")]
    version: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/deployment_id")]
    deployment: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/target_link_uri")]
    target_link_uri: Option<String>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/roles", default)]
    roles: Vec<String>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/context")]
    context: Option<Context>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice")]
    members: Option<Service>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings")]
    deep_linking: Option<DeepLinking>,
    given_name: Option<String>,
    family_name: Option<String>,
    name: Option<String>,
    email: Option<String>,
}

/// A course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Context {
    pub(super) id: String,
    #[serde(default)]
    pub(super) label: Option<String>,
    #[serde(default)]
    pub(super) title: Option<String>,
}

impl Context {
    /// Its name as people know it.
    pub(super) fn name(&self) -> String {
        let shown = |text: &Option<String>| journal::text(text.clone()).flatten();
        shown(&self.title).or_else(|| shown(&self.label)).unwrap_or_else(|| self.id.clone())
    }
}

/// The names and roles service.
#[derive(Debug, Deserialize)]
struct Service {
    context_memberships_url: Url,
    #[serde(default)]
    service_versions: Vec<String>,
}

/// How a deep linking request wants to be answered (deep linking 2.0, 4.4.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct DeepLinking {
    pub(super) deep_link_return_url: Url,
    #[serde(default)]
    pub(super) accept_types: Vec<String>,
    #[serde(default)]
    pub(super) data: Option<Value>,
}

/// What is kept of a launch; the caller seals it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Ticket {
    /// SHA-256 of the ID token: one token is one launch.
    token: String,
    pub(super) subject: String,
    name: PersonName,
    email: Option<String>,
    pub(super) deployment: String,
    pub(super) context: Context,
    pub(super) members: Url,
    pub(super) deep_linking: Option<DeepLinking>,
}

impl Ticket {
    /// What [`Lti::arrive`] made.
    pub(super) fn read(text: &str) -> Result<Self, UpstreamError> {
        serde_json::from_str(text).map_err(|_| UpstreamError::Misbehaved("a launch that cannot be read again"))
    }
}

impl Lti {
    /// Verifies a launch, and answers who came. The caller has found the browser that began it, and uses `nonce` this once.
    ///
    /// # Errors
    /// Each variant of [`LaunchError`]; the upstream's own when nothing of the launch can be believed.
    pub async fn arrive(
        &self,
        id_token: &str,
        nonce: &str,
        launch_url: &str,
        now: Time,
    ) -> Result<Arrived, LaunchError> {
        let expected = Expected {
            alg: self.settings.id_token_alg,
            issuer: &self.issuer,
            client_id: &self.client_id,
            nonce,
            access_token: "",
            now,
        };
        let verified = self.verified(id_token, &expected).await?;
        let claims: Claims = serde_json::from_value(Value::Object(verified.claims))
            .map_err(|_| "the launch's claims are incomplete or odd")?;
        self.check(&claims, launch_url)?;
        let is_link = claims.message_type == LINK;
        let roles = roles::of(&claims.roles);
        if roles.contains(&Role::Teacher) {
            let ticket = self.ticket(sha256(id_token), verified.subject, claims)?;
            let journal = serde_json::to_string(&ticket).map_err(|_| "a launch that cannot be kept")?;
            return Ok(Arrived { person: self.assertion(&ticket), journal: Some(journal), is_link });
        }
        if !is_link || !roles.contains(&Role::Pupil) {
            return Err(LaunchError::NotTeacher);
        }
        Ok(Arrived { person: self.pupil(&verified.subject, claims)?, journal: None, is_link })
    }

    /// A pupil's launch says who they are, and is nothing else. Without a name nobody could tell whether it is theirs.
    fn pupil(&self, subject: &str, claims: Claims) -> Result<Assertion, LaunchError> {
        let context = context(claims.context)?;
        let name = name(claims.given_name, claims.family_name, claims.name);
        if name.display().is_empty() {
            return Err(LaunchError::Nameless);
        }
        let email = email(claims.email);
        Ok(self.word(&Launcher {
            subject,
            name: &name,
            email: email.as_deref(),
            deployment: &claims.deployment,
            context: &context,
            role: Role::Pupil,
        }))
    }

    /// After an unknown key the keys are fetched again, at most once in 30 seconds.
    async fn verified(&self, token: &str, expected: &Expected<'_>) -> Result<id_token::IdToken, UpstreamError> {
        let keys = self.keys.take(self.line.now(), self.fetch_keys()).await?;
        match id_token::verify(token, &keys, expected) {
            Err(Refusal::UnknownKey) => {
                let newer = self.keys.renew(self.line.now(), self.fetch_keys()).await?.ok_or(Refusal::UnknownKey)?;
                Ok(id_token::verify(token, &newer, expected)?)
            }
            verdict => Ok(verdict?),
        }
    }

    async fn fetch_keys(&self) -> Result<Keys, UpstreamError> {
        Keys::fetch(&self.line, &self.settings.jwks, self.settings.id_token_alg).await
    }

    fn ticket(&self, token: String, subject: String, claims: Claims) -> Result<Ticket, LaunchError> {
        let context = context(claims.context)?;
        let members = claims.members.ok_or("the launch does not say where the members of its course are read")?;
        if !members.service_versions.is_empty() && !members.service_versions.iter().any(|version| version == "2.0") {
            return Err("the names and roles service is of another version".into());
        }
        let members = members.context_memberships_url;
        self.check_members(&members)?;
        let deep_linking = match claims.message_type.as_str() {
            "LtiDeepLinkingRequest" => {
                Some(claims.deep_linking.ok_or("the launch does not say where its answer is taken")?)
            }
            _ => None,
        };
        if let Some(settings) = &deep_linking {
            self.line.check(&settings.deep_link_return_url)?;
        }
        let name = name(claims.given_name, claims.family_name, claims.name);
        let email = email(claims.email);
        Ok(Ticket { token, subject, name, email, deployment: claims.deployment, context, members, deep_linking })
    }

    fn check(&self, claims: &Claims, launch_url: &str) -> Result<(), LaunchError> {
        let known = [LINK, "LtiDeepLinkingRequest"];
        let ours = claims.target_link_uri.as_deref().is_none_or(|target| target == launch_url);
        let rules = [
            (claims.version == "1.3.0", "the launch is of another version"),
            (known.contains(&claims.message_type.as_str()), "the launch is of a kind we do not know"),
            (is_id(&claims.deployment), "the launch is of an odd deployment"),
            (ours, "the launch is for another address"),
        ];
        if let Some((_, reason)) = rules.into_iter().find(|(holds, _)| !holds) {
            return Err(reason.into());
        }
        if self.settings.allows(&claims.deployment) { Ok(()) } else { Err(LaunchError::NotDeployed) }
    }

    /// Our access token goes to the configured origin and nowhere else.
    pub(super) fn check_members(&self, url: &Url) -> Result<(), UpstreamError> {
        self.line.check(url)?;
        if url.origin() == self.settings.members {
            Ok(())
        } else {
            Err(UpstreamError::Misbehaved("the members are said to be read at another site"))
        }
    }

    /// The journal that a course is.
    pub(super) fn facts(&self, deployment: &str, context: &Context) -> JournalFacts {
        JournalFacts {
            key: self.key(deployment, &context.id),
            school: self.settings.school(deployment, &context.id).cloned(),
            name: context.name(),
            school_year: None,
            landing_url: None,
        }
    }

    /// What a course is known by: its id is unique within a deployment only.
    pub(super) fn key(&self, deployment: &str, context: &str) -> JournalKey {
        let part = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let external_id = format!("{}/{}", part(deployment), part(context));
        JournalKey { upstream: self.id.clone(), scope: self.issuer.clone(), external_id }
    }

    /// The system's word for the teacher who launched.
    pub(super) fn assertion(&self, ticket: &Ticket) -> Assertion {
        self.word(&Launcher {
            subject: &ticket.subject,
            name: &ticket.name,
            email: ticket.email.as_deref(),
            deployment: &ticket.deployment,
            context: &ticket.context,
            role: Role::Teacher,
        })
    }

    /// The system's word for who launched: a sign-in there, as the ID token says it.
    fn word(&self, launcher: &Launcher<'_>) -> Assertion {
        let role = AssertedRole {
            school: self.settings.school(launcher.deployment, &launcher.context.id).cloned(),
            school_name: None,
            role: launcher.role,
            class_name: None,
        };
        let subject = launcher.subject.to_owned();
        Assertion {
            key: SubjectKey { upstream: self.id.clone(), scope: self.issuer.clone(), subject },
            name: launcher.name.clone(),
            birth_date: None,
            national_number: None,
            email: launcher.email.map(str::to_owned),
            roles: vec![role],
            roles_vouched: self.settings.vouches_for_roles,
            // A launch speaks of one course.
            roles_complete: false,
            auth_time: None,
            freshness: Freshness::Unknown,
            upstream_sid: None,
        }
    }
}

fn context(claim: Option<Context>) -> Result<Context, LaunchError> {
    claim.filter(|context| is_id(&context.id)).ok_or_else(|| "the launch is of no course".into())
}

fn email(claim: Option<String>) -> Option<String> {
    journal::text(claim).flatten().filter(|mail| mail.contains('@'))
}

fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len()) && !id.chars().any(char::is_control)
}

/// A name in its parts; one that came whole is taken apart before its last word, or at a comma.
pub(super) fn name(given: Option<String>, family: Option<String>, whole: Option<String>) -> PersonName {
    let shown = |text| journal::text(text).flatten();
    let parts = PersonName { given: shown(given), family: shown(family) };
    if parts != PersonName::default() {
        return parts;
    }
    let Some(whole) = shown(whole) else { return parts };
    let (given, family) = match whole.split_once(',') {
        Some((family, given)) => (given.trim(), family.trim()),
        None => whole.rsplit_once(' ').map_or((whole.as_str(), ""), |(given, family)| (given.trim(), family)),
    };
    let part = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    PersonName { given: part(given), family: part(family) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_comes_whole_is_taken_apart() {
        let table = [
            ((Some("Mari"), Some("Tamm"), Some("M. T.")), ("Mari", "Tamm")),
            ((None, None, Some("Mari-Liis Anna Tamm")), ("Mari-Liis Anna", "Tamm")),
            ((None, None, Some("Tamm, Mari")), ("Mari", "Tamm")),
            ((None, None, Some("Mari")), ("Mari", "")),
            ((None, Some("Tamm"), Some("Mari Tamm")), ("", "Tamm")),
            ((None, None, Some("  ")), ("", "")),
        ];
        for ((given, family, whole), (expected_given, expected_family)) in table {
            let own = |text: Option<&str>| text.map(str::to_owned);
            let made = name(own(given), own(family), own(whole));
            let found = (made.given.unwrap_or_default(), made.family.unwrap_or_default());
            assert_eq!(found, (expected_given.to_owned(), expected_family.to_owned()), "{whole:?}");
        }
    }
}
