//! What a client shows for itself, as it came: exactly one kind, or it is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use percent_encoding::percent_decode_str;

use crate::issuer::params::Params;
use crate::issuer::refusal::Refusal;

/// What was shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Credentials {
    Basic { id: String, secret: String },
    Post { id: String, secret: String },
    Assertion { id: Option<String>, jwt: String },
    None { id: String },
}

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Longest secret that is read.
const MAX_SECRET: usize = 512;

pub(super) fn read(headers: &HeaderMap, params: &Params) -> Result<Credentials, Refusal> {
    let id = params.text("client_id", 128)?;
    let secret = params.text("client_secret", MAX_SECRET)?;
    let jwt = params.text("client_assertion", 8_192)?;
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    match (all.next(), all.next(), id, secret, jwt) {
        (Some(value), None, id, None, None) => {
            let basic = basic(value.as_bytes()).ok_or_else(Refusal::invalid_client)?;
            match (&basic, id) {
                (Credentials::Basic { id, .. }, Some(sent)) if *id != sent => Err(Refusal::invalid_client()),
                _ => Ok(basic),
            }
        }
        (None, _, Some(id), Some(secret), None) => Ok(Credentials::Post { id, secret }),
        (None, _, id, None, Some(jwt)) => {
            if params.find("client_assertion_type", 200)? == Some(ASSERTION_TYPE) {
                Ok(Credentials::Assertion { id, jwt })
            } else {
                Err(Refusal::invalid_request("client_assertion_type is not one we know"))
            }
        }
        (None, _, Some(id), None, None) => Ok(Credentials::None { id }),
        (None, _, None, None, None) => Err(Refusal::invalid_client()),
        _ => Err(Refusal::invalid_request("more than one kind of client authentication")),
    }
}

/// RFC 6749, 2.3.1: both parts are form-encoded before they are joined and base64-encoded.
fn basic(header: &[u8]) -> Option<Credentials> {
    let text = std::str::from_utf8(header).ok()?;
    let (scheme, value) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || value.len() > 4 * MAX_SECRET {
        return None;
    }
    let joined = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    let (id, secret) = joined.split_once(':')?;
    let (id, secret) = (form_decode(id)?, form_decode(secret)?);
    (!id.is_empty() && !secret.is_empty()).then_some(Credentials::Basic { id, secret })
}

fn form_decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    (decoded.len() <= MAX_SECRET && !decoded.chars().any(char::is_control)).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(value: &[u8]) -> HeaderMap {
        HeaderMap::from_iter([(header::AUTHORIZATION, http::HeaderValue::from_bytes(value).unwrap())])
    }

    #[test]
    fn basic_credentials_are_form_decoded() {
        let value = format!("bAsIc {}", STANDARD.encode("opiq%3Aweb:a%2Bb+c%25"));
        let read = read(&header(value.as_bytes()), &Params::default()).unwrap();
        assert_eq!(read, Credentials::Basic { id: "opiq:web".into(), secret: "a+b c%".into() });
    }

    /// 1.19: a malformed Authorization header is an answer, never a panic.
    #[test]
    fn malformed_authorization_headers_are_refused() {
        let long = vec![b'a'; 10_000];
        let odd: [&[u8]; 12] = [
            b"",
            b"Basic",
            b"Basic ",
            b"Basic !!!!",
            b"Basic \xff\xfe",
            b"Bearer abc",
            b"Basic OjpA",
            b"Basic Og==",
            b"Basic YQ==",
            b"Basic YTo=",
            b"Basic /////w==",
            &long,
        ];
        for value in odd {
            assert_eq!(read(&header(value), &Params::default()), Err(Refusal::invalid_client()), "{value:?}");
        }
    }

    #[test]
    fn two_ways_at_once_are_refused() {
        let basic = header(format!("Basic {}", STANDARD.encode("a:b")).as_bytes());
        let refused = |headers: &HeaderMap, form: &str| read(headers, &Params::parse(form.as_bytes())).is_err();
        assert!(refused(&basic, "client_id=a&client_secret=b"));
        assert!(refused(&basic, "client_assertion=x"));
        assert!(refused(&basic, "client_id=other"));
        assert!(refused(&HeaderMap::new(), "client_id=a&client_secret=b&client_assertion=x"));
        assert!(refused(&HeaderMap::new(), "client_assertion=x&client_assertion_type=saml"));
    }
}
