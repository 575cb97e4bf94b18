//! The line to one upstream: the shared client, this upstream's circuit breaker, and what answers mean.

use std::sync::{Arc, Mutex, PoisonError};

use http::{Request, StatusCode};
use serde_json::Value;
use url::Url;

use super::UpstreamError;
use super::breaker::Breaker;
use crate::domain::{Clock, Time};
use crate::outgoing::{Answer, Outgoing, OutgoingError};

/// The line to one upstream. Cheap to clone; clones share the breaker.
#[derive(Debug, Clone)]
pub(super) struct Line {
    outgoing: Outgoing,
    breaker: Arc<Mutex<Breaker>>,
    clock: Clock,
}

impl Line {
    pub(super) fn new(outgoing: Outgoing, clock: Clock) -> Self {
        Self { outgoing, breaker: Arc::new(Mutex::new(Breaker::new())), clock }
    }

    pub(super) fn now(&self) -> Time {
        self.clock.now()
    }

    /// An address we or the browser may be sent to.
    pub(super) fn check(&self, url: &Url) -> Result<(), UpstreamError> {
        self.outgoing.check(url).map_err(|error| meaning(&error))
    }

    /// Sends a request that must be answered with a JSON object, or with a 4xx whose meaning the caller knows.
    ///
    /// 5 failures in a row open the circuit. A 4xx is none: it may be of the person's own making (a code used twice),
    /// and nobody may switch off a system for others that way.
    pub(super) async fn ask(&self, request: Request<Vec<u8>>, cap: usize) -> Result<Answer, UpstreamError> {
        if let Err(wait) = self.breaker(|breaker| breaker.admit(self.clock.now())) {
            return Err(UpstreamError::Unreachable { retry_after_seconds: Some(wait) });
        }
        let answered =
            self.outgoing.send_capped(request, cap).await.map_err(|error| meaning(&error)).and_then(sensible);
        let now = self.clock.now();
        self.breaker(|breaker| if answered.is_ok() { breaker.succeeded() } else { breaker.failed(now) });
        answered
    }

    fn breaker<T>(&self, act: impl FnOnce(&mut Breaker) -> T) -> T {
        act(&mut self.breaker.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What no answer means to a login.
fn meaning(error: &OutgoingError) -> UpstreamError {
    match error {
        OutgoingError::Unreachable(_) | OutgoingError::TimedOut | OutgoingError::Broken => {
            UpstreamError::Unreachable { retry_after_seconds: None }
        }
        OutgoingError::TooLarge => UpstreamError::Misbehaved("the answer is too large"),
        OutgoingError::Refused(reason) => UpstreamError::Misbehaved(reason),
        OutgoingError::Setup(reason) => UpstreamError::Misconfigured(reason.clone()),
    }
}

/// Lets through what an upstream may say: a JSON object, or no.
fn sensible(answer: Answer) -> Result<Answer, UpstreamError> {
    let status = answer.status;
    if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::REQUEST_TIMEOUT || status.is_server_error() {
        return Err(UpstreamError::Unreachable { retry_after_seconds: answer.retry_after_seconds() });
    }
    if status.is_client_error() {
        return Ok(answer);
    }
    if status != StatusCode::OK {
        return Err(UpstreamError::Misbehaved("the status of the answer is neither yes nor no"));
    }
    match answer.json::<Value>() {
        Some(Value::Object(_)) => Ok(answer),
        _ => Err(UpstreamError::Misbehaved("the answer is not a JSON object")),
    }
}

/// A GET for JSON; `authorization` is the whole header value.
pub(super) fn get(url: &Url, authorization: Option<&str>) -> Result<Request<Vec<u8>>, UpstreamError> {
    let mut request = Request::get(url.as_str()).header(http::header::ACCEPT, "application/json");
    if let Some(value) = authorization {
        request = request.header(http::header::AUTHORIZATION, value);
    }
    request.body(Vec::new()).map_err(|_| UpstreamError::Misbehaved("a token that fits no header"))
}
