//! What the doors have done.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Durability;

/// What the doors have done since the database was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WriteCounts {
    /// Closures that were answered with a commit.
    pub writes: u64,
    /// Commits, of both strengths.
    pub commits: u64,
    /// Commits that waited for the disk.
    pub durable_commits: u64,
    /// Closures that were run again (PostgreSQL).
    pub reruns: u64,
}

/// What was asked since the database was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatementCounts {
    /// Statements inside and outside transactions; those that begin and end one apart.
    pub statements: u64,
    /// Snapshots that were read from.
    pub snapshots: u64,
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    statements: AtomicU64,
    snapshots: AtomicU64,
    writes: AtomicU64,
    commits: AtomicU64,
    durable: AtomicU64,
    reruns: AtomicU64,
    /// Whose turn it is to run a closure again (PostgreSQL).
    pub(super) turn: tokio::sync::Mutex<()>,
}

impl Counters {
    pub(super) fn committed(&self, writes: usize, durability: Durability) {
        self.writes.fetch_add(writes as u64, Ordering::Relaxed);
        self.commits.fetch_add(1, Ordering::Relaxed);
        if durability == Durability::Durable {
            self.durable.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn statement(&self) {
        self.statements.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn snapshot(&self) {
        self.snapshots.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn rerun(&self) {
        self.reruns.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn asked(&self) -> StatementCounts {
        StatementCounts {
            statements: self.statements.load(Ordering::Relaxed),
            snapshots: self.snapshots.load(Ordering::Relaxed),
        }
    }

    pub(super) fn read(&self) -> WriteCounts {
        WriteCounts {
            writes: self.writes.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            durable_commits: self.durable.load(Ordering::Relaxed),
            reruns: self.reruns.load(Ordering::Relaxed),
        }
    }
}
