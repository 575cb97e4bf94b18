//! Rate limits in this process: GCRA (ITU-T I.371), one number per key.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};

use super::{Limit, Verdict};

/// Most keys; strangers choose some of them, so there must be an end.
const MOST_KEYS: usize = 200_000;
/// Shared places for the keys beyond that: a limit gets stricter then, it never opens.
const OVERFLOW: u64 = 4096;

/// For each key the time at which its burst will be whole again, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Limits {
    whole_at: Mutex<HashMap<u64, i64>>,
    hasher: RandomState,
}

impl Limits {
    pub(super) fn hit(&self, key: &str, limit: Limit, now_ms: i64) -> Verdict {
        self.ask(key, limit, now_ms, true)
    }

    pub(super) fn peek(&self, key: &str, limit: Limit, now_ms: i64) -> Verdict {
        self.ask(key, limit, now_ms, false)
    }

    pub(super) fn reset(&self, key: &str) {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        whole_at.remove(&self.hasher.hash_one(key));
    }

    fn ask(&self, key: &str, limit: Limit, now_ms: i64, take: bool) -> Verdict {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.place(&mut whole_at, key, now_ms);
        let before = whole_at.get(&place).copied().unwrap_or(now_ms);
        // The clock may have jumped back: nobody waits longer than the whole span for that.
        let before = before.clamp(now_ms, now_ms.saturating_add(limit.span_ms()));
        let after = before.saturating_add(limit.interval_ms());
        let verdict = Verdict::wait_ms(after.saturating_sub(now_ms).saturating_sub(limit.span_ms()));
        if verdict.allowed && take {
            whole_at.insert(place, after);
        }
        verdict
    }

    fn place(&self, whole_at: &mut HashMap<u64, i64>, key: &str, now_ms: i64) -> u64 {
        let place = self.hasher.hash_one(key);
        if whole_at.len() >= MOST_KEYS && !whole_at.contains_key(&place) {
            whole_at.retain(|_, at| *at > now_ms);
            if whole_at.len() >= MOST_KEYS {
                return place % OVERFLOW;
            }
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const LIMIT: Limit = Limit::new(3, Duration::from_secs(30));

    #[test]
    fn burst_then_one_per_interval() {
        let limits = Limits::default();
        let seen: Vec<bool> = [0, 0, 0, 0, 9_999, 10_000, 10_000, 20_000, 50_000, 50_000, 50_000, 50_000]
            .iter()
            .map(|now| limits.hit("a", LIMIT, *now).allowed)
            .collect();
        assert_eq!(seen, [true, true, true, false, false, true, false, true, true, true, true, false]);
    }

    #[test]
    fn refusal_says_when_and_does_not_push_it_away() {
        let limits = Limits::default();
        for _ in 0..3 {
            limits.hit("a", LIMIT, 0);
        }
        for now in [0, 1_000, 2_000] {
            assert_eq!(limits.hit("a", LIMIT, now).retry_after_seconds, 10 - u64::try_from(now).unwrap() / 1000);
        }
        assert!(limits.hit("b", LIMIT, 0).allowed);
    }

    #[test]
    fn peek_counts_nothing_and_reset_forgets() {
        let limits = Limits::default();
        for _ in 0..9 {
            assert!(limits.peek("a", LIMIT, 0).allowed);
        }
        for _ in 0..3 {
            limits.hit("a", LIMIT, 0);
        }
        assert!(!limits.peek("a", LIMIT, 0).allowed);
        limits.reset("a");
        assert!(limits.hit("a", LIMIT, 0).allowed);
    }

    /// D13: a clock set back an hour neither opens the limit nor locks anybody out for an hour.
    #[test]
    fn clock_jump_neither_opens_nor_locks() {
        let limits = Limits::default();
        for _ in 0..3 {
            limits.hit("a", LIMIT, 3_600_000);
        }
        assert!(!limits.hit("a", LIMIT, 0).allowed);
        assert!(limits.hit("a", LIMIT, 0).retry_after_seconds <= 30);
    }

    #[test]
    fn flood_of_keys_makes_limits_stricter_and_memory_bounded() {
        let limits = Limits::default();
        for n in 0..MOST_KEYS + 20_000 {
            limits.hit(&format!("k{n}"), LIMIT, 0);
        }
        assert!(limits.whole_at.lock().unwrap().len() <= MOST_KEYS + usize::try_from(OVERFLOW).unwrap());
        assert!((0..10_000).any(|n| !limits.hit(&format!("new{n}"), LIMIT, 0).allowed));
        assert!(!(0..4).all(|_| limits.hit("k1", LIMIT, 0).allowed));
    }
}
