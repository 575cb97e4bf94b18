//! The most memory that this process has had for its own, since it was last forgotten. Pages of the database's file that it
//! looks at where they lie are the kernel's, and counted once for each connection besides.

use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

static PEAK: AtomicU64 = AtomicU64::new(0);
static LOOKING: Once = Once::new();

/// Forgets it.
pub fn forget_peak() {
    LOOKING.call_once(|| {
        std::thread::spawn(|| {
            loop {
                PEAK.fetch_max(own_mib(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
    });
    PEAK.store(0, Ordering::Relaxed);
}

/// In MiB.
pub fn peak_mib() -> u64 {
    PEAK.load(Ordering::Relaxed).max(own_mib())
}

fn own_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1_024
}
