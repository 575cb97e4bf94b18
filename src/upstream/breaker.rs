//! A circuit breaker: an upstream that fails again and again is left alone for a moment, so that logins answer at once.

use chrono::TimeDelta;

use crate::domain::Time;

/// Failures in a row that open the circuit.
const LIMIT: u32 = 5;
/// How long the circuit stays open, and how long one probe may take, in seconds.
const REST_SECONDS: i64 = 20;

/// Where a circuit stands. Every change takes the time as a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaker {
    /// Calls pass; this many failed in a row.
    Closed {
        /// Failures in a row.
        failures: u32,
    },
    /// No call passes until then.
    Open {
        /// When a probe may go out.
        until: Time,
    },
    /// One probe is out; its outcome decides. A probe that never reports is given up after the rest.
    Probing {
        /// When it left.
        since: Time,
    },
}

impl Breaker {
    /// A closed circuit.
    pub(super) fn new() -> Self {
        Self::Closed { failures: 0 }
    }

    /// Asks to make one call. `Err` is the wait in seconds.
    pub(super) fn admit(&mut self, now: Time) -> Result<(), u64> {
        let rest = TimeDelta::seconds(REST_SECONDS);
        let until = match *self {
            Self::Closed { .. } => return Ok(()),
            // A clock that was set back must not keep the circuit open for longer than the rest.
            Self::Open { until } => until.min(now + rest),
            Self::Probing { since } => since.min(now) + rest,
        };
        if now < until {
            let wait = (until - now).num_seconds().max(1);
            return Err(wait.unsigned_abs());
        }
        *self = Self::Probing { since: now };
        Ok(())
    }

    /// The upstream answered sensibly.
    pub(super) fn succeeded(&mut self) {
        *self = Self::new();
    }

    /// The upstream did not answer, or answered rubbish.
    pub(super) fn failed(&mut self, now: Time) {
        let failures = match *self {
            Self::Closed { failures } => failures + 1,
            Self::Open { .. } => return,
            Self::Probing { .. } => LIMIT,
        };
        *self = if failures >= LIMIT {
            Self::Open { until: now + TimeDelta::seconds(REST_SECONDS) }
        } else {
            Self::Closed { failures }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Clock;

    fn start() -> Time {
        "2026-11-21T10:00:00Z".parse().unwrap()
    }

    fn opened() -> (Breaker, Clock) {
        let (mut breaker, clock) = (Breaker::new(), Clock::fixed(start()));
        for _ in 0..LIMIT {
            assert_eq!(breaker.admit(clock.now()), Ok(()));
            breaker.failed(clock.now());
        }
        (breaker, clock)
    }

    #[test]
    fn five_failures_in_a_row_open_the_circuit() {
        let (mut breaker, clock) = opened();
        assert_eq!(breaker.admit(clock.now()), Err(20));
    }

    #[test]
    fn a_success_in_between_starts_the_count_again() {
        let mut breaker = Breaker::new();
        for round in 0..40 {
            if round % 5 == 4 { breaker.succeeded() } else { breaker.failed(start()) }
        }
        assert_eq!(breaker.admit(start()), Ok(()));
    }

    /// D8: half-open within 30 seconds.
    #[test]
    fn one_probe_goes_out_within_thirty_seconds() {
        let (mut breaker, clock) = opened();
        clock.advance(TimeDelta::seconds(30));
        assert_eq!(breaker.admit(clock.now()), Ok(()), "the probe");
        assert!(breaker.admit(clock.now()).is_err(), "a second call beside the probe");
    }

    #[test]
    fn the_probe_decides() {
        let (mut breaker, clock) = opened();
        clock.advance(TimeDelta::seconds(30));
        breaker.admit(clock.now()).unwrap();
        breaker.failed(clock.now());
        assert_eq!(breaker.admit(clock.now()), Err(20));
        clock.advance(TimeDelta::seconds(30));
        breaker.admit(clock.now()).unwrap();
        breaker.succeeded();
        assert_eq!(breaker, Breaker::new());
    }

    #[test]
    fn a_probe_that_never_reports_does_not_block_for_ever() {
        let (mut breaker, clock) = opened();
        clock.advance(TimeDelta::seconds(20));
        breaker.admit(clock.now()).unwrap();
        clock.advance(TimeDelta::seconds(20));
        assert_eq!(breaker.admit(clock.now()), Ok(()));
    }

    #[test]
    fn a_clock_set_back_does_not_keep_the_circuit_open() {
        let (mut breaker, clock) = opened();
        clock.advance(TimeDelta::hours(-5));
        assert!(breaker.admit(clock.now()).is_err_and(|wait| wait <= 20));
    }
}
