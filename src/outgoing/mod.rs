//! The one way out: every HTTP call to somebody else goes through [`Outgoing`].
//!
//! No redirects, no proxy, https only, no private addresses (resolved once, and that address is the one connected to),
//! one time limit for the whole call and one size limit for the body after decompression. Exceptions stand in
//! `[outgoing]` of the configuration.

mod address;
mod answer;
mod error;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use url::Url;

pub use address::Allowed;
pub use answer::Answer;
pub use error::OutgoingError;

use crate::config;

/// How long an idle connection is kept. Shorter than the 5 seconds after which common servers close theirs: a code that
/// is sent down a closing connection is lost, and a POST is never sent twice.
const IDLE: Duration = Duration::from_secs(4);

/// A hardened HTTP client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outgoing {
    http: reqwest::Client,
    allowed: Arc<Allowed>,
    max_body: usize,
}

impl Outgoing {
    /// A client with the limits and exceptions of `[outgoing]`.
    ///
    /// # Errors
    /// [`OutgoingError::Setup`] names the key: the CA file cannot be read, or an entry of `allow_private` is no host,
    /// address or range.
    pub fn new(config: &config::Outgoing) -> Result<Self, OutgoingError> {
        let allowed = Arc::new(Allowed::parse(&config.allow_private)?);
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_millis(config.connect_ms))
            .timeout(Duration::from_millis(config.total_ms))
            .pool_idle_timeout(IDLE)
            .http2_max_header_list_size(64 * 1024)
            .user_agent(concat!("koppel/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Filter(allowed.clone()));
        if let Some(path) = &config.extra_ca_file {
            let wrong =
                |what: String| OutgoingError::Setup(format!("outgoing.extra_ca_file {}: {what}", path.display()));
            let pem = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
            let certificates =
                reqwest::Certificate::from_pem_bundle(&pem).map_err(|_| wrong("no PEM certificates".to_owned()))?;
            builder = builder.tls_certs_merge(certificates);
        }
        let http = builder.build().map_err(|error| OutgoingError::Setup(format!("outgoing: {error}")))?;
        let max_body = usize::try_from(config.max_body_bytes).unwrap_or(usize::MAX);
        Ok(Self { http, allowed, max_body })
    }

    /// True when we would call this address at all (before its name is resolved).
    ///
    /// # Errors
    /// [`OutgoingError::Refused`] says what is wrong with it.
    pub fn check(&self, url: &Url) -> Result<(), OutgoingError> {
        self.allowed.check(url)
    }

    /// Sends a request and reads the whole answer, at most `max_body_bytes` of it. Any status is an answer.
    ///
    /// # Errors
    /// The address is refused, the time or size limit is reached, or the other side does not speak HTTP.
    pub async fn send(&self, request: http::Request<Vec<u8>>) -> Result<Answer, OutgoingError> {
        self.send_capped(request, self.max_body).await
    }

    /// As [`Outgoing::send`] with a smaller limit, in bytes.
    ///
    /// # Errors
    /// As [`Outgoing::send`].
    pub async fn send_capped(&self, request: http::Request<Vec<u8>>, cap: usize) -> Result<Answer, OutgoingError> {
        let request = reqwest::Request::try_from(request).map_err(|_| OutgoingError::Refused("not an address"))?;
        self.allowed.check(request.url())?;
        let response = self.http.execute(request).await.map_err(|error| OutgoingError::of(&error))?;
        Answer::read(response, cap.min(self.max_body)).await
    }
}

/// Resolves names and lets only allowed addresses through; the connection is made to what comes out here.
#[derive(Debug)]
struct Filter(Arc<Allowed>);

impl Resolve for Filter {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let kept: Vec<SocketAddr> = found.filter(|address| allowed.reaches(&host, address.ip())).collect();
            if kept.is_empty() {
                return Err(Box::from(OutgoingError::Refused("the name leads to a private address")));
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}
