//! Who has a seat in a school's journals of an upstream, counted by person: what a guard measures a refresh by.

use super::{StorageError, Tx};
use crate::domain::{JournalId, PlatformId, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// Somebody who lost a seat.
    pub struct Removed {
        /// In which journal.
        pub journal_id: JournalId,
        /// Their id at the upstream.
        pub subject: String,
    }
}

const COUNT: &str = "SELECT COUNT(DISTINCT s.person_id) AS n FROM seat s JOIN journal j ON j.id = s.journal_id \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND j.upstream_id = $3 AND j.ended_at IS NULL \
    AND (s.ended_at IS NULL OR (s.ended_at > $4 AND s.end_reason IN ('left', 'deleted')))";

/// How many people have a seat, or had one after `since` until a refresh took it.
///
/// # Errors
/// The engine's.
pub async fn count(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    since: Time,
) -> Result<i64, StorageError> {
    tx.count(COUNT, args![platform, school, upstream, since]).await
}

const LIST_REMOVED: &str = "SELECT DISTINCT s.journal_id, p.subject FROM seat s \
    JOIN journal j ON j.id = s.journal_id JOIN roster_person p ON p.id = s.person_id \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND j.upstream_id = $3 AND j.ended_at IS NULL \
    AND s.ended_at > $4 AND s.end_reason IN ('left', 'deleted') AND NOT EXISTS (SELECT 1 FROM seat t \
        WHERE t.journal_id = s.journal_id AND t.person_id = s.person_id AND t.ended_at IS NULL) \
    ORDER BY s.journal_id, p.subject";

/// Whose last seat in a journal a refresh took after `since`.
///
/// # Errors
/// The engine's.
pub async fn list_removed(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    since: Time,
) -> Result<Vec<Removed>, StorageError> {
    tx.list_bulk(LIST_REMOVED, args![platform, school, upstream, since]).await
}

row! {
    /// Somebody who got a first seat in a journal.
    pub struct Added {
        /// In which journal.
        pub journal_id: JournalId,
        /// Their id at the upstream.
        pub subject: String,
        /// Whether they have no seat from before in any other journal of the school, either.
        pub is_new: bool,
    }
}

// A journal that nothing was done to lately has no new seats: most are passed over without looking at theirs.
const LIST_ADDED: &str = "SELECT DISTINCT s.journal_id, p.subject, NOT EXISTS (SELECT 1 FROM seat u \
        JOIN journal k ON k.id = u.journal_id AND k.platform_id = $1 AND k.school_id = $2 AND k.upstream_id = $3 \
        AND k.ended_at IS NULL \
        WHERE u.person_id = s.person_id AND u.ended_at IS NULL AND (u.since <= $4 OR k.linked_at > $5)) AS is_new \
    FROM journal j JOIN seat s ON s.journal_id = j.id AND s.ended_at IS NULL AND s.since > $4 \
    JOIN roster_person p ON p.id = s.person_id \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND j.upstream_id = $3 AND j.ended_at IS NULL \
    AND j.linked_at <= $5 AND j.changed_at > $4 AND NOT EXISTS (SELECT 1 FROM seat t \
        WHERE t.journal_id = s.journal_id AND t.person_id = s.person_id AND t.ended_at IS NULL AND t.since < s.since) \
    ORDER BY s.journal_id, p.subject";

/// Who got a first seat after `since` and has it, in journals that were not linked after `young`.
///
/// # Errors
/// The engine's.
pub async fn list_added(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    (since, young): (Time, Time),
) -> Result<Vec<Added>, StorageError> {
    tx.list_bulk(LIST_ADDED, args![platform, school, upstream, since, young]).await
}
