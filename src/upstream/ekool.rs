//! eKool: OAuth 2 with a profile call. Every detail nobody has confirmed stands in `config/upstreams/ekool.toml`.

use std::collections::BTreeMap;

use oauth2::{PkceCodeChallenge, PkceCodeVerifier};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use url::Url;

use super::exchange::{Credentials, Grant, exchange};
use super::line::{Line, get};
use super::profile::{Profile, value_at};
use super::settings::{self, ClientAuth};
use super::{DepartRequest, Departure, Return, Secrets, UpstreamError, callback};
use crate::domain::{Assertion, FreshLogin, Freshness, Random, SubjectKey, UpstreamId};
use crate::storage::upstreams::Upstream;

/// Largest profile we read, in bytes.
const PROFILE_CAP: usize = 256 * 1024;

/// One preset of `config/upstreams/ekool.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    login_url: String,
    api_url: String,
    scopes: String,
    authorize_path: String,
    token_path: String,
    profile_path: String,
    client_auth: ClientAuth,
    pkce: bool,
    token_type_required: bool,
    fresh_login: FreshLogin,
    fresh_params: BTreeMap<String, String>,
    vouches_for_roles: bool,
    sign_out_url: String,
    ok: String,
    subject: String,
    profile: Profile,
    #[expect(dead_code, reason = "read by the client of its journals")]
    journal: IgnoredAny,
}

/// A client of one eKool.
#[derive(Debug)]
pub struct Ekool {
    id: UpstreamId,
    line: Line,
    random: Random,
    credentials: Credentials,
    settings: Settings,
    scopes: String,
    authorize: Url,
    token: Url,
    profile: Url,
    sign_out: Option<Url>,
}

impl Ekool {
    pub(super) fn new(
        row: &Upstream,
        secret: secrecy::SecretString,
        line: Line,
        random: Random,
    ) -> Result<Self, UpstreamError> {
        let settings: Settings = settings::read(row)?;
        let login = |path| settings::address("login_url", row.login_url.as_deref(), &settings.login_url, path);
        let authorize = login(&settings.authorize_path)?;
        let token = login(&settings.token_path)?;
        let profile = settings::address("api_url", row.api_url.as_deref(), &settings.api_url, &settings.profile_path)?;
        for url in [&authorize, &token, &profile] {
            line.check(url)?;
        }
        Ok(Self {
            id: row.id.clone(),
            line,
            random,
            credentials: Credentials {
                client_id: row.client_id.clone(),
                client_secret: secret,
                auth: settings.client_auth,
                token_type_required: settings.token_type_required,
            },
            scopes: if row.scopes.is_empty() { settings.scopes.clone() } else { row.scopes.clone() },
            sign_out: settings::optional_address("sign_out_url", &settings.sign_out_url)?,
            settings,
            authorize,
            token,
            profile,
        })
    }

    pub(super) fn depart(&self, request: &DepartRequest) -> Departure {
        let fresh = request.fresh && self.settings.fresh_login != FreshLogin::Impossible;
        let verifier = self.settings.pkce.then(|| self.random.secret());
        let mut url = self.authorize.clone();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("response_type", "code").append_pair("client_id", &self.credentials.client_id);
            query.append_pair("redirect_uri", request.redirect_uri.as_str()).append_pair("scope", &self.scopes);
            query.append_pair("state", &request.state);
            if let Some(verifier) = &verifier {
                let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.clone()));
                query.append_pair("code_challenge", challenge.as_str()).append_pair("code_challenge_method", "S256");
            }
            if fresh {
                query.extend_pairs(&self.settings.fresh_params);
            }
        }
        let secrets = Secrets {
            nonce: self.random.secret(),
            pkce_verifier: verifier,
            issuer: None,
            fresh_requested_at: fresh.then(|| self.line.now()),
            max_age: None,
        };
        Departure { url, secrets }
    }

    pub(super) async fn identify(&self, back: &Return) -> Result<Assertion, UpstreamError> {
        let code = callback::code(back)?;
        let pkce_verifier = back.secrets.pkce_verifier.as_deref();
        let grant = Grant { code, redirect_uri: &back.redirect_uri, pkce_verifier };
        let tokens = exchange(&self.line, &self.token, &self.credentials, &grant).await?;
        let answer = self.line.ask(get(&self.profile, Some(&tokens.bearer()))?, PROFILE_CAP).await?;
        if !answer.status.is_success() {
            return Err(UpstreamError::Misbehaved("the profile is refused"));
        }
        let answer = answer.json().ok_or(UpstreamError::Misbehaved("the profile is not JSON"))?;
        self.person(&answer, &back.secrets)
    }

    /// Reads the person out of the profile. The subject is the one who signed in, never a child being viewed.
    fn person(&self, answer: &Value, secrets: &Secrets) -> Result<Assertion, UpstreamError> {
        if value_at(answer, &self.settings.ok).is_some_and(|ok| ok != &Value::Bool(true)) {
            return Err(UpstreamError::Misbehaved("the profile says that it failed"));
        }
        let subject = decimal_at(answer, &self.settings.subject)
            .ok_or(UpstreamError::Misbehaved("the profile has no id of the person"))?;
        let key = SubjectKey { upstream: self.id.clone(), scope: String::new(), subject };
        let said = self.settings.profile.read(answer).into_assertion(key, self.settings.vouches_for_roles);
        let asked = secrets.fresh_requested_at.is_some();
        Ok(Assertion { freshness: if asked { Freshness::Requested } else { Freshness::Unknown }, ..said })
    }

    pub(super) fn fresh_login(&self) -> FreshLogin {
        // Without an auth_time nothing can be proven, whatever the settings say.
        match self.settings.fresh_login {
            FreshLogin::Impossible => FreshLogin::Impossible,
            FreshLogin::Proven | FreshLogin::Requested => FreshLogin::Requested,
        }
    }

    pub(super) fn sign_out_url(&self) -> Option<Url> {
        self.sign_out.clone()
    }
}

/// The decimal text of a positive whole number, sent as a number or as its plain digits: `07`, `1.0` and `+7` are none,
/// because two spellings of one person would be two people.
fn decimal_at(answer: &Value, pointer: &str) -> Option<String> {
    let number = match value_at(answer, pointer)? {
        Value::Number(number) => number.as_u64()?,
        Value::String(text) => text.parse().ok().filter(|number: &u64| number.to_string() == *text)?,
        _ => return None,
    };
    (number > 0).then(|| number.to_string())
}
