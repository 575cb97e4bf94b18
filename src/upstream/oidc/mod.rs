//! OpenID Connect by `openidconnect` (discovery, request, exchange) and our own reading of the ID token.

mod freshness;
pub(super) mod id_token;
pub(super) mod kept;
pub(super) mod keys;
mod known;
mod metadata;

use chrono::DateTime;
use jsonwebtoken::Algorithm;
use openidconnect::core::{CoreAuthPrompt, CoreClient, CoreJsonWebKeySet, CoreResponseType};
use openidconnect::{
    AuthUrl, AuthenticationFlow, ClientId, CsrfToken, IssuerUrl, LanguageTag, LoginHint, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope,
};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use self::id_token::{Expected, IdToken, Refusal};
use self::known::Known;
use super::exchange::{Credentials, Grant, Tokens, exchange};
use super::line::{Line, get};
use super::profile::Profile;
use super::settings::{self, ClientAuth};
use super::{DepartRequest, Departure, Return, Secrets, UpstreamError, callback};
use crate::domain::{Assertion, FreshLogin, Random, SubjectKey, UpstreamId};
use crate::storage::upstreams::Upstream;

/// Largest userinfo answer we read, in bytes.
const USERINFO_CAP: usize = 256 * 1024;
/// Ten years, in seconds: any sign-in will do, but an issuer that is asked must tell its `auth_time` (`OpenID` Connect
/// Core 3.1.2.1). Without it, an old sign-in would be passed on to platforms as one of this moment (S17).
const ANY_AGE: i64 = 315_360_000;

/// The presets of `config/upstreams/oidc.toml` and `harid.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    scopes: String,
    client_auth: ClientAuth,
    id_token_alg: Algorithm,
    pkce: bool,
    userinfo: bool,
    fresh_login: FreshLogin,
    vouches_for_roles: bool,
    sign_out_url: String,
    profile: Profile,
}

/// A client of one issuer.
#[derive(Debug)]
pub struct Oidc {
    id: UpstreamId,
    issuer: String,
    line: Line,
    random: Random,
    credentials: Credentials,
    settings: Settings,
    scopes: Vec<String>,
    sign_out: Option<Url>,
    known: Known,
}

impl Oidc {
    pub(super) fn new(row: &Upstream, secret: SecretString, line: Line, random: Random) -> Result<Self, UpstreamError> {
        let settings: Settings = settings::read(row)?;
        let issuer =
            row.issuer.clone().ok_or_else(|| UpstreamError::Misconfigured("issuer: it is missing".to_owned()))?;
        line.check(&metadata::address(&issuer)?)?;
        if matches!(settings.id_token_alg, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) {
            return Err(UpstreamError::Misconfigured("settings: id_token_alg must be of a public key".to_owned()));
        }
        let scopes = if row.scopes.is_empty() { &settings.scopes } else { &row.scopes };
        Ok(Self {
            id: row.id.clone(),
            credentials: Credentials {
                client_id: row.client_id.clone(),
                client_secret: secret,
                auth: settings.client_auth,
                token_type_required: true,
            },
            known: Known::new(line.clone(), issuer.clone(), settings.id_token_alg),
            issuer,
            line,
            random,
            scopes: scopes.split_whitespace().filter(|scope| *scope != "openid").map(str::to_owned).collect(),
            sign_out: settings::optional_address("sign_out_url", &settings.sign_out_url)?,
            settings,
        })
    }

    pub(super) async fn depart(&self, request: &DepartRequest) -> Result<Departure, UpstreamError> {
        let metadata = self.known.metadata().await?;
        let fresh = request.fresh && self.settings.fresh_login != FreshLogin::Impossible;
        let nonce = self.random.secret();
        let verifier = self.settings.pkce.then(|| self.random.secret());
        let max_age = if fresh { Some(0) } else { request.max_age.filter(|seconds| *seconds >= 0) };
        let tells = self.settings.fresh_login == FreshLogin::Proven;
        let sent = max_age.or(tells.then_some(ANY_AGE));
        let wishes = Wishes { nonce: &nonce, verifier: verifier.as_deref(), fresh, max_age: sent };
        let url = self.authorize_url(metadata.authorize.clone(), request, &wishes);
        let secrets = Secrets {
            nonce,
            pkce_verifier: verifier,
            issuer: Some(self.issuer.clone()),
            fresh_requested_at: fresh.then(|| self.line.now()),
            max_age,
        };
        Ok(Departure { url, secrets })
    }

