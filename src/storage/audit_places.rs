//! Tables `audit_place` and `job_mark`: at which schools an audit row is seen. Written from sealed rows, in their order, so that
//! whoever pages through them misses none.

use super::{StorageError, Tx};
use crate::args;

/// The mark of the job that writes them.
const MARK: &str = "audit_places";

const FIND_MARK: &str = "SELECT number AS n FROM job_mark WHERE name = $1";
const LAST: &str = "SELECT CAST(COALESCE(MAX(number), $1) AS BIGINT) AS n FROM \
    (SELECT number FROM audit WHERE number > $1 ORDER BY number LIMIT $2) AS few";
const SET_MARK: &str = "INSERT INTO job_mark (name, number) VALUES ($1, $2) \
    ON CONFLICT (name) DO UPDATE SET number = excluded.number";

/// A row that names a school is that school's. Else it is seen where its account is or was, and where the journal or the
/// request is that it is about.
const PLACE: &str = "INSERT INTO audit_place (school_id, number) \
    SELECT a.school_id, a.number FROM audit a WHERE a.number > $1 AND a.number <= $2 AND a.school_id IS NOT NULL \
    UNION SELECT r.school_id, a.number FROM audit a JOIN account_role r ON r.account_id = a.account_id \
        AND r.ended_at IS NULL WHERE a.number > $1 AND a.number <= $2 AND a.school_id IS NULL \
    UNION SELECT r.school_id, a.number FROM audit a JOIN account_role r ON r.account_id = a.account_id \
        AND r.ended_at IS NOT NULL WHERE a.number > $1 AND a.number <= $2 AND a.school_id IS NULL \
    UNION SELECT j.school_id, a.number FROM audit a JOIN journal j ON j.id = SUBSTR(a.object, 9) \
        WHERE a.number > $1 AND a.number <= $2 AND a.school_id IS NULL AND a.object LIKE 'journal:%' \
    UNION SELECT c.school_id, a.number FROM audit a JOIN school_case c ON c.id = SUBSTR(a.object, 6) \
        AND c.school_id IS NOT NULL WHERE a.number > $1 AND a.number <= $2 AND a.school_id IS NULL \
        AND a.object LIKE 'case:%' \
    ON CONFLICT DO NOTHING";

/// Places the next rows that have a number, at most so many. Answers whether there may be more. Durable.
///
/// # Errors
/// The engine's.
pub async fn place(tx: &Tx, most: i64) -> Result<bool, StorageError> {
    let from = tx.count(FIND_MARK, args![MARK]).await?;
    let to = tx.count(LAST, args![from, most]).await?;
    if to == from {
        return Ok(false);
    }
    tx.execute_bulk(PLACE, args![from, to]).await?;
    tx.execute(SET_MARK, args![MARK, to]).await?;
    // Numbers have no gaps.
    Ok(to - from >= most)
}

const WAITS: &str = "SELECT COUNT(*) AS n FROM seal_head h WHERE h.stream = 'audit' \
    AND h.number > COALESCE((SELECT number FROM job_mark WHERE name = $1), 0)";

/// Whether rows wait for their places.
///
/// # Errors
/// The engine's.
pub async fn is_waiting(tx: &Tx) -> Result<bool, StorageError> {
    Ok(tx.count(WAITS, args![MARK]).await? > 0)
}
