//! The relying party: discovery, code with PKCE, ID token, user info, refresh (OIDC Core 3.1, RFC 7636, RFC 9207).

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::token::{self, TokenError};
use super::{Inner, Login, Session, Shared, pages};

pub(super) const SESSION_COOKIE: &str = "platform_session";
const LOGIN_COOKIE: &str = "platform_login";
/// Parameters that `/login` hands on, for whoever wants to try them.
const HANDED_ON: &[&str] =
    &["prompt", "max_age", "login_hint", "ui_locales", "acr_values", "koppel_upstream", "koppel_school"];

/// Why a sign-in failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum PartyError {
    /// The broker does not answer, or not with JSON.
    #[error("the broker does not answer: {0}")]
    Unreachable(#[from] reqwest::Error),
    /// The broker's addresses make no sense.
    #[error("the broker's discovery document is wrong: {0}")]
    Discovery(&'static str),
    /// The broker said no.
    #[error("the broker said: {0}")]
    Refused(String),
    /// The answer does not belong to a login that this browser began.
    #[error("this sign-in was not started here ({0})")]
    NotStartedHere(&'static str),
    /// What was read of the classes is not as documented.
    #[error("the broker's answer has no {0}")]
    Roster(&'static str),
    /// The token is not believed.
    #[error(transparent)]
    Token(#[from] TokenError),
}

/// What discovery says.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Party {
    issuer: String,
    pub koppel_link_endpoint: Url,
    pub koppel_link_sessions_endpoint: Url,
    pub koppel_oneroster_endpoint: Url,
    pub koppel_events_endpoint: Url,
    pub koppel_events_replay_endpoint: Url,
    authorization_endpoint: Url,
    pub token_endpoint: Url,
    userinfo_endpoint: Url,
    jwks_uri: Url,
    pub end_session_endpoint: Option<Url>,
}

#[derive(Debug, Deserialize)]
struct Tokens {
    #[serde(rename = "access_token")]
    access: String,
    #[serde(rename = "id_token")]
    identity: Option<String>,
    #[serde(rename = "refresh_token")]
    refresh: Option<String>,
}

/// The parameters of the way back.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

impl Inner {
    pub(super) async fn json<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T, PartyError> {
        let answer = request.send().await?;
        if answer.status().is_success() {
            return Ok(answer.json().await?);
        }
        let status = answer.status();
        let body: Value = answer.json().await.unwrap_or_default();
        let error = body.get("error").and_then(Value::as_str).unwrap_or("no reason");
        Err(PartyError::Refused(format!("{status} {error}")))
    }

    /// The broker's addresses, asked for once.
    pub(super) async fn party(&self) -> Result<Party, PartyError> {
        if let Some(party) = self.party.get() {
            return Ok(party.clone());
        }
        let url = format!("{}/.well-known/openid-configuration", self.options.issuer);
        let party: Party = self.json(self.http.get(url)).await?;
        if party.issuer != self.options.issuer {
            return Err(PartyError::Discovery("issuer"));
        }
        Ok(self.party.get_or_init(|| party).clone())
    }

    /// The broker's keys, asked for anew each time: a rotation must not lock anybody out.
    pub(super) async fn keys(&self) -> Result<JwkSet, PartyError> {
        let party = self.party().await?;
        self.json(self.http.get(party.jwks_uri)).await
    }

    async fn redeem(&self, form: &[(&str, &str)]) -> Result<Tokens, PartyError> {
        let party = self.party().await?;
        self.json(self.proven(self.http.post(party.token_endpoint)).form(form)).await
    }

    /// The request with what proves our client: HTTP Basic, both parts form-encoded (RFC 6749, 2.3.1).
    pub(super) fn proven(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        request.basic_auth(encoded(&self.options.client_id), Some(encoded(&self.options.client_secret)))
    }

    /// Trades the code for a session.
    async fn sign_in(&self, code: &str, login: &Login) -> Result<Session, PartyError> {
        let redirect_uri = self.options.redirect_uri();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &redirect_uri),
            ("code_verifier", &login.verifier),
        ];
        let tokens = self.redeem(&form).await?;
        let id_token = tokens.identity.ok_or(PartyError::Token(TokenError::Foreign("id_token")))?;
        let claims = self.claims(&id_token).await?;
        if claims.nonce.as_ref() != Some(&login.nonce) {
            return Err(TokenError::Foreign("nonce").into());
        }
        let sub = claims.sub.ok_or(TokenError::Foreign("sub"))?;
        let user_info = self.user_info(&tokens.access, &sub).await?;
        let name = user_info.get("name").and_then(Value::as_str).map(str::to_owned);
        let (sid, refresh_token) = (claims.sid, tokens.refresh);
        let auth_time = claims.auth_time.unwrap_or(claims.iat);
        self.follow(&sub, &claims.former_subs, claims.iat);
        Ok(Session { sub, sid, name, user_info, auth_time, id_token: Some(id_token), refresh_token, refreshed: 0 })
    }

    pub(super) async fn claims(&self, id_token: &str) -> Result<token::Claims, PartyError> {
        let keys = self.keys().await?;
        let now = self.options.clock.now().timestamp();
        Ok(token::read(id_token, &keys, &self.options.issuer, &self.options.client_id, now)?)
    }

    /// User info, which must be about the same person as the ID token (OIDC Core 5.3.2).
    async fn user_info(&self, access_token: &str, sub: &str) -> Result<Value, PartyError> {
        let party = self.party().await?;
        let info: Value = self.json(self.http.get(party.userinfo_endpoint).bearer_auth(access_token)).await?;
        if info.get("sub").and_then(Value::as_str) != Some(sub) {
            return Err(TokenError::Foreign("userinfo sub").into());
        }
        Ok(info)
    }

    /// Signs a person in in this browser, and whoever was there before out.
    pub(super) fn start(&self, session: Session, jar: CookieJar) -> CookieJar {
        let value = self.options.random.secret();
        let mut memory = self.memory();
        if let Some(old) = jar.get(SESSION_COOKIE) {
            memory.sessions.remove(old.value());
        }
        memory.sessions.insert(value.clone(), session);
        memory.is_used = true;
        jar.add(cookie(SESSION_COOKIE, value))
    }

    /// Who is signed in in this browser.
    pub(super) fn session(&self, jar: &CookieJar) -> Option<Session> {
        jar.get(SESSION_COOKIE).and_then(|cookie| self.memory().sessions.get(cookie.value()).cloned())
    }

    async fn renew(&self, session: &Session) -> Result<Session, PartyError> {
        let token = session.refresh_token.as_deref().ok_or(PartyError::NotStartedHere("refresh_token"))?;
        let tokens = self.redeem(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await?;
        let user_info = self.user_info(&tokens.access, &session.sub).await?;
        let refresh_token = tokens.refresh.or_else(|| session.refresh_token.clone());
        Ok(Session { user_info, refresh_token, refreshed: session.refreshed + 1, ..session.clone() })
    }
}

/// A session-long cookie of this host.
pub(super) fn cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).build()
}

