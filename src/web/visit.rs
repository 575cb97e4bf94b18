//! One request as a page sees it: who (only as hashes), in which language, from where, for which platform.

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use fluent_bundle::FluentArgs;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};

use crate::domain::{PlatformId, Time};
use crate::vault::{same_secret, sha256};

use super::assets::Assets;
use super::cookies::{self, Cookie};
use super::error::Error;
use super::lang::Lang;
use super::page::FormTargets;
use super::shell::Shell;
use super::texts::Texts;

/// The platform a page belongs to, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// Which platform.
    pub id: PlatformId,
    /// Its name.
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub colour: Option<String>,
    /// Where it starts.
    pub home_url: Option<String>,
}

/// What this request turned out to be part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// For which platform.
    pub brand: Brand,
    /// The languages that the platform asked for (OIDC Core 3.1.2.1), space separated.
    pub ui_locales: Option<String>,
    /// Where a form of this page may lead to in the end, besides us.
    pub form_targets: FormTargets,
}

/// One request as a page sees it. Cheap to clone. An extractor; [`super::shell`] puts it there.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    texts: Arc<Texts>,
    assets: Arc<Assets>,
    now: Time,
    reference: String,
    address: IpAddr,
    browser_hash: String,
    /// The cookie value, when this response has to set it.
    new_browser: Option<String>,
    /// Another site's form came without our cookies (`SameSite=Lax`), whatever the browser has of them.
    foreign_form: bool,
    session_hash: Option<String>,
    csrf: Vec<String>,
    chosen: Option<Lang>,
    asked: Option<Lang>,
    accepted: Option<Lang>,
    here: Option<String>,
    journey: OnceLock<Journey>,
    used: AtomicBool,
    session_change: Mutex<Option<SessionChange>>,
}

enum SessionChange {
    Start(String),
    End,
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Visit({})", self.0.reference)
    }
}

impl Visit {
    pub(super) fn read(shell: &Shell, parts: &Parts) -> Self {
        let ground = &shell.ground;
        let known = cookies::find(&parts.headers, Cookie::Browser, shell.secure);
        let new_browser = known.is_none().then(|| ground.random.secret());
        let browser_hash = sha256(known.or(new_browser.as_deref()).unwrap_or_default());
        let csrf = ground.vault.keyed_hashes("csrf", &browser_hash).into_iter().map(|hash| hash.hash).collect();
        let peer = parts.extensions.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>().map(|info| info.0);
        Self(Arc::new(Inner {
            texts: Arc::clone(&shell.texts),
            assets: Arc::clone(&shell.assets),
            now: ground.now(),
            reference: reference(&ground.random.id_text()),
            address: shell.proxies.client(peer, &parts.headers),
            browser_hash,
            new_browser,
            foreign_form: is_foreign_form(shell, parts),
            session_hash: cookies::find(&parts.headers, Cookie::Session, shell.secure).map(sha256),
            csrf,
            chosen: cookies::find(&parts.headers, Cookie::Language, shell.secure).and_then(Lang::from_tag),
            asked: asked(parts.uri.query().unwrap_or_default()),
            accepted: accepted(&parts.headers),
            here: (parts.method == http::Method::GET).then(|| parts.uri.to_string()),
            journey: OnceLock::new(),
            used: AtomicBool::new(false),
            session_change: Mutex::new(None),
        }))
    }

    /// Says what this request is part of: its pages then carry the platform's name and colour, speak the language the
    /// platform asked for, and their forms may lead back to it. The first call counts.
    pub fn enter(&self, journey: Journey) {
        let _ = self.0.journey.set(journey);
    }

    /// What was entered.
    #[must_use]
    pub fn journey(&self) -> Option<&Journey> {
        self.0.journey.get()
    }

    /// The language: what the person chose here, else what the platform asked for, else what the browser accepts.
    #[must_use]
    pub fn lang(&self) -> Lang {
        let entered = || self.journey().and_then(|journey| journey.ui_locales.as_deref()).and_then(Lang::wanted);
        self.0.chosen.or(self.0.asked).or_else(entered).or(self.0.accepted).unwrap_or(Lang::En)
    }

