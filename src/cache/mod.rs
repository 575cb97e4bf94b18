//! What may vanish at any moment: rate limits and read-through caches.
//!
//! In this process's memory, or in one Redis that all processes share. Redis flushed, frozen or gone changes no answer
//! that matters: reads miss, and every limit is also kept in this process, so it never opens.

mod limits;
mod shared;
mod values;

use std::sync::Arc;
use std::time::Duration;

use crate::domain::Clock;

use limits::Limits;
use shared::Shared;
use values::Values;

/// What can be wrong with a cache. Only its address: afterwards nothing about a cache is an error.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// Neither `memory:` nor an address of Redis.
    #[error("the cache address is not one: {0}")]
    BadAddress(String),
}

/// How often something may happen: `burst` times at once, and that many again, evenly, within each `period`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How often at once; at least 1.
    pub burst: u32,
    /// How long it takes until all of `burst` is there again.
    pub period: Duration,
}

impl Limit {
    /// A limit.
    #[must_use]
    pub const fn new(burst: u32, period: Duration) -> Self {
        Self { burst, period }
    }

    /// Milliseconds from one to the next, once the burst is used up.
    fn interval_ms(self) -> i64 {
        let period = i64::try_from(self.period.as_millis()).unwrap_or(i64::MAX);
        (period / i64::from(self.burst.max(1))).max(1)
    }

    fn span_ms(self) -> i64 {
        self.interval_ms().saturating_mul(i64::from(self.burst.max(1)))
    }
}

/// The answer to a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may happen.
    pub allowed: bool,
    /// When it may be tried again, if not; at least 1 then, else 0.
    pub retry_after_seconds: u64,
}

impl Verdict {
    const YES: Self = Self { allowed: true, retry_after_seconds: 0 };

    fn wait_ms(wait_ms: i64) -> Self {
        if wait_ms <= 0 {
            return Self::YES;
        }
        Self { allowed: false, retry_after_seconds: u64::try_from(wait_ms).unwrap_or_default().div_ceil(1000) }
    }

    /// The stricter of two.
    fn and(self, other: Self) -> Self {
        Self {
            allowed: self.allowed && other.allowed,
            retry_after_seconds: self.retry_after_seconds.max(other.retry_after_seconds),
        }
    }
}

/// How a cache is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheState {
    /// This process's memory.
    Memory,
    /// Redis answers.
    Shared,
    /// Redis does not answer; this process stands alone until it does.
    Degraded,
}

/// The cache of this process, or one shared by all processes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Cache {
    clock: Clock,
    limits: Arc<Limits>,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Memory(Arc<Values>),
    Redis(Arc<Shared>),
}

impl Default for Cache {
    fn default() -> Self {
        Self::memory()
    }
}

impl Cache {
    /// A cache in this process's memory.
    #[must_use]
    pub fn memory() -> Self {
        Self { clock: Clock::system(), limits: Arc::default(), kind: Kind::Memory(Arc::default()) }
    }

    /// The cache at `memory:` or `redis://…`. A Redis that does not answer now is no error; see [`Cache::state`].
    ///
    /// # Errors
    /// The address is of neither form.
    pub fn connect(url: &str) -> Result<Self, CacheError> {
        let kind = if url.starts_with("memory:") {
            Kind::Memory(Arc::default())
        } else {
            Kind::Redis(Arc::new(Shared::connect(url)?))
        };
        Ok(Self { kind, ..Self::memory() })
    }

    /// The same cache, told the time by `clock`.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Counts one hit of `key`, when the limit allows it.
    pub async fn hit(&self, key: &str, limit: Limit) -> Verdict {
        let here = self.limits.hit(key, limit, self.now_ms());
        match &self.kind {
            // What this process alone refuses need not be asked elsewhere; and a flushed Redis knows of nothing.
            Kind::Redis(shared) if here.allowed => {
                shared.limit(key, limit, true).await.map_or(here, |there| here.and(there))
            }
            _ => here,
        }
    }

    /// Whether a hit would be allowed now, without counting one.
    pub async fn peek(&self, key: &str, limit: Limit) -> Verdict {
        let here = self.limits.peek(key, limit, self.now_ms());
        match &self.kind {
            Kind::Redis(shared) if here.allowed => {
                shared.limit(key, limit, false).await.map_or(here, |there| here.and(there))
            }
            _ => here,
        }
    }

    /// Forgets the hits of `key`, such as after the right password.
    pub async fn reset(&self, key: &str) {
        self.limits.reset(key);
        if let Kind::Redis(shared) = &self.kind {
            shared.reset(key).await;
        }
    }

    /// What was put at `key`, if it is still there.
    pub async fn fetch(&self, key: &str) -> Option<String> {
        match &self.kind {
            Kind::Memory(values) => values.fetch(key, self.now_ms()),
            Kind::Redis(shared) => shared.fetch(key).await,
        }
    }

    /// Keeps `value` at `key` for at most `ttl`. Choose a `ttl` for which a stale answer does no harm: an outage of Redis
    /// may swallow a [`Cache::forget`].
    pub async fn put(&self, key: &str, value: &str, ttl: Duration) {
        match &self.kind {
            Kind::Memory(values) => values.put(key, value, self.now_ms(), ttl),
            Kind::Redis(shared) => shared.put(key, value, ttl).await,
        }
    }

    /// Drops what is at `key`, for all processes.
    pub async fn forget(&self, key: &str) {
        match &self.kind {
            Kind::Memory(values) => values.forget(key),
            Kind::Redis(shared) => shared.forget(key).await,
        }
    }

    /// How the cache is, by asking it.
    pub async fn state(&self) -> CacheState {
        match &self.kind {
            Kind::Memory(_) => CacheState::Memory,
            Kind::Redis(shared) => shared.state().await,
        }
    }

    fn now_ms(&self) -> i64 {
        self.clock.now().timestamp_millis()
    }
}
