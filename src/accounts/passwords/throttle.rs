//! How often a password may be tried. Sign-in, claim, sign-in-again and the form that changes a password share it.
//!
//! * A browser in which this account's password was right within 30 days has a counter of its own for that account: ten
//!   tries, and no other counter. Nobody else can use it up.
//! * Every other browser shares one counter per account and network (a /64 of IPv6, one address of IPv4): ten tries. A
//!   stranger elsewhere does not use up the school's.
//! * All those networks together have a hundred tries per account, so that a guesser with many addresses gains little.
//! * All accounts together have 3,000 tries per network: two big schools behind one address, twice each.
//!
//! Each counter is whole again 15 minutes after the last try that was let through, and a refused try counts nowhere: no
//! lock outlives the guessing by more than 15 minutes. None of them is asked by a sign-in through an upstream, which stays
//! open to whoever has a new browser while the guessing goes on.

use std::net::IpAddr;
use std::time::Duration;

use crate::cache::{Cache, Limit, Verdict};
use crate::domain::PlatformId;
use crate::vault::sha256;

const WINDOW: Duration = Duration::from_mins(15);
/// Ten at once, then one every 90 seconds: at most about 970 guesses a day.
const PER_BROWSER_OR_NETWORK: Limit = Limit::new(10, WINDOW);
/// A hundred at once, then one every 9 seconds.
const PER_ACCOUNT: Limit = Limit::new(100, WINDOW);
/// Two big schools behind one address, twice each.
const PER_NETWORK: Limit = Limit::new(3_000, WINDOW);
/// How long a browser is known by a right password.
const KNOWN: Duration = Duration::from_hours(30 * 24);

/// From where a password was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Caller<'a> {
    /// None for a caller without an address.
    pub address: Option<IpAddr>,
    /// Hash of the browser-binding cookie; none for a caller that is no browser.
    pub browser_hash: Option<&'a str>,
}

/// The counters of one caller at one user name of one platform, taken or not: names nobody has are counted just the same.
pub(super) struct Counters {
    account: String,
    here: String,
    network: Option<String>,
    /// Where it is written that this browser is known; none for a caller that is no browser.
    known: Option<String>,
}

impl Counters {
    pub(super) fn of(platform: &PlatformId, username_folded: &str, caller: Caller<'_>) -> Self {
        let account = sha256(&format!("{platform}|{username_folded}"));
        let network = caller.address.map(network);
        let place = network.map_or_else(|| "none".to_owned(), |network| network.to_string());
        Self {
            here: format!("password:network:{account}:{place}"),
            network: network.map(|network| format!("password:address:{network}")),
            known: caller.browser_hash.map(|browser| format!("password:browser:{account}:{browser}")),
            account: format!("password:account:{account}"),
        }
    }

    /// Counts a try, before anything is compared: many at once cannot slip through together.
    pub(super) async fn count(&self, cache: &Cache) -> Verdict {
        if let Some(known) = self.known(cache).await {
            return cache.hit(known, PER_BROWSER_OR_NETWORK).await;
        }
        if let Some(network) = &self.network {
            let verdict = cache.hit(network, PER_NETWORK).await;
            if !verdict.allowed {
                return verdict;
            }
        }
        // The smaller one first: who has used it up does not use up the account's.
        let here = cache.hit(&self.here, PER_BROWSER_OR_NETWORK).await;
        if here.allowed { cache.hit(&self.account, PER_ACCOUNT).await } else { here }
    }

    async fn known(&self, cache: &Cache) -> Option<&str> {
        let known = self.known.as_deref()?;
        cache.fetch(known).await.map(|_| known)
    }

    /// The password was right: forgets the tries of this browser and this network, and knows the browser from now on. The
    /// account's wide counter stays, as somebody else's guesses are in it.
    pub(super) async fn forgive(&self, cache: &Cache) {
        cache.reset(&self.here).await;
        if let Some(known) = &self.known {
            cache.reset(known).await;
            cache.put(known, "1", KNOWN).await;
        }
    }
}

