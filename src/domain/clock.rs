//! Time as a parameter. Whole milliseconds, because nanoseconds do not survive a database.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// A point in time, UTC, whole milliseconds.
pub type Time = DateTime<Utc>;

/// Where the time comes from: the system's clock, moved by an offset that tests and the demo control.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    fixed_ms: Option<Arc<AtomicI64>>,
    offset_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until [`Clock::advance`].
    #[must_use]
    pub fn fixed(at: Time) -> Self {
        Self { fixed_ms: Some(Arc::new(AtomicI64::new(at.timestamp_millis()))), ..Self::default() }
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Time {
        #[expect(clippy::disallowed_methods, reason = "the one place where the system's time enters")]
        let base = match &self.fixed_ms {
            Some(fixed) => fixed.load(Ordering::SeqCst),
            None => Utc::now().timestamp_millis(),
        };
        DateTime::from_timestamp_millis(base + self.offset_ms.load(Ordering::SeqCst)).unwrap_or_default()
    }

    /// Moves this clock and all its clones forward (or back).
    pub fn advance(&self, by: TimeDelta) {
        self.offset_ms.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}
