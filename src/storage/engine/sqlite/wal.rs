//! When the write-ahead log goes back into the database file. `SQLite` would do it inside a commit, on the thread of whoever
//! happens to be the thousandth.

use std::cell::Cell;
use std::ffi::c_int;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::StorageError;

/// Pages of the log.
pub(super) type Pages = c_int;

/// Pages in the log from which it is written back: 8 MiB. The pages that every write touches stand in the log many times and
/// are written back once, so fewer and larger times cost less; with four thousand, whoever waits meanwhile waited twice as long.
const ENOUGH: Pages = 2_000;
/// Pages from which readers are waited for, so that the log can begin anew: 64 MiB.
const TOO_MANY: Pages = 16_000;

/// Writers wait meanwhile.
const WAIT_FOR_READERS: Duration = Duration::from_secs(1);

thread_local! {
    static PAGES: Cell<Pages> = const { Cell::new(0) };
}

/// Tells this room of every commit.
pub(super) fn watch(line: &Connection) {
    line.wal_hook(Some(|_: &Wal, pages| {
        PAGES.set(pages);
        Ok(())
    }));
}

/// Pages in the log after a commit; none when nothing was written.
pub(super) fn counting(commit: impl FnOnce() -> Result<(), StorageError>) -> Result<Pages, StorageError> {
    PAGES.set(0);
    commit()?;
    Ok(PAGES.get())
}

/// How to write back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// As far as no reader minds.
    Passive,
    /// All of it.
    Restart,
}

/// Remembers when it was last tried.
#[derive(Debug, Default)]
pub(super) struct Due {
    tried_at: Pages,
}

impl Due {
    /// What is to be done after a commit that left so many pages in the log.
    pub(super) fn after(&mut self, pages: Pages) -> Option<How> {
        if pages < self.tried_at {
            self.tried_at = 0; // it began anew
        }
        if pages < self.tried_at + ENOUGH {
            return None;
        }
        self.tried_at = pages;
        Some(if pages < TOO_MANY { How::Passive } else { How::Restart })
    }
}

/// Writes the log back.
pub(super) fn write_back(line: &Connection, how: How) -> Result<(), StorageError> {
    if how == How::Passive {
        return super::execute(line, "PRAGMA wal_checkpoint(PASSIVE)", &[]).map(|_| ());
    }
    line.busy_timeout(WAIT_FOR_READERS)?;
    let done = super::execute(line, "PRAGMA wal_checkpoint(RESTART)", &[]);
    line.busy_timeout(Duration::ZERO)?;
    done.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_is_written_back_each_two_thousand_pages_and_thoroughly_when_readers_keep_it() {
        let mut due = Due::default();
        assert_eq!([due.after(10), due.after(1_999)], [None, None]);
        assert_eq!(due.after(2_000), Some(How::Passive));
        assert_eq!([due.after(2_001), due.after(3_999)], [None, None], "tried just now, a reader was in the way");
        assert_eq!(due.after(4_000), Some(How::Passive));
        assert_eq!(due.after(5), None, "it began anew");
        assert_eq!(due.after(2_003), Some(How::Passive));
        assert_eq!(due.after(17_000), Some(How::Restart));
    }
}
