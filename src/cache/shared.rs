//! One Redis for all processes. Every call has a short end; after a failure a second passes before the next try.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{AsyncCommands as _, RedisError, Script};
use sha2::{Digest as _, Sha256};

use super::{CacheError, CacheState, Limit, Verdict};

/// Longest wait for an answer: a frozen Redis costs a request this once a second, no more.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long a Redis that failed is left alone, in milliseconds.
const LEAVE_ALONE_MS: u64 = 1000;

/// The same arithmetic as in `limits.rs`, atomically and by the clock of Redis.
const GCRA: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local interval, span, take = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1'
local before = tonumber(redis.call('GET', KEYS[1]) or now)
before = math.min(math.max(before, now), now + span)
local after = before + interval
local wait = after - now - span
if wait <= 0 and take then
  redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', string.format('%.0f', after - now))
end
return wait";

pub(super) struct Shared {
    line: ConnectionManager,
    gcra: Script,
    born: Instant,
    /// Milliseconds after `born` before which nothing is tried.
    not_before_ms: AtomicU64,
    degraded: AtomicBool,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("degraded", &self.degraded).finish_non_exhaustive()
    }
}

impl Shared {
    pub(super) fn connect(url: &str) -> Result<Self, CacheError> {
        let client = redis::Client::open(url).map_err(|error| CacheError::BadAddress(error.to_string()))?;
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_max_delay(PATIENCE)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let line = ConnectionManager::new_lazy_with_config(client, config)
            .map_err(|error| CacheError::BadAddress(error.to_string()))?;
        Ok(Self {
            line,
            gcra: Script::new(GCRA),
            born: Instant::now(),
            not_before_ms: AtomicU64::new(0),
            degraded: AtomicBool::new(false),
        })
    }

    /// Asks for one hit. `None` when Redis does not answer.
    pub(super) async fn limit(&self, key: &str, limit: Limit, take: bool) -> Option<Verdict> {
        let mut line = self.line.clone();
        let mut call = self.gcra.key(name("limit", key));
        call.arg(limit.interval_ms()).arg(limit.span_ms()).arg(u8::from(take));
        self.ask(call.invoke_async::<i64>(&mut line)).await.map(Verdict::wait_ms)
    }

    pub(super) async fn reset(&self, key: &str) {
        self.delete(name("limit", key)).await;
    }

    pub(super) async fn fetch(&self, key: &str) -> Option<String> {
        let mut line = self.line.clone();
        self.ask(line.get::<_, Option<String>>(name("value", key))).await.flatten()
    }

    pub(super) async fn put(&self, key: &str, value: &str, ttl: Duration) {
        let mut line = self.line.clone();
        let ttl_ms = u64::try_from(ttl.as_millis()).unwrap_or(u64::MAX).max(1);
        self.ask(line.pset_ex::<_, _, ()>(name("value", key), value, ttl_ms)).await;
    }

    pub(super) async fn forget(&self, key: &str) {
        self.delete(name("value", key)).await;
    }

    pub(super) async fn state(&self) -> CacheState {
        let mut line = self.line.clone();
        let ping = redis::cmd("PING");
        match self.ask(ping.query_async::<String>(&mut line)).await {
            Some(_) => CacheState::Shared,
            None => CacheState::Degraded,
        }
    }

    async fn delete(&self, name: String) {
        let mut line = self.line.clone();
        self.ask(line.del::<_, ()>(name)).await;
    }

    /// Awaits an answer, briefly; while Redis is left alone, not at all.
    async fn ask<T>(&self, call: impl Future<Output = Result<T, RedisError>>) -> Option<T> {
        if self.now_ms() < self.not_before_ms.load(Ordering::Relaxed) {
            return None;
        }
        if self.degraded.load(Ordering::Relaxed) {
            // One of the waiting requests tries; the others go on without.
            self.leave_alone();
        }
        match tokio::time::timeout(PATIENCE, call).await {
            Ok(Ok(answer)) => {
                self.recovered();
                Some(answer)
            }
            Ok(Err(error)) => self.failed(error.category()),
            Err(_) => self.failed("no answer in time"),
        }
    }

    fn recovered(&self) {
        if self.degraded.swap(false, Ordering::Relaxed) {
            self.not_before_ms.store(0, Ordering::Relaxed);
            tracing::info!("Redis answers again");
        }
    }

    fn failed<T>(&self, reason: &str) -> Option<T> {
        self.leave_alone();
        if !self.degraded.swap(true, Ordering::Relaxed) {
            tracing::error!(reason, "Redis does not answer; limits are kept in this process alone");
        }
        None
    }

    fn leave_alone(&self) {
        self.not_before_ms.store(self.now_ms() + LEAVE_ALONE_MS, Ordering::Relaxed);
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Keys name people sometimes (a user name, an address), so Redis sees their hash only.
fn name(kind: &str, key: &str) -> String {
    format!("koppel:{kind}:{}", URL_SAFE_NO_PAD.encode(Sha256::digest(key.as_bytes())))
}
