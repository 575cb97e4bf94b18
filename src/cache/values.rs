//! Read-through values in this process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Most values kept.
const MOST_VALUES: usize = 50_000;

#[derive(Debug)]
struct Entry {
    value: String,
    until_ms: i64,
}

#[derive(Debug, Default)]
pub(super) struct Values(Mutex<HashMap<String, Entry>>);

impl Values {
    pub(super) fn fetch(&self, key: &str, now_ms: i64) -> Option<String> {
        let values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        values.get(key).filter(|entry| entry.until_ms > now_ms).map(|entry| entry.value.clone())
    }

    pub(super) fn put(&self, key: &str, value: &str, now_ms: i64, ttl: Duration) {
        let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if values.len() >= MOST_VALUES {
            values.retain(|_, entry| entry.until_ms > now_ms);
        }
        if values.len() >= MOST_VALUES {
            values.clear();
        }
        let until_ms = now_ms.saturating_add(i64::try_from(ttl.as_millis()).unwrap_or(i64::MAX));
        values.insert(key.to_owned(), Entry { value: value.to_owned(), until_ms });
    }

    pub(super) fn forget(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_of_values_is_bounded() {
        let values = Values::default();
        for n in 0..=MOST_VALUES {
            values.put(&n.to_string(), "x", 0, Duration::from_secs(1));
        }
        assert!(values.0.lock().unwrap().len() <= MOST_VALUES);
        assert_eq!(values.fetch(&MOST_VALUES.to_string(), 0).as_deref(), Some("x"));
    }
}
