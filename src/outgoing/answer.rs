//! What the other side answered, read whole.

use chrono::DateTime;
use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::OutgoingError;

/// The longest wait we believe, in seconds.
const LONGEST_WAIT: u64 = 3600;

/// An HTTP answer with its whole body.
#[derive(Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({}, {} bytes)", self.status, self.body.len())
    }
}

impl Answer {
    /// Reads chunk by chunk, so that a bomb costs no more memory than the limit.
    pub(super) async fn read(mut response: reqwest::Response, cap: usize) -> Result<Self, OutgoingError> {
        if response.content_length().is_some_and(|length| length > cap as u64) {
            return Err(OutgoingError::TooLarge);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| OutgoingError::of(&error))? {
            if body.len() + chunk.len() > cap {
                return Err(OutgoingError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self { status: response.status(), headers: std::mem::take(response.headers_mut()), body })
    }

    /// The body as JSON; `None` when it is something else, whatever its content type says.
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// How long the other side asks us to wait, in seconds, at most an hour.
    /// A date is measured against the answer's own `Date`, so a wrong clock does no harm.
    #[must_use]
    pub fn retry_after_seconds(&self) -> Option<u64> {
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        let seconds = match text.parse::<u64>() {
            Ok(seconds) => seconds,
            Err(_) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => LONGEST_WAIT,
            Err(_) => {
                let until = DateTime::parse_from_rfc2822(text).ok()?;
                let from = DateTime::parse_from_rfc2822(self.headers.get(DATE)?.to_str().ok()?).ok()?;
                u64::try_from((until - from).num_seconds()).ok()?
            }
        };
        Some(seconds.min(LONGEST_WAIT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(value: &str) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        headers.insert(DATE, "Sat, 21 Nov 2026 10:00:00 GMT".parse().unwrap());
        Answer { status: StatusCode::TOO_MANY_REQUESTS, headers, body: vec![] }.retry_after_seconds()
    }

    #[test]
    fn retry_after_is_bounded_and_never_invented() {
        let table = [
            ("1", Some(1)),
            ("86400", Some(3600)),
            ("99999999999999999999999999", Some(3600)),
            ("soon", None),
            ("-5", None),
            ("", None),
            ("Sat, 21 Nov 2026 10:01:30 GMT", Some(90)),
            ("Sat, 21 Nov 2020 10:01:30 GMT", None),
            ("Sat, 21 Nov 2099 10:01:30 GMT", Some(3600)),
        ];
        for (value, expected) in table {
            assert_eq!(wait(value), expected, "{value}");
        }
    }
}