    fn authorize_url(&self, endpoint: Url, request: &DepartRequest, wishes: &Wishes<'_>) -> Url {
        let client = CoreClient::new(
            ClientId::new(self.credentials.client_id.clone()),
            IssuerUrl::from_url(metadata_base(&self.issuer, &endpoint)),
            CoreJsonWebKeySet::default(),
        )
        .set_auth_uri(AuthUrl::from_url(endpoint))
        .set_redirect_uri(RedirectUrl::from_url(request.redirect_uri.clone()));
        let (state, nonce) = (CsrfToken::new(request.state.clone()), Nonce::new(wishes.nonce.to_owned()));
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut out = client.authorize_url(flow, move || state, move || nonce);
        out = out.add_scopes(self.scopes.iter().cloned().map(Scope::new));
        if let Some(verifier) = wishes.verifier {
            let verifier = PkceCodeVerifier::new(verifier.to_owned());
            out = out.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        }
        if wishes.fresh {
            out = out.add_prompt(CoreAuthPrompt::Login);
        }
        if let Some(seconds) = wishes.max_age {
            out = out.set_max_age(std::time::Duration::from_secs(seconds.unsigned_abs()));
        }
        if let Some(hint) = &request.login_hint {
            out = out.set_login_hint(LoginHint::new(hint.clone()));
        }
        for tag in request.ui_locales.iter().flat_map(|tags| tags.split_whitespace()) {
            out = out.add_ui_locale(LanguageTag::new(tag.to_owned()));
        }
        out.url().0
    }

    pub(super) async fn identify(&self, back: &Return) -> Result<Assertion, UpstreamError> {
        let metadata = self.known.metadata().await?;
        self.check_sender(back, metadata.promises_iss)?;
        let code = callback::code(back)?;
        let pkce_verifier = back.secrets.pkce_verifier.as_deref();
        let grant = Grant { code, redirect_uri: &back.redirect_uri, pkce_verifier };
        let tokens = exchange(&self.line, &metadata.token, &self.credentials, &grant).await?;
        let sent = tokens.id_token().ok_or(UpstreamError::Misbehaved("the token answer has no ID token"))?;
        let id_token = self.verified(sent, tokens.access(), back).await?;
        let freshness = freshness::judge(self.settings.fresh_login, &back.secrets, &id_token, back.now)?;
        let mut claims = id_token.claims.clone();
        if let Some(userinfo) = metadata.userinfo.as_ref().filter(|_| self.settings.userinfo) {
            claims.extend(self.userinfo(userinfo, &tokens, &id_token.subject).await?);
        }
        let facts = self.settings.profile.read(&Value::Object(claims));
        let key = SubjectKey { upstream: self.id.clone(), scope: self.issuer.clone(), subject: id_token.subject };
        let auth_time = id_token.auth_time.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let said = facts.into_assertion(key, self.settings.vouches_for_roles);
        Ok(Assertion { auth_time, freshness, upstream_sid: id_token.sid, ..said })
    }

    /// RFC 9207: an answer of another issuer stops here, before our code could be sent anywhere (mix-up, A9-A10).
    fn check_sender(&self, back: &Return, promised: bool) -> Result<(), UpstreamError> {
        if back.secrets.issuer.as_deref() != Some(self.issuer.as_str()) {
            return Err(UpstreamError::Misbehaved("the sign-in was started at another issuer"));
        }
        match back.one("iss")? {
            Some(iss) if iss == self.issuer => Ok(()),
            None if !promised => Ok(()),
            Some(_) => Err(UpstreamError::Misbehaved("the answer comes from another issuer")),
            None => Err(UpstreamError::Misbehaved("the answer does not say which issuer it is from")),
        }
    }

    /// Verifies the ID token; after an unknown key the keys are fetched again, at most once in 30 seconds.
    async fn verified(&self, token: &str, access_token: &str, back: &Return) -> Result<IdToken, UpstreamError> {
        let expected = Expected {
            alg: self.settings.id_token_alg,
            issuer: &self.issuer,
            client_id: &self.credentials.client_id,
            nonce: &back.secrets.nonce,
            access_token,
            now: back.now,
        };
        let keys = self.known.keys().await?;
        match id_token::verify(token, &keys, &expected) {
            Err(Refusal::UnknownKey) => {
                let keys = self.known.newer_keys().await?.ok_or(Refusal::UnknownKey)?;
                Ok(id_token::verify(token, &keys, &expected)?)
            }
            verdict => Ok(verdict?),
        }
    }

    /// OpenID Connect Core 5.3.2: userinfo of another subject must not be used.
    async fn userinfo(&self, url: &Url, tokens: &Tokens, subject: &str) -> Result<Map<String, Value>, UpstreamError> {
        let answer = self.line.ask(get(url, Some(&tokens.bearer()))?, USERINFO_CAP).await?;
        if !answer.status.is_success() {
            return Err(UpstreamError::Misbehaved("userinfo is refused"));
        }
        let claims: Map<String, Value> = answer.json().ok_or(UpstreamError::Misbehaved("userinfo is not JSON"))?;
        if claims.get("sub").and_then(Value::as_str) == Some(subject) {
            Ok(claims)
        } else {
            Err(UpstreamError::Misbehaved("userinfo is about somebody else"))
        }
    }

    pub(super) fn fresh_login(&self) -> FreshLogin {
        self.settings.fresh_login
    }

    pub(super) fn sign_out_url(&self) -> Option<Url> {
        self.sign_out.clone().or_else(|| self.known.end_session())
    }
}

/// What a request asks for besides who is to come back where.
struct Wishes<'a> {
    nonce: &'a str,
    verifier: Option<&'a str>,
    fresh: bool,
    max_age: Option<i64>,
}

/// The library wants an issuer it never uses for a request; the real comparison is byte by byte and our own.
fn metadata_base(issuer: &str, endpoint: &Url) -> Url {
    Url::parse(issuer).unwrap_or_else(|_| endpoint.clone())
}