/// `GET /login`: off to the broker.
pub(super) async fn log_in(
    State(platform): State<Shared>,
    jar: CookieJar,
    Query(wishes): Query<Vec<(String, String)>>,
) -> Response {
    let party = match platform.party().await {
        Ok(party) => party,
        Err(error) => return pages::problem(&platform, &error),
    };
    let secret = || platform.options.random.secret();
    let (value, login) = (secret(), Login { state: secret(), nonce: secret(), verifier: secret() });
    let mut url = party.authorization_endpoint;
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &platform.options.client_id)
        .append_pair("redirect_uri", &platform.options.redirect_uri())
        .append_pair("scope", "openid profile koppel offline_access")
        .append_pair("state", &login.state)
        .append_pair("nonce", &login.nonce)
        .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(Sha256::digest(&login.verifier)))
        .append_pair("code_challenge_method", "S256")
        .extend_pairs(wishes.iter().filter(|(name, _)| HANDED_ON.contains(&name.as_str())));
    platform.memory().logins.insert(value.clone(), login);
    (jar.add(cookie(LOGIN_COOKIE, value)), Redirect::to(url.as_str())).into_response()
}

/// `GET /callback`: back from the broker.
pub(super) async fn come_back(State(platform): State<Shared>, jar: CookieJar, Query(back): Query<Back>) -> Response {
    match checked(&platform, &jar, back).await {
        Ok(session) => {
            let jar = platform.start(session, jar.remove(Cookie::build(LOGIN_COOKIE).path("/")));
            (jar, Redirect::to("/")).into_response()
        }
        Err(error) => pages::problem(&platform, &error),
    }
}

async fn checked(platform: &Inner, jar: &CookieJar, back: Back) -> Result<Session, PartyError> {
    let value = jar.get(LOGIN_COOKIE).ok_or(PartyError::NotStartedHere("no login in this browser"))?.value();
    let login = platform.memory().logins.remove(value).ok_or(PartyError::NotStartedHere("used before"))?;
    if back.state.as_ref() != Some(&login.state) {
        return Err(PartyError::NotStartedHere("state"));
    }
    if back.iss.as_ref() != Some(&platform.options.issuer) {
        return Err(PartyError::NotStartedHere("iss"));
    }
    if let Some(error) = back.error {
        return Err(PartyError::Refused(format!("{error} {}", back.error_description.unwrap_or_default())));
    }
    let code = back.code.ok_or(PartyError::NotStartedHere("no code"))?;
    platform.sign_in(&code, &login).await
}

/// `POST /refresh`: new tokens with the refresh token.
pub(super) async fn refresh(State(platform): State<Shared>, jar: CookieJar) -> Response {
    let Some(value) = jar.get(SESSION_COOKIE).map(|cookie| cookie.value().to_owned()) else {
        return Redirect::to("/").into_response();
    };
    let Some(session) = platform.memory().sessions.get(&value).cloned() else {
        return Redirect::to("/").into_response();
    };
    match platform.renew(&session).await {
        Ok(session) => {
            platform.memory().sessions.insert(value, session);
            Redirect::to("/").into_response()
        }
        Err(error) => pages::problem(&platform, &error),
    }
}
