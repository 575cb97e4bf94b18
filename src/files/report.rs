//! What an import did, for a person and for a script.

/// Bad rows beyond this many are counted, not kept.
pub const MOST_BAD_ROWS: usize = 10_000;

/// What is wrong with a row. Says the field and never its value: reports are printed and mailed around.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BadRow {
    /// Line of the file; the header of a CSV file is line 1.
    pub row: u64,
    /// Which field, where it is one.
    pub field: Option<String>,
    /// Why.
    pub reason: String,
}

/// What became of a good row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It made something new.
    Created,
    /// It changed something.
    Updated,
    /// We knew all it says.
    Unchanged,
}

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
    /// Counts a good row.
    pub fn count(&mut self, outcome: Outcome) {
        self.rows += 1;
        *match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Updated => &mut self.updated,
            Outcome::Unchanged => &mut self.unchanged,
        } += 1;
    }

    /// Counts a bad row and keeps it while there is room.
    pub fn refuse(&mut self, row: BadRow) {
        self.rows += 1;
        self.bad += 1;
        if self.bad_rows.len() < MOST_BAD_ROWS {
            self.bad_rows.push(row);
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
