//! What a change of subjects reads and writes across tables: who has signed in with both, who is left, and whose seats follow.

use super::upstream_switches::Pair;
use super::{StorageError, Tx};
use crate::args;
use crate::domain::{LinkId, PlatformId, RosterPersonId, SwitchId, Time};

const LIST_BOTH: &str = "SELECT DISTINCT a.scope AS from_scope, a.subject AS from_subject, b.scope AS to_scope, \
    b.subject AS to_subject FROM upstream_switch w \
    JOIN account_role r ON r.school_id = w.school_id AND r.ended_at IS NULL \
    JOIN link a ON a.account_id = r.account_id AND a.upstream_id = w.from_id AND a.platform_id = w.platform_id \
        AND a.ended_at IS NULL \
    JOIN link b ON b.account_id = r.account_id AND b.upstream_id = w.to_id AND b.ended_at IS NULL \
    WHERE w.id = $1 AND w.from_id <> w.to_id ORDER BY from_scope, from_subject";
const LIST_PROVEN: &str = "SELECT DISTINCT a.scope AS from_scope, a.subject AS from_subject, t.scope AS to_scope, \
    t.subject AS to_subject FROM upstream_switch w \
    JOIN school_case c ON c.school_id = w.school_id AND c.platform_id = w.platform_id AND c.kind = 'account_taken' \
        AND c.closed_at IS NULL \
    JOIN identity t ON t.id = c.identity_id AND t.upstream_id = w.to_id AND t.quarantined_at IS NULL \
    JOIN link a ON a.account_id = c.account_id AND a.upstream_id = w.from_id AND a.platform_id = w.platform_id \
        AND a.ended_at IS NULL \
    WHERE w.id = $1 AND w.from_id = w.to_id AND t.subject <> a.subject AND NOT EXISTS \
        (SELECT 1 FROM provisional_account v WHERE v.account_id = c.account_id AND v.ended_at IS NULL) \
    ORDER BY from_scope, from_subject";

/// Accounts of the school that both upstreams open: whoever has added the new one in their settings.
///
/// # Errors
/// The engine's.
pub async fn list_both(tx: &Tx, id: &SwitchId) -> Result<Vec<Pair>, StorageError> {
    tx.list_bulk(LIST_BOTH, args![id]).await
}

/// Accounts that somebody with a new subject of the same upstream has proven to be theirs, while the old subject still opens
/// them: the school was asked.
///
/// # Errors
/// The engine's.
pub async fn list_proven(tx: &Tx, id: &SwitchId) -> Result<Vec<Pair>, StorageError> {
    tx.list_bulk(LIST_PROVEN, args![id]).await
}

const COUNT_LEFT: &str = "SELECT COUNT(DISTINCT l.id) AS n FROM upstream_switch w \
    JOIN account_role r ON r.school_id = w.school_id AND r.ended_at IS NULL \
    JOIN link l ON l.account_id = r.account_id AND l.upstream_id = w.from_id AND l.platform_id = w.platform_id \
        AND l.ended_at IS NULL \
    WHERE w.id = $1 AND NOT EXISTS (SELECT 1 FROM switch_pair p WHERE p.switch_id = w.id AND p.from_scope = l.scope \
        AND p.from_subject = l.subject) \
    AND NOT EXISTS (SELECT 1 FROM switch_pair p WHERE p.switch_id = w.id AND w.from_id = w.to_id \
        AND p.to_scope = l.scope AND p.to_subject = l.subject) \
    AND NOT EXISTS (SELECT 1 FROM withheld h WHERE h.key = 'account:' || l.account_id)";

/// How many live links of the old upstream at the school no pair names.
///
/// # Errors
/// The engine's.
pub async fn count_left(tx: &Tx, id: &SwitchId) -> Result<i64, StorageError> {
    tx.count(COUNT_LEFT, args![id]).await
}

const KEEP_USE: &str = "UPDATE link SET last_used_at = $2 WHERE id = $1 AND ended_at IS NULL";

/// A link that took the place of another was last used when that one was. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it is not live.
pub async fn keep_use(tx: &Tx, id: &LinkId, used_at: Option<Time>) -> Result<(), StorageError> {
    tx.execute_one(KEEP_USE, args![id, used_at]).await
}

