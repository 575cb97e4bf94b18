//! Was the sign-in as fresh as it was asked to be? Measured on the issuer's own clock.

use super::super::{Secrets, UpstreamError};
use super::id_token::IdToken;
use crate::domain::{FreshLogin, Freshness, Time};

/// The oldest sign-in that counts as fresh, in seconds (A11).
const FRESH_SECONDS: i64 = 120;
/// Rounding and the way over the net, in seconds.
const SLACK_SECONDS: i64 = 5;

/// Judges `auth_time` against what was asked.
///
/// The age is `iat - auth_time`, both by the issuer's clock, so that a clock of ours that is wrong neither refuses a
/// fresh sign-in nor lets an old one through. It may not reach back behind our asking.
///
/// # Errors
/// [`UpstreamError::NotFresh`] when the sign-in is older than asked, or should show its time and does not.
pub(super) fn judge(
    promise: FreshLogin,
    secrets: &Secrets,
    token: &IdToken,
    now: Time,
) -> Result<Freshness, UpstreamError> {
    let age = token.auth_time.map(|at| token.issued_at.saturating_sub(at));
    let proven = promise == FreshLogin::Proven;
    match (secrets.fresh_requested_at, secrets.max_age) {
        (Some(asked_at), _) => {
            let since_asked = (now - asked_at).num_seconds().max(0);
            let limit = since_asked.saturating_add(SLACK_SECONDS).min(FRESH_SECONDS);
            match age {
                Some(age) if age <= limit => Ok(if proven { Freshness::Proven } else { Freshness::Requested }),
                None if !proven => Ok(Freshness::Requested),
                _ => Err(UpstreamError::NotFresh),
            }
        }
        (None, Some(max_age)) => match age {
            Some(age) if age <= max_age.saturating_add(SLACK_SECONDS) => Ok(Freshness::Unknown),
            None if !proven => Ok(Freshness::Unknown),
            _ => Err(UpstreamError::NotFresh),
        },
        (None, None) => Ok(Freshness::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IAT: i64 = 1_795_255_200;

    fn token(auth_time: Option<i64>) -> IdToken {
        IdToken { subject: "s".into(), issued_at: IAT, auth_time, sid: None, claims: serde_json::Map::new() }
    }

    /// Judges a sign-in of `age` seconds that was asked for `asked_ago` seconds before the return.
    fn fresh(promise: FreshLogin, asked_ago: i64, age: Option<i64>) -> Result<Freshness, UpstreamError> {
        let now: Time = "2026-11-21T10:00:00Z".parse().unwrap();
        let secrets = Secrets {
            nonce: String::new(),
            pkce_verifier: None,
            issuer: None,
            fresh_requested_at: Some(now - chrono::TimeDelta::seconds(asked_ago)),
            max_age: Some(0),
        };
        judge(promise, &secrets, &token(age.map(|age| IAT - age)), now)
    }

    /// A11: a sign-in older than 120 seconds, or older than our asking, is not fresh.
    #[test]
    fn a_stale_sign_in_is_refused() {
        use FreshLogin::{Proven, Requested};
        let table = [
            (Proven, 60, Some(0), Ok(Freshness::Proven)),
            (Proven, 60, Some(65), Ok(Freshness::Proven)),
            (Proven, 60, Some(66), Err(UpstreamError::NotFresh)),
            (Proven, 600, Some(120), Ok(Freshness::Proven)),
            (Proven, 600, Some(121), Err(UpstreamError::NotFresh)),
            (Proven, 10, Some(3_600), Err(UpstreamError::NotFresh)),
            (Proven, 10, None, Err(UpstreamError::NotFresh)),
            (Requested, 10, None, Ok(Freshness::Requested)),
            (Requested, 10, Some(1), Ok(Freshness::Requested)),
            (Requested, 10, Some(3_600), Err(UpstreamError::NotFresh)),
        ];
        for (promise, asked_ago, age, expected) in table {
            assert_eq!(fresh(promise, asked_ago, age), expected, "{promise} {asked_ago} {age:?}");
        }
    }

    #[test]
    fn a_max_age_of_the_platform_is_kept() {
        let now: Time = "2026-11-21T10:00:00Z".parse().unwrap();
        let secrets = |max_age| Secrets {
            nonce: String::new(),
            pkce_verifier: None,
            issuer: None,
            fresh_requested_at: None,
            max_age,
        };
        let judged = |max_age, age: Option<i64>| {
            judge(FreshLogin::Proven, &secrets(max_age), &token(age.map(|age| IAT - age)), now)
        };
        assert_eq!(judged(Some(300), Some(300)), Ok(Freshness::Unknown));
        assert_eq!(judged(Some(300), Some(400)), Err(UpstreamError::NotFresh));
        assert_eq!(judged(Some(300), None), Err(UpstreamError::NotFresh));
        assert_eq!(judged(None, None), Ok(Freshness::Unknown));
    }
}