/// An IPv6 caller owns a whole /64; each of its addresses would be a new counter.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::domain::Clock;

    const SCHOOL: &str = "192.0.2.1";

    fn counters<'a>(name: &str, from: &str, browser: impl Into<Option<&'a str>>) -> Counters {
        let caller = Caller { address: Some(from.parse().unwrap()), browser_hash: browser.into() };
        Counters::of(&"opiq".parse().unwrap(), name, caller)
    }

    async fn allowed(cache: &Cache, counters: &Counters, tries: usize) -> usize {
        let mut allowed = 0;
        for _ in 0..tries {
            allowed += usize::from(counters.count(cache).await.allowed);
        }
        allowed
    }

    fn moved_by_hand() -> (Clock, Cache) {
        let clock = Clock::fixed("2026-09-07T08:00:00Z".parse().unwrap());
        (clock.clone(), Cache::memory().with_clock(clock))
    }

    #[tokio::test]
    async fn stranger_has_ten_tries_and_takes_none_of_another_network_or_account() {
        let cache = Cache::memory();
        let stranger = counters("mari", "198.51.100.7", None);
        assert_eq!(allowed(&cache, &stranger, 200).await, 10);
        assert!((1..=900).contains(&stranger.count(&cache).await.retry_after_seconds));
        assert_eq!(allowed(&cache, &counters("mari", SCHOOL, None), 20).await, 10);
        assert_eq!(allowed(&cache, &counters("kati", "198.51.100.7", None), 20).await, 10);
    }

    #[tokio::test]
    async fn known_browser_has_a_counter_that_nobody_else_uses_up() {
        let cache = Cache::memory();
        counters("mari", SCHOOL, "hers").forgive(&cache).await;
        for host in 1..=40 {
            allowed(&cache, &counters("mari", &format!("198.51.100.{host}"), "other"), 20).await;
        }
        allowed(&cache, &counters("mari", SCHOOL, "neighbour"), 20).await;
        for pupil in 0..3_000 {
            counters(&format!("p{pupil}"), SCHOOL, None).count(&cache).await;
        }
        assert_eq!(allowed(&cache, &counters("mari", SCHOOL, "hers"), 20).await, 10);
        assert_eq!(allowed(&cache, &counters("mari", "203.0.113.9", "hers"), 1).await, 0, "one counter wherever it is");
        assert_eq!(allowed(&cache, &counters("mari", SCHOOL, "new"), 1).await, 0);
    }

    #[tokio::test]
    async fn browser_known_for_one_account_is_a_stranger_to_another() {
        let cache = Cache::memory();
        counters("mari", SCHOOL, "hers").forgive(&cache).await;
        assert_eq!(allowed(&cache, &counters("kati", SCHOOL, None), 20).await, 10);
        assert_eq!(allowed(&cache, &counters("kati", SCHOOL, "hers"), 20).await, 0);
    }

    #[tokio::test]
    async fn a_browser_is_known_for_thirty_days() {
        let (clock, cache) = moved_by_hand();
        counters("mari", SCHOOL, "hers").forgive(&cache).await;
        for (days, tries) in [(29, 10), (2, 0)] {
            clock.advance(TimeDelta::days(days));
            allowed(&cache, &counters("mari", SCHOOL, None), 20).await;
            assert_eq!(allowed(&cache, &counters("mari", SCHOOL, "hers"), 20).await, tries);
        }
    }

    #[tokio::test]
    async fn guesser_with_many_addresses_has_a_hundred_tries() {
        let cache = Cache::memory();
        let mut guessed = 0;
        for host in 0..50 {
            guessed += allowed(&cache, &counters("mari", &format!("2001:db8:0:{host:x}::1"), None), 10).await;
        }
        assert_eq!(guessed, 100);
    }

    #[tokio::test]
    async fn no_lock_outlives_the_guessing_by_more_than_fifteen_minutes() {
        let (clock, cache) = moved_by_hand();
        let stranger = counters("mari", SCHOOL, None);
        for _ in 0..720 {
            for host in 0..12 {
                counters("mari", &format!("198.51.100.{host}"), None).count(&cache).await;
            }
            let waits = stranger.count(&cache).await.retry_after_seconds;
            assert!(waits <= 900, "{waits}");
            clock.advance(TimeDelta::seconds(5));
        }
        clock.advance(TimeDelta::minutes(15));
        assert_eq!(allowed(&cache, &stranger, 20).await, 10);
        assert_eq!(allowed(&cache, &counters("mari", "198.51.100.1", None), 20).await, 10);
    }

    #[tokio::test]
    async fn right_password_forgives_here_and_leaves_the_wide_counter() {
        let cache = Cache::memory();
        let lab = counters("klass5b", SCHOOL, None);
        for _ in 0..9 {
            assert_eq!(allowed(&cache, &lab, 10).await, 10);
            lab.forgive(&cache).await;
        }
        assert_eq!(allowed(&cache, &lab, 20).await, 10);
        lab.forgive(&cache).await;
        assert_eq!(allowed(&cache, &lab, 20).await, 0);
    }

    #[tokio::test]
    async fn a_school_behind_one_address_signs_in_and_a_flood_from_it_does_not() {
        let cache = Cache::memory();
        for pupil in 0..3_000 {
            assert!(counters(&pupil.to_string(), "2001:db8::1", None).count(&cache).await.allowed, "{pupil}");
        }
        assert!(!counters("next", "2001:db8::2", None).count(&cache).await.allowed);
        assert!(counters("next", "2001:db8:0:1::1", None).count(&cache).await.allowed);
    }
}
