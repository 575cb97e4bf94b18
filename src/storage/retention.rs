//! What is kept for years and then emptied. What serves its time within weeks goes in [`cleanup`](super::cleanup); the table of
//! both is in `docs/privacy.md`, and a test compares it with this one.

use chrono::TimeDelta;

use super::{Database, Durability, StorageError, Tx};
use crate::args;
use crate::domain::Time;

/// Rows of one statement: the writer's door is not held for long.
const BATCH: i64 = 500;

/// What happens to rows whose time is over.
#[derive(Debug)]
pub struct Term {
    /// What, as the table in the guide says it.
    pub what: &'static str,
    /// For how many days.
    pub days: i64,
    /// Each takes the time before which they must have ended, and the batch; none finds again what it has done.
    statements: &'static [&'static str],
}

/// Every term.
pub const TERMS: &[Term] = &[
    Term { what: "details of the audit log", days: 3 * 365, statements: &[SALT, DETAIL] },
    Term { what: "details of requests that were closed", days: 2 * 365, statements: &[CASE] },
    Term { what: "proposals to a second person", days: 365, statements: &[PROPOSAL] },
    Term { what: "pairs of accounts that turned out not to be one person's", days: 365, statements: &[DUPLICATE] },
    Term { what: "events that a platform has taken", days: 90, statements: &[TAKEN] },
];

// The salt goes with the detail: without it nobody can try out what the detail said. It goes first, as long as the detail
// tells which rows those are.
const SALT: &str = "UPDATE audit SET salt = '' WHERE id IN (SELECT a.id FROM audit a JOIN audit_detail d ON d.audit_id = a.id \
    WHERE a.at < $1 ORDER BY a.at, a.id LIMIT $2)";
const DETAIL: &str = "DELETE FROM audit_detail WHERE audit_id IN (SELECT a.id FROM audit a \
    JOIN audit_detail d ON d.audit_id = a.id WHERE a.at < $1 ORDER BY a.at, a.id LIMIT $2)";
const CASE: &str = "UPDATE school_case SET detail = '{}' WHERE id IN (SELECT id FROM school_case WHERE closed_at < $1 \
    AND detail <> '{}' ORDER BY closed_at, id LIMIT $2)";
const PROPOSAL: &str = "DELETE FROM proposal WHERE id IN (SELECT id FROM proposal WHERE expires_at < $1 \
    ORDER BY expires_at, id LIMIT $2)";
const DUPLICATE: &str = "DELETE FROM duplicate WHERE id IN (SELECT id FROM duplicate WHERE state = 'gone' AND seen_at < $1 \
    ORDER BY seen_at, id LIMIT $2)";
const TAKEN: &str = "DELETE FROM event_ack WHERE (platform_id, number) IN (SELECT platform_id, number FROM event_ack \
    WHERE acked_at < $1 ORDER BY acked_at, platform_id, number LIMIT $2)";

/// Empties and deletes everything whose time is over, in small transactions. Answers the number of rows by what they were.
///
/// # Errors
/// The engine's; what was done before stays done.
pub async fn run(db: &Database, now: Time) -> Result<Vec<(&'static str, u64)>, StorageError> {
    let mut done = Vec::new();
    for term in TERMS {
        let (before, mut rows) = (now - TimeDelta::days(term.days), 0);
        loop {
            let some = db.write(Durability::Durable, |tx| one(tx, term, before)).await?;
            rows += some;
            if some < BATCH.unsigned_abs() {
                break;
            }
        }
        done.push((term.what, rows));
    }
    Ok(done)
}

/// The rows of the last statement are the ones that had their time.
async fn one(tx: Tx, term: &Term, before: Time) -> Result<u64, StorageError> {
    let mut last = 0;
    for sql in term.statements {
        last = tx.execute_bulk(sql, args![before, BATCH]).await?;
    }
    Ok(last)
}
