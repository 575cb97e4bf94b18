//! Section `[server]`: where we listen and what we are called.

use std::net::SocketAddr;

use url::Url;

use super::values::Values;
use super::{ConfigError, InvalidNetwork, Network};
use crate::domain;

/// Where we listen and what we are called.
#[derive(Debug, Clone)]
pub struct Server {
    /// Address of the public listener.
    pub bind: SocketAddr,
    /// The issuer: how browsers and platforms reach us. https, save on loopback. No path; printed without a slash.
    pub public_url: Url,
    /// Proxies whose X-Forwarded-For we believe (addresses or CIDR ranges).
    pub trusted_proxies: Vec<Network>,
    /// Address of the metrics listener.
    pub metrics_bind: Option<SocketAddr>,
    /// How long requests in flight may take after SIGTERM, in seconds.
    pub shutdown_seconds: u64,
}

pub(super) const KEYS: &[&str] =
    &["server.bind", "server.public_url", "server.trusted_proxies", "server.metrics_bind", "server.shutdown_seconds"];

impl Server {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let public_url = values.required("server.public_url")?;
        let server = Self {
            bind: values.parse("server.bind", "127.0.0.1:8080")?.ok_or_else(|| missing("server.bind"))?,
            public_url: issuer(&public_url)?,
            trusted_proxies: networks(&values.list("server.trusted_proxies")?)?,
            metrics_bind: values.parse("server.metrics_bind", "127.0.0.1:9180")?,
            shutdown_seconds: values.number("server.shutdown_seconds", 1..=600)?.unsigned_abs(),
        };
        server.validate()?;
        Ok(server)
    }

    fn validate(&self) -> Result<(), ConfigError> {
        if self.bind.port() != 0 && self.metrics_bind == Some(self.bind) {
            let problem = "is the address of the public listener";
            return Err(ConfigError::new("server.metrics_bind", problem, "give the metrics a port of their own"));
        }
        Ok(())
    }
}

fn networks(texts: &[String]) -> Result<Vec<Network>, ConfigError> {
    let wrong = |error: InvalidNetwork| {
        ConfigError::new("server.trusted_proxies", error.to_string(), "write it like 10.0.0.0/8 or 10.1.2.3")
    };
    texts.iter().map(|text| text.parse().map_err(wrong)).collect()
}

fn missing(key: &str) -> ConfigError {
    ConfigError::new(key, "is missing", "config/default.toml explains every setting")
}

/// The public URL: an origin and nothing else. Source: `OpenID` Connect Discovery 1.0, 3 (no query, no fragment).
fn issuer(text: &str) -> Result<Url, ConfigError> {
    let wrong = |problem: &str, hint: &str| ConfigError::new("server.public_url", format!("{text:?} {problem}"), hint);
    let url: Url = text.parse().map_err(|_| wrong("is not a URL", "write it like https://koppel.example.org"))?;
    if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none() {
        return Err(wrong("is not an https address", "write it like https://koppel.example.org"));
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        return Err(wrong("is http off loopback", "use https; TLS ends at your reverse proxy"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("has a query or a fragment", "keep scheme, host and port only"));
    }
    if url.path() != "/" {
        return Err(wrong("has a path", "give Koppel a host name of its own, written without a path"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("carries a user name", "keep scheme, host and port only"));
    }
    Ok(url)
}

/// True when a URL's host is this machine's loopback.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    url.host().is_some_and(|host| domain::is_loopback(&host))
}
