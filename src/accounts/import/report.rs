//! What an import did, for a person and for a script.

use super::row::BadRow;

/// Bad rows beyond this many are counted, not kept.
pub const MOST_BAD_ROWS: usize = 10_000;

/// What an import did, or would do. `rows` is the sum of the four counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Nothing was written.
    pub dry_run: bool,
    /// Rows read.
    pub rows: u64,
    /// Rows that made something new.
    pub created: u64,
    /// Rows that changed something.
    pub updated: u64,
    /// Rows that said what we knew.
    pub unchanged: u64,
    /// Rows that were refused.
    pub bad: u64,
    /// The first [`MOST_BAD_ROWS`] of them.
    pub bad_rows: Vec<BadRow>,
}

impl Report {
    /// Counts bad rows and keeps them while there is room.
    pub fn refuse(&mut self, rows: impl IntoIterator<Item = BadRow>) {
        for row in rows {
            self.rows += 1;
            self.bad += 1;
            if self.bad_rows.len() < MOST_BAD_ROWS {
                self.bad_rows.push(row);
            }
        }
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows read.
    pub rows: u64,
    /// Bytes read of the file.
    pub bytes: u64,
}
