//! The configuration: one struct per section, every key with its default in `config/default.toml`.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

/// The whole configuration. Unknown keys are an error.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where we listen and what we are called.
    pub server: Server,
    /// Which database.
    pub database: Store,
    /// Which cache.
    pub cache: Store,
    /// The key ring for secrets at rest; the first key writes.
    pub keys: Vec<RingKey>,
    /// Calls we make to others.
    pub outgoing: Outgoing,
    /// Lifetimes of what we issue.
    pub tokens: Tokens,
    /// Lifetimes of browser sessions and logins.
    pub sessions: Sessions,
    /// Mail, if there is any.
    pub mail: Option<Mail>,
    /// Logs.
    pub log: Log,
}

/// Where we listen and what we are called.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address of the public listener.
    pub bind: SocketAddr,
    /// The issuer: how browsers and platforms reach us. https, save on loopback. No trailing slash when printed.
    pub public_url: Url,
    /// Proxies whose X-Forwarded-For we believe (addresses or CIDR ranges).
    pub trusted_proxies: Vec<String>,
    /// Address of the metrics listener.
    pub metrics_bind: Option<SocketAddr>,
    /// How long requests in flight may take after SIGTERM, in seconds.
    pub shutdown_seconds: u64,
}

/// A database or cache by address.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// `sqlite:PATH` or `postgres://…`; for the cache `memory:` or `redis://…`.
    pub url: String,
}

/// One key of the ring.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RingKey {
    /// Its id: a-z and 0-9.
    pub id: String,
    /// 32 bytes, base64 or base64url.
    pub secret: Option<SecretString>,
    /// A file that holds the same.
    pub file: Option<PathBuf>,
}

/// Calls we make to others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// PEM file with certificates to trust besides the system's.
    pub extra_ca_file: Option<PathBuf>,
    /// Hosts, addresses or CIDR ranges that may be private or loopback.
    pub allow_private: Vec<String>,
    /// Time to connect, in milliseconds.
    pub connect_ms: u64,
    /// Time for a whole call, in milliseconds.
    pub total_ms: u64,
    /// Largest answer we read, in bytes.
    pub max_body_bytes: u64,
}

/// Lifetimes of what we issue, in seconds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    /// Authorization code.
    pub code_seconds: i64,
    /// Access token.
    pub access_seconds: i64,
    /// ID token.
    pub id_token_seconds: i64,
    /// Refresh token without use.
    pub refresh_idle_seconds: i64,
    /// All refresh tokens of one sign-in together.
    pub refresh_absolute_seconds: i64,
    /// Days after which a new signing key is made; 0 turns the schedule off.
    pub key_rotation_days: i64,
}

/// Lifetimes of browser sessions and logins.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// Minutes without use after which a browser session ends.
    pub idle_minutes: i64,
    /// Hours after which it ends in any case.
    pub absolute_hours: i64,
    /// Minutes a settings session lasts.
    pub settings_minutes: i64,
    /// Minutes one login may take.
    pub attempt_minutes: i64,
    /// How old a sign-in may be when an integration is added, in minutes.
    pub add_integration_minutes: i64,
    /// Minutes for "this was not me" right after linking.
    pub undo_minutes: i64,
    /// Days for the notice at an older way in.
    pub notice_days: i64,
}

/// Mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `smtp://…` or `smtps://…`, with user and password where needed.
    pub smtp_url: SecretString,
    /// The From address.
    pub from: String,
}

/// Logs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// `human` or `json`.
    pub format: String,
    /// A filter such as `info` or `koppel=debug`.
    pub level: String,
}
