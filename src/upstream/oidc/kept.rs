//! One thing that is fetched from somewhere and kept for a while. One caller fetches, the others wait for what it brings.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::TimeDelta;
use tokio::sync::Mutex;

use super::super::UpstreamError;
use crate::domain::Time;

/// How long a thing is used without asking again, in minutes.
const KEEP_MINUTES: i64 = 60;
/// How long it is still used when nobody answers, in hours.
const KEEP_DOWN_HOURS: i64 = 24;
/// How long after a fetch nobody may demand another one, in seconds (S15, B10).
const PATIENCE_SECONDS: i64 = 30;

/// A kept thing.
#[derive(Debug)]
pub(in crate::upstream) struct Kept<T> {
    slot: Mutex<Slot<T>>,
    fetches: AtomicU64,
}

#[derive(Debug)]
struct Slot<T> {
    held: Option<(Time, Arc<T>)>,
    tried_at: Option<Time>,
    failure: Option<UpstreamError>,
}

impl<T> Kept<T> {
    pub(in crate::upstream) fn empty() -> Self {
        let slot = Slot { held: None, tried_at: None, failure: None };
        Self { slot: Mutex::new(slot), fetches: AtomicU64::new(0) }
    }

    /// What is held, or what `fetch` brings. When it fails, what is held is good for a day.
    ///
    /// Who waited while another caller's fetch failed gets that failure: with an upstream that hangs, a queue of
    /// callers must not wait one time limit after the other.
    pub(in crate::upstream) async fn take(
        &self,
        now: Time,
        fetch: impl Future<Output = Result<T, UpstreamError>>,
    ) -> Result<Arc<T>, UpstreamError> {
        let seen = self.fetches.load(Ordering::SeqCst);
        let mut slot = self.slot.lock().await;
        if let Some(held) = slot.within(now, TimeDelta::minutes(KEEP_MINUTES)) {
            return Ok(held);
        }
        match &slot.failure {
            Some(failure) if self.fetches.load(Ordering::SeqCst) > seen => Err(failure.clone()),
            _ => self.refresh(&mut slot, now, fetch).await,
        }
    }

    /// What `fetch` brings, though something is held; none when somebody asked for it just now.
    pub(in crate::upstream) async fn renew(
        &self,
        now: Time,
        fetch: impl Future<Output = Result<T, UpstreamError>>,
    ) -> Result<Option<Arc<T>>, UpstreamError> {
        let mut slot = self.slot.lock().await;
        if slot.is_patient(now) {
            return Ok(None);
        }
        self.refresh(&mut slot, now, fetch).await.map(Some)
    }

    async fn refresh(
        &self,
        slot: &mut Slot<T>,
        now: Time,
        fetch: impl Future<Output = Result<T, UpstreamError>>,
    ) -> Result<Arc<T>, UpstreamError> {
        slot.tried_at = Some(now);
        let fetched = fetch.await;
        self.fetches.fetch_add(1, Ordering::SeqCst);
        match fetched {
            Ok(fresh) => {
                let fresh = Arc::new(fresh);
                slot.held = Some((now, fresh.clone()));
                slot.failure = None;
                Ok(fresh)
            }
            Err(failure) => {
                slot.failure = Some(failure.clone());
                slot.within(now, TimeDelta::hours(KEEP_DOWN_HOURS)).ok_or(failure)
            }
        }
    }
}

impl<T> Slot<T> {
    /// What is held, when it is no older than `age`. A clock set back makes it old.
    fn within(&self, now: Time, age: TimeDelta) -> Option<Arc<T>> {
        let (at, held) = self.held.as_ref()?;
        (*at <= now && now - *at < age).then(|| held.clone())
    }

    /// True while the last try is so near that another one would only be load.
    fn is_patient(&self, now: Time) -> bool {
        self.tried_at.is_some_and(|at| at <= now && now - at < TimeDelta::seconds(PATIENCE_SECONDS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Time {
        "2026-11-21T10:00:00Z".parse::<Time>().unwrap() + TimeDelta::seconds(seconds)
    }

    const DOWN: UpstreamError = UpstreamError::Unreachable { retry_after_seconds: None };

    fn brings(value: u8) -> std::future::Ready<Result<u8, UpstreamError>> {
        std::future::ready(Ok(value))
    }

    fn fails() -> std::future::Ready<Result<u8, UpstreamError>> {
        std::future::ready(Err(DOWN))
    }

    #[tokio::test]
    async fn what_is_held_is_used_for_an_hour() {
        let kept = Kept::empty();
        assert_eq!(*kept.take(at(0), brings(1)).await.unwrap(), 1);
        assert_eq!(*kept.take(at(3_599), brings(2)).await.unwrap(), 1);
        assert_eq!(*kept.take(at(3_600), brings(3)).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn what_is_held_outlives_a_silent_upstream_for_a_day() {
        let kept = Kept::empty();
        kept.take(at(0), brings(1)).await.unwrap();
        assert_eq!(*kept.take(at(86_399), fails()).await.unwrap(), 1);
        assert_eq!(kept.take(at(86_400), fails()).await, Err(DOWN));
    }

    /// B10: unknown keys lead to one fetch in 30 seconds.
    #[tokio::test]
    async fn nobody_can_demand_two_fetches_in_thirty_seconds() {
        let kept = Kept::empty();
        kept.take(at(0), brings(1)).await.unwrap();
        assert_eq!(kept.renew(at(29), brings(2)).await, Ok(None));
        assert_eq!(kept.renew(at(30), brings(3)).await, Ok(Some(Arc::new(3))));
        assert_eq!(kept.renew(at(31), brings(4)).await, Ok(None));
    }

    #[tokio::test]
    async fn who_waited_for_a_fetch_that_failed_does_not_fetch_again() {
        let kept = Kept::<u8>::empty();
        let fetches = AtomicU64::new(0);
        let slow = || async {
            fetches.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            Err(DOWN)
        };
        let all = tokio::join!(kept.take(at(0), slow()), kept.take(at(0), slow()), kept.take(at(0), slow()));
        assert_eq!(all, (Err(DOWN), Err(DOWN), Err(DOWN)));
        assert_eq!(fetches.load(Ordering::SeqCst), 1);
    }
}