const RENAME: &str = "UPDATE roster_person SET subject = $2 WHERE id = $1 \
    AND NOT EXISTS (SELECT 1 FROM roster_person n WHERE n.upstream_id = roster_person.upstream_id \
        AND n.scope = roster_person.scope AND n.subject = $2) \
    AND NOT EXISTS (SELECT 1 FROM link l WHERE l.upstream_id = roster_person.upstream_id \
        AND l.scope = roster_person.scope AND l.subject = roster_person.subject AND l.ended_at IS NULL) \
    AND NOT EXISTS (SELECT 1 FROM standing d WHERE d.person_id = $1 AND d.platform_id <> $3) \
    AND NOT EXISTS (SELECT 1 FROM seat s JOIN journal j ON j.id = s.journal_id \
        WHERE s.person_id = $1 AND s.ended_at IS NULL AND j.platform_id <> $3)";

/// Calls somebody of a roster by a new subject, with everything that stands by them. False where a roster told of that one
/// already, or where another platform or a live link knows them by the old one. Durable.
///
/// # Errors
/// The engine's.
pub async fn rename(
    tx: &Tx,
    person: &RosterPersonId,
    subject: &str,
    platform: &PlatformId,
) -> Result<bool, StorageError> {
    Ok(tx.execute(RENAME, args![person, subject, platform]).await? == 1)
}

const COPY: &str = "INSERT INTO roster_person (id, upstream_id, scope, subject, given_name, family_name, class_name, email, \
    username, birth_hash, national_hash, hash_key, digest, created_at, updated_at) SELECT $2, upstream_id, scope, $3, \
    given_name, family_name, class_name, email, username, birth_hash, national_hash, hash_key, digest, created_at, \
    updated_at FROM roster_person WHERE id = $1 ON CONFLICT (upstream_id, scope, subject) DO NOTHING";
const MOVE: &str = "UPDATE seat SET person_id = $2 WHERE person_id = $1 AND ended_at IS NULL \
    AND journal_id IN (SELECT id FROM journal WHERE platform_id = $3 AND ended_at IS NULL) \
    AND NOT EXISTS (SELECT 1 FROM seat o WHERE o.journal_id = seat.journal_id AND o.person_id = $2 \
        AND o.role = seat.role AND o.ended_at IS NULL)";
const LEAVE: &str = "UPDATE seat SET ended_at = $3, end_reason = 'left' WHERE person_id = $1 AND ended_at IS NULL \
    AND journal_id IN (SELECT id FROM journal WHERE platform_id = $2 AND ended_at IS NULL)";

/// Makes somebody of a roster known by a second subject too, unless a roster told of that one already. Durable.
///
/// # Errors
/// The engine's.
pub async fn copy(tx: &Tx, person: &RosterPersonId, id: &RosterPersonId, subject: &str) -> Result<(), StorageError> {
    tx.execute(COPY, args![person, id, subject]).await.map(drop)
}

/// Lets the live seats of one person of a roster at a platform be another's; where both sit, the first one's ends. Durable.
///
/// # Errors
/// The engine's.
pub async fn move_seats(
    tx: &Tx,
    (from, to): (&RosterPersonId, &RosterPersonId),
    platform: &PlatformId,
    now: Time,
) -> Result<(), StorageError> {
    tx.execute(MOVE, args![from, to, platform]).await?;
    tx.execute(LEAVE, args![from, platform, now]).await.map(drop)
}

const END_CODES: &str = "UPDATE claim_code SET ended_at = $3, end_reason = 'taken_back' \
    WHERE person_id = $1 AND platform_id = $2 AND ended_at IS NULL";

/// Ends the claim codes of somebody of a roster: each is good for the subject that it was printed for. Durable.
///
/// # Errors
/// The engine's.
pub async fn end_codes(tx: &Tx, person: &RosterPersonId, platform: &PlatformId, now: Time) -> Result<(), StorageError> {
    tx.execute(END_CODES, args![person, platform, now]).await.map(drop)
}