    /// SHA-256 of the browser-binding cookie, base64url: what rows are bound to. The cookie's value never leaves here.
    #[must_use]
    pub fn browser_hash(&self) -> &str {
        &self.0.browser_hash
    }

    /// True when the browser sent its binding cookie, false on its first visit (or when it keeps no cookies).
    #[must_use]
    pub fn is_known_browser(&self) -> bool {
        self.0.new_browser.is_none()
    }

    /// SHA-256 of the session cookie, base64url, as `session.hash` holds it.
    #[must_use]
    pub fn session_hash(&self) -> Option<&str> {
        self.0.session_hash.as_deref()
    }

    /// Gives the browser this session token with the response; it forgets it when it is closed.
    pub fn start_session(&self, token: String) {
        *self.0.session_change.lock().unwrap_or_else(PoisonError::into_inner) = Some(SessionChange::Start(token));
    }

    /// Takes the session cookie away with the response.
    pub fn end_session(&self) {
        *self.0.session_change.lock().unwrap_or_else(PoisonError::into_inner) = Some(SessionChange::End);
    }

    /// The client's address, for throttles: the peer, or what trusted proxies say.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.0.address
    }

    /// What a person reads out to get help, and what the log line carries as `request.id`.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.0.reference
    }

    /// When the request came.
    #[must_use]
    pub fn now(&self) -> Time {
        self.0.now
    }

    /// The value of the hidden field `csrf`.
    #[must_use]
    pub fn csrf(&self) -> &str {
        self.0.csrf.first().map_or("", String::as_str)
    }

    pub(super) fn accepts_csrf(&self, sent: &str) -> bool {
        self.0.csrf.iter().any(|expected| same_secret(expected, sent))
    }

    /// A text in the visit's language.
    #[must_use]
    pub fn say(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        self.0.texts.say(self.lang(), key, args)
    }

    /// Path and query of this page, when it can be loaded again.
    #[must_use]
    pub fn here(&self) -> Option<&str> {
        self.0.here.as_deref()
    }

    pub(super) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Cookies that this visit changed, as `Set-Cookie` values.
    pub(super) fn cookie_changes(&self, secure: bool) -> Vec<HeaderValue> {
        let keeps = self.0.used.load(Ordering::Relaxed) && !self.0.foreign_form;
        let browser = self.0.new_browser.as_deref().filter(|_| keeps);
        let session = match self.0.session_change.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(SessionChange::Start(token)) => Some(cookies::set(Cookie::Session, &token, secure)),
            Some(SessionChange::End) => Some(cookies::clear(Cookie::Session, secure)),
            None => None,
        };
        browser.map(|value| cookies::set(Cookie::Browser, value, secure)).into_iter().chain(session).flatten().collect()
    }

    pub(super) fn mark_used(&self) {
        self.0.used.store(true, Ordering::Relaxed);
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Error> {
        let visit = parts.extensions.get::<Self>().cloned();
        visit.inspect(Self::mark_used).ok_or_else(|| Error::internal("a route stands outside web::shell"))
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// Eight characters in two groups: short enough to read out on the telephone.
fn reference(random: &str) -> String {
    let (first, second) = random.get(..8).unwrap_or_default().split_at_checked(4).unwrap_or_default();
    format!("{first}-{second}")
}

/// A browser says with every POST where its form stood.
fn is_foreign_form(shell: &Shell, parts: &Parts) -> bool {
    if parts.method != http::Method::POST {
        return false;
    }
    let own = shell.ground.config.server.public_url.origin().ascii_serialization();
    let foreign = |name: &str, own: &str| parts.headers.get(name).is_some_and(|said| said.as_bytes() != own.as_bytes());
    foreign("origin", &own) || foreign("sec-fetch-site", "same-origin")
}

fn asked(query: &str) -> Option<Lang> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "ui_locales").and_then(|(_, list)| Lang::wanted(&list))
}

fn accepted(headers: &HeaderMap) -> Option<Lang> {
    headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Lang::wanted)
}
