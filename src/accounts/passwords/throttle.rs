//! How often a password may be tried: per account few, per address many.
//!
//! The lock of an account is short and closes the password form only; a way in through an upstream stays open, so
//! nobody can lock a class out by guessing. A school is one address at 08:00: its limit is wide.

use std::net::IpAddr;
use std::time::Duration;

use crate::cache::{Cache, Limit, Verdict};
use crate::domain::PlatformId;
use crate::vault::sha256;

const WINDOW: Duration = Duration::from_mins(15);
/// Ten at once, then one every 90 seconds: at most about 970 guesses a day.
const PER_ACCOUNT: Limit = Limit::new(10, WINDOW);
/// Two big schools behind one address, twice each.
const PER_ADDRESS: Limit = Limit::new(3_000, WINDOW);

/// The counter of one user name at one platform, taken or not: names nobody has are counted just the same.
pub(super) fn account_key(platform: &PlatformId, username_folded: &str) -> String {
    format!("password:account:{}", sha256(&format!("{platform}|{username_folded}")))
}

/// Counts a try, before anything is compared: many at once cannot slip through together.
///
/// A refused address does not count against the account; nobody is locked out by it.
pub(super) async fn count(cache: &Cache, account_key: &str, address: Option<IpAddr>) -> Verdict {
    if let Some(address) = address {
        let by_address = cache.hit(&format!("password:address:{}", network(address)), PER_ADDRESS).await;
        if !by_address.allowed {
            return by_address;
        }
    }
    cache.hit(account_key, PER_ACCOUNT).await
}

/// Forgets the tries of an account whose password was right.
pub(super) async fn forgive(cache: &Cache, account_key: &str) {
    cache.reset(account_key).await;
}

/// An IPv6 caller owns a whole /64; each of its addresses would be a new counter.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    async fn tries(cache: &Cache, key: &str, times: usize, from: &str) -> usize {
        let mut allowed = 0;
        for _ in 0..times {
            allowed += usize::from(count(cache, key, Some(address(from))).await.allowed);
        }
        allowed
    }

    #[tokio::test]
    async fn an_account_is_locked_after_ten_wrong_tries_and_for_minutes_at_most() {
        let cache = Cache::memory();
        assert_eq!(tries(&cache, "one", 11, "192.0.2.1").await, 10);
        let refused = count(&cache, "one", None).await;
        assert!((1..=900).contains(&refused.retry_after_seconds));
        assert_eq!(tries(&cache, "other", 1, "192.0.2.1").await, 1);
        forgive(&cache, "one").await;
        assert_eq!(tries(&cache, "one", 1, "192.0.2.1").await, 1);
    }

    #[tokio::test]
    async fn a_school_behind_one_address_signs_in_and_a_flood_from_it_does_not() {
        let cache = Cache::memory();
        for pupil in 0..3_000 {
            assert!(count(&cache, &pupil.to_string(), Some(address("2001:db8::1"))).await.allowed, "{pupil}");
        }
        assert!(!count(&cache, "next", Some(address("2001:db8::2"))).await.allowed);
        assert!(count(&cache, "next", Some(address("2001:db8:0:1::1"))).await.allowed);
    }
}
