//! What a piece of work asks of the database. Most of what a request costs is how often it asks.

use koppel::storage::Database;

/// Statements, and the transactions some of them stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    pub statements: u64,
    /// Transactions that only read.
    pub snapshots: u64,
    /// Transactions that write.
    pub writes: u64,
}

impl Cost {
    pub const fn of(statements: u64, snapshots: u64, writes: u64) -> Self {
        Self { statements, snapshots, writes }
    }

    /// True when nothing of it is more than the bound.
    pub fn is_within(&self, bound: &Self) -> bool {
        self.statements <= bound.statements && self.snapshots <= bound.snapshots && self.writes <= bound.writes
    }

    fn so_far(db: &Database) -> Self {
        let (asked, written) = (db.statement_counts(), db.write_counts());
        Self::of(asked.statements, asked.snapshots, written.writes)
    }
}

/// Does the work; answers what came of it and what it cost. Whatever else asks the same database meanwhile is counted in.
pub async fn cost<T>(db: &Database, work: impl Future<Output = T>) -> (T, Cost) {
    let before = Cost::so_far(db);
    let done = work.await;
    let after = Cost::so_far(db);
    let of = |pick: fn(&Cost) -> u64| pick(&after) - pick(&before);
    (done, Cost::of(of(|cost| cost.statements), of(|cost| cost.snapshots), of(|cost| cost.writes)))
}
