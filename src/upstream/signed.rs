//! The signature of Stuudium's data calls, in both directions.
//!
//! `Data v2 <client id> <unix seconds> <nonce of 10 to 30 characters> <lower-case hex HMAC-SHA1 of "<seconds> <nonce>">`.
//! Source: abi.stuudium.com/api. It covers neither method nor path nor body: TLS, and one use of each nonce, do the rest.

use chrono::TimeDelta;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use super::UpstreamError;
use crate::domain::Time;

/// How far the clock of a signed call may be off.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// How long the nonce of a call to us has to be remembered: a call from a clock that runs ahead is good for twice as long.
pub const NONCE_LIFE: TimeDelta = TimeDelta::minutes(30);

/// The whole header value of a call of ours.
///
/// # Errors
/// [`UpstreamError::Misconfigured`] when the secret is no key.
pub(super) fn header(client_id: &str, secret: &str, now: Time, nonce: &str) -> Result<String, UpstreamError> {
    let seconds = now.timestamp();
    let mac = mac(secret, seconds, nonce)
        .ok_or_else(|| UpstreamError::Misconfigured("client_secret: not a key".to_owned()))?;
    let signature = bytes::Bytes::copy_from_slice(&mac.finalize().into_bytes());
    Ok(format!("Data v2 {client_id} {seconds} {nonce} {signature:x}"))
}

/// The nonce of a call to us, when its header is signed with our shared secret and about now. It may be accepted once.
pub(super) fn nonce(client_id: &str, secret: &str, now: Time, header: &str) -> Option<String> {
    let [id, seconds, nonce, sent] = header.strip_prefix("Data v2 ")?.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let seconds: i64 = seconds.parse().ok()?;
    let at = chrono::DateTime::from_timestamp(seconds, 0)?;
    let fits = id == client_id && (10..=30).contains(&nonce.len()) && (now - at).abs() <= WINDOW;
    let sent = bytes_of(sent).filter(|_| fits)?;
    mac(secret, seconds, nonce)?.verify_slice(&sent).ok()?;
    Some(nonce.to_owned())
}

fn mac(secret: &str, seconds: i64, nonce: &str) -> Option<Hmac<Sha1>> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(format!("{seconds} {nonce}").as_bytes());
    Some(mac)
}

/// Lower-case hex.
fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let digits: Vec<u8> = hex.bytes().map(digit).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "RAKENDUSE_SALAJANE_VÕTI";
    const NONCE: &str = "cMac6zfLOG08BeMvTpYK";
    const SIGNED: &str = "Data v2 app 1599100000 cMac6zfLOG08BeMvTpYK 1e4d2ca681396345d3e6b33675c3ee86f6e65e3c";

    fn at(seconds: i64) -> Time {
        chrono::DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// The vector published at abi.stuudium.com/api.
    #[test]
    fn the_published_signature_vector_holds() {
        assert_eq!(header("app", SECRET, at(1_599_100_000), NONCE).unwrap(), SIGNED);
        assert_eq!(nonce("app", SECRET, at(1_599_100_000), SIGNED).as_deref(), Some(NONCE));
    }

    #[test]
    fn a_call_to_us_is_signed_by_our_upstream_about_now() {
        let now = 1_599_100_000;
        let table = [
            ("app", SECRET, now + 900, SIGNED.to_owned(), true),
            ("app", SECRET, now - 900, SIGNED.to_owned(), true),
            ("app", SECRET, now + 901, SIGNED.to_owned(), false),
            ("app", SECRET, now - 901, SIGNED.to_owned(), false),
            ("other", SECRET, now, SIGNED.to_owned(), false),
            ("app", "another secret", now, SIGNED.to_owned(), false),
            ("app", SECRET, now, SIGNED.replace("3c", "3d"), false),
            ("app", SECRET, now, SIGNED.replace("3c", "3"), false),
            ("app", SECRET, now, SIGNED.replace("3c", "3C"), false),
            ("app", SECRET, now, SIGNED.replace("Data v2", "Data v1"), false),
            ("app", SECRET, now, format!("{SIGNED} more"), false),
            ("app", SECRET, now, String::new(), false),
        ];
        for (client, secret, now, header, accepted) in table {
            assert_eq!(nonce(client, secret, at(now), &header).is_some(), accepted, "{client} {now} {header}");
        }
    }
}
