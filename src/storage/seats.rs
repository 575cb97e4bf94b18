//! Table `seat`: who sits in which journal. A million rows, so every function takes many at once and says which by key.

use serde_json::{Value, json};

use super::bulk::{among, json as rows_json, over_rows, pick, time};
use super::{StorageError, Tx};
use crate::domain::{
    JournalId, PlatformId, RosterPersonId, SeatEnd, SeatRole, SeatState, SubjectKey, Time, UpstreamId,
};
use crate::{args, row};

row! {
    /// A live seat, with the subject of its person.
    pub struct Seat {
        /// Whose.
        pub person_id: RosterPersonId,
        /// Their id at the upstream.
        pub subject: String,
        /// Given names.
        pub given_name: Option<String>,
        /// Family name.
        pub family_name: Option<String>,
        /// What for.
        pub role: SeatRole,
        /// Since when.
        pub since: Time,
        /// The first complete read without this person. A teacher with one has no access any more.
        pub absent_since: Option<Time>,
    }
}

/// Which seat, and when what is written about it came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// In which journal.
    pub journal: JournalId,
    /// Whose.
    pub person: RosterPersonId,
    /// What for.
    pub role: SeatRole,
    /// When.
    pub at: Time,
}

fn places(rows: &[Place]) -> Result<String, StorageError> {
    let rows = rows
        .iter()
        .map(|row| json!({ "journal_id": row.journal, "person_id": row.person, "role": row.role, "at": time(row.at) }));
    rows_json(&rows.collect::<Vec<Value>>())
}

/// Gives seats; those that are there already stay. Answers how many are new. Durable.
///
/// # Errors
/// The engine's.
pub async fn sit(tx: &Tx, rows: &[Place]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO seat (journal_id, person_id, role, since) SELECT journal_id, person_id, role, at FROM",
        ["journal_id" "TEXT", "person_id" "TEXT", "role" "TEXT", "at" "TIMESTAMPTZ"],
        "WHERE TRUE ON CONFLICT (journal_id, person_id, role) WHERE ended_at IS NULL DO NOTHING"
    );
    if rows.is_empty() {
        return Ok(0);
    }
    tx.execute_bulk(pick(tx, SQL).await, args![places(rows)?]).await
}

/// Starts the clock of live seats. Answers how many that were.
///
/// # Errors
/// The engine's.
pub async fn miss(tx: &Tx, rows: &[Place]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "UPDATE seat SET absent_since = x.at FROM",
        ["journal_id" "TEXT", "person_id" "TEXT", "role" "TEXT", "at" "TIMESTAMPTZ"],
        "WHERE seat.journal_id = x.journal_id AND seat.person_id = x.person_id AND seat.role = x.role \
         AND seat.ended_at IS NULL AND seat.absent_since IS NULL"
    );
    if rows.is_empty() {
        return Ok(0);
    }
    tx.execute_bulk(pick(tx, SQL).await, args![places(rows)?]).await
}

/// Stops the clock of live seats. Answers how many that were.
///
/// # Errors
/// The engine's.
pub async fn come_back(tx: &Tx, rows: &[Place]) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "UPDATE seat SET absent_since = NULL FROM",
        ["journal_id" "TEXT", "person_id" "TEXT", "role" "TEXT", "at" "TIMESTAMPTZ"],
        "WHERE seat.journal_id = x.journal_id AND seat.person_id = x.person_id AND seat.role = x.role \
         AND seat.ended_at IS NULL AND seat.absent_since IS NOT NULL"
    );
    if rows.is_empty() {
        return Ok(0);
    }
    tx.execute_bulk(pick(tx, SQL).await, args![places(rows)?]).await
}

/// Ends live seats for one reason. Answers how many that were. Durable.
///
/// # Errors
/// The engine's.
pub async fn leave(tx: &Tx, rows: &[Place], reason: SeatEnd) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "UPDATE seat SET ended_at = x.at, end_reason = $2 FROM",
        ["journal_id" "TEXT", "person_id" "TEXT", "role" "TEXT", "at" "TIMESTAMPTZ"],
        "WHERE seat.journal_id = x.journal_id AND seat.person_id = x.person_id AND seat.role = x.role \
         AND seat.ended_at IS NULL"
    );
    if rows.is_empty() {
        return Ok(0);
    }
    tx.execute_bulk(pick(tx, SQL).await, args![places(rows)?, reason.as_str()]).await
}

const END_OF_JOURNAL: &str =
    "UPDATE seat SET ended_at = $2, end_reason = 'journal_ended' WHERE journal_id = $1 AND ended_at IS NULL";

/// Ends every seat of a journal. Durable.
///
/// # Errors
/// The engine's.
pub async fn end_of_journal(tx: &Tx, journal: &JournalId, at: Time) -> Result<u64, StorageError> {
    tx.execute_bulk(END_OF_JOURNAL, args![journal, at]).await
}

const LIST_LIVE: &str = "SELECT s.person_id, p.subject, p.given_name, p.family_name, s.role, s.since, \
    s.absent_since FROM seat s JOIN roster_person p ON p.id = s.person_id WHERE s.journal_id = $1 AND s.ended_at IS NULL ORDER BY p.subject, s.role";

/// The live seats of a journal by subject and role.
///
/// # Errors
/// The engine's.
pub async fn list_live(tx: &Tx, journal: &JournalId) -> Result<Vec<Seat>, StorageError> {
    tx.list_bulk(LIST_LIVE, args![journal]).await
}

row! {
    /// A live seat, with what its person was last told to be.
    pub struct SeatIn {
        /// In which journal.
        pub journal_id: JournalId,
        /// Whose.
        pub person_id: RosterPersonId,
        /// Their id at the upstream.
        pub subject: String,
        /// Digest of the facts we have of them.
        pub digest: String,
        /// What for.
        pub role: SeatRole,
        /// The first complete read without this person.
        pub absent_since: Option<Time>,
    }
}

/// The live seats of many journals, in no order.
///
/// # Errors
/// The engine's.
pub async fn list_live_among(tx: &Tx, journals: &[&JournalId]) -> Result<Vec<SeatIn>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT s.journal_id, s.person_id, p.subject, p.digest, s.role, s.absent_since FROM seat s \
         JOIN roster_person p ON p.id = s.person_id WHERE s.ended_at IS NULL AND s.journal_id",
        "$1",
        ""
    );
    tx.list_bulk(pick(tx, SQL).await, args![rows_json(journals)?]).await
}

/// The live seats of some people of an upstream, each in the journal named beside their id, in no order.
///
/// # Errors
/// The engine's.
pub async fn list_live_of(
    tx: &Tx,
    (upstream, scope): (&UpstreamId, &str),
    pairs: &[(&JournalId, &str)],
) -> Result<Vec<SeatIn>, StorageError> {
    // The order of the joins is the order of the words, on SQLite.
    const SQL: (&str, &str) = over_rows!(
        "SELECT s.journal_id, s.person_id, p.subject, p.digest, s.role, s.absent_since FROM",
        ["journal_id" "TEXT", "subject" "TEXT"],
        "CROSS JOIN roster_person p CROSS JOIN seat s WHERE p.upstream_id = $2 AND p.scope = $3 AND p.subject = x.subject \
         AND s.journal_id = x.journal_id AND s.person_id = p.id AND s.ended_at IS NULL"
    );
    let told = pairs.iter().map(|(journal, subject)| json!({ "journal_id": journal, "subject": subject }));
    let told = rows_json(&told.collect::<Vec<Value>>())?;
    tx.list_bulk(pick(tx, SQL).await, args![told, upstream, scope]).await
}

row! {
    /// A live seat as it is shown.
    pub struct ShownSeat {
        /// Whose.
        pub person_id: RosterPersonId,
        /// Given names.
        pub given_name: Option<String>,
        /// Family name.
        pub family_name: Option<String>,
        /// Class.
        pub class_name: Option<String>,
        /// What for.
        pub role: SeatRole,
        /// What it is, by the live link first and by what is stored then.
        pub state: SeatState,
        /// Why it is waiting or blocked.
        pub reason: Option<crate::domain::SeatReason>,
        /// The account, when linked: the one that stands for the link's own.
        pub account_id: Option<crate::domain::AccountId>,
        /// A journal made that account, and its person has not come yet.
        pub is_new: bool,
        /// Whether there is earlier work in it.
        pub has_work: bool,
        /// Since when.
        pub since: Time,
        /// The first complete read without this person.
        pub absent_since: Option<Time>,
    }
}

const LIST_SHOWN: &str = "SELECT s.person_id, p.given_name, p.family_name, p.class_name, s.role, \
    CASE WHEN o.id IS NOT NULL THEN 'linked' \
         WHEN a.id IS NOT NULL OR d.state = 'blocked' THEN 'blocked' ELSE 'waiting' END AS state, \
    CASE WHEN o.id IS NOT NULL THEN NULL \
         WHEN a.id IS NOT NULL THEN 'account_disabled' WHEN d.state = 'new' THEN 'link_ended' ELSE d.reason END AS reason, \
    o.id AS account_id, \
    COALESCE(a.origin = 'roster' AND a.used_at IS NULL AND a.merged_into IS NULL, FALSE) AS is_new, \
    COALESCE(a.history_count > 0, FALSE) OR COALESCE(o.history_count > 0, FALSE) AS has_work, s.since, s.absent_since \
    FROM seat s JOIN journal j ON j.id = s.journal_id JOIN roster_person p ON p.id = s.person_id \
    LEFT JOIN standing d ON d.platform_id = j.platform_id AND d.person_id = s.person_id \
    LEFT JOIN link l ON l.platform_id = j.platform_id AND l.upstream_id = p.upstream_id AND l.scope = p.scope \
        AND l.subject = p.subject AND l.ended_at IS NULL AND (d.reason IS NULL OR d.reason <> 'subject_differs') \
    LEFT JOIN account a ON a.id = l.account_id \
    LEFT JOIN account o ON o.id = COALESCE(a.merged_into, a.id) AND o.disabled_at IS NULL AND o.merged_into IS NULL \
        AND a.disabled_at IS NULL \
    WHERE s.journal_id = $1 AND s.ended_at IS NULL ORDER BY s.role, p.family_name, p.given_name, s.person_id";

/// The live seats of a journal as a teacher sees them: pupils first, by name.
///
/// # Errors
/// The engine's.
pub async fn list_shown(tx: &Tx, journal: &JournalId) -> Result<Vec<ShownSeat>, StorageError> {
    tx.list_bulk(LIST_SHOWN, args![journal]).await
}

row! {
    /// What a teacher is told about a pupil besides the seat.
    pub struct Signs {
        /// About whom.
        pub person_id: RosterPersonId,
        /// The school was asked whether this is somebody's second account.
        pub is_duplicate: bool,
        /// Signed in at the platform lately; sessions are gone long before that is, the use of a link is not.
        pub was_here: bool,
        /// A person said that there is no other account.
        pub is_said_new: bool,
        /// Since when they work on a provisional account, if they do.
        pub let_in_since: Option<Time>,
    }
}

const LIST_SIGNS: &str = "SELECT p.id AS person_id, \
    EXISTS (SELECT 1 FROM identity i JOIN school_case c ON c.identity_id = i.id AND c.platform_id = j.platform_id \
        AND c.kind = 'suspected_duplicate' AND c.closed_at IS NULL \
        WHERE i.upstream_id = p.upstream_id AND i.scope = p.scope AND i.subject = p.subject) AS is_duplicate, \
    EXISTS (SELECT 1 FROM link l WHERE l.platform_id = j.platform_id AND l.upstream_id = p.upstream_id \
        AND l.scope = p.scope AND l.subject = p.subject AND l.ended_at IS NULL AND (l.last_used_at > $2 \
        OR EXISTS (SELECT 1 FROM account h JOIN session_account a ON a.account_id = COALESCE(h.merged_into, h.id) \
        WHERE h.id = l.account_id AND a.auth_time > $2))) AS was_here, \
    COALESCE(d.state = 'new' AND d.decided_by <> 'plan', FALSE) AND NOT EXISTS (SELECT 1 FROM link l \
        WHERE l.platform_id = j.platform_id AND l.upstream_id = p.upstream_id AND l.scope = p.scope \
        AND l.subject = p.subject) AS is_said_new, v.since AS let_in_since \
    FROM seat s JOIN journal j ON j.id = s.journal_id JOIN roster_person p ON p.id = s.person_id \
    LEFT JOIN standing d ON d.platform_id = j.platform_id AND d.person_id = p.id \
    LEFT JOIN link k ON k.platform_id = j.platform_id AND k.upstream_id = p.upstream_id AND k.scope = p.scope \
        AND k.subject = p.subject AND k.ended_at IS NULL LEFT JOIN provisional_account v \
        ON v.account_id = k.account_id AND v.identity_id = k.identity_id AND v.ended_at IS NULL \
    WHERE s.journal_id = $1 AND s.ended_at IS NULL AND s.role = 'pupil' \
    AND (d.reason IS NULL OR d.reason <> 'subject_differs') ORDER BY p.id";

/// The signs of the pupils of a journal whom the roster names as the sign-in does: of others nothing is known. `since`: how
/// long "lately" is.
///
/// # Errors
/// The engine's.
pub async fn list_signs(tx: &Tx, journal: &JournalId, since: Time) -> Result<Vec<Signs>, StorageError> {
    tx.list_bulk(LIST_SIGNS, args![journal, since]).await
}

row! {
    /// A live seat of one person.
    pub struct SeatOf {
        /// In which journal.
        pub journal_id: JournalId,
        /// What for.
        pub role: SeatRole,
    }
}

const LIST_OF_PERSON: &str = "SELECT s.journal_id, s.role FROM seat s \
    JOIN journal j ON j.id = s.journal_id AND j.platform_id = $2 AND j.ended_at IS NULL \
    WHERE s.person_id = $1 AND s.ended_at IS NULL ORDER BY s.journal_id, s.role";

/// The live seats of somebody in the live journals of a platform.
///
/// # Errors
/// The engine's.
pub async fn list_of_person(
    tx: &Tx,
    person: &RosterPersonId,
    platform: &PlatformId,
) -> Result<Vec<SeatOf>, StorageError> {
    tx.list(LIST_OF_PERSON, args![person, platform]).await
}

row! {
    /// What the seats of somebody say about letting them in before they have proven the account they have.
    pub struct Admission {
        /// Live seats in live journals of the platform.
        pub seats: i64,
        /// Those of them of an unblocked pupil at a school that lets its pupils in, where the platform follows them.
        pub open: i64,
    }
}

const ADMISSION: &str = "SELECT COUNT(*) AS seats, CAST(COALESCE(SUM(CASE WHEN s.role = 'pupil' \
    AND m.lets_in_since IS NOT NULL AND m.disabled_at IS NULL AND f.moves_history_since IS NOT NULL \
    AND (d.person_id IS NULL OR (d.state <> 'blocked' AND (d.reason IS NULL OR d.reason <> 'subject_differs'))) \
    THEN 1 ELSE 0 END), 0) AS BIGINT) AS open FROM roster_person p \
    JOIN seat s ON s.person_id = p.id AND s.ended_at IS NULL \
    JOIN journal j ON j.id = s.journal_id AND j.platform_id = $1 AND j.ended_at IS NULL \
    JOIN platform f ON f.id = j.platform_id \
    JOIN platform_school m ON m.platform_id = j.platform_id AND m.school_id = j.school_id \
    LEFT JOIN standing d ON d.platform_id = j.platform_id AND d.person_id = p.id \
    WHERE p.upstream_id = $2 AND p.scope = $3 AND p.subject = $4";

/// Whether somebody sits at a platform as a pupil and as nothing else, and every school of those seats lets its pupils in
/// before they have proven the account they have.
///
/// # Errors
/// The engine's.
pub async fn let_in(tx: &Tx, platform: &PlatformId, key: &SubjectKey) -> Result<bool, StorageError> {
    let args = args![platform, &key.upstream, &key.scope, &key.subject];
    let found: Option<Admission> = tx.find(ADMISSION, args).await?;
    Ok(found.is_some_and(|found| found.seats > 0 && found.open == found.seats))
}

const COUNT_WAITING: &str = "SELECT COUNT(*) AS n FROM roster_person p \
    JOIN standing d ON d.platform_id = $1 AND d.person_id = p.id \
        AND (d.state = 'waiting' OR (d.state = 'new' AND d.decided_by <> 'plan')) \
    JOIN seat s ON s.person_id = p.id AND s.ended_at IS NULL \
    JOIN journal j ON j.id = s.journal_id AND j.platform_id = $1 AND j.ended_at IS NULL \
    WHERE p.upstream_id = $2 AND p.scope = $3 AND p.subject = $4";

/// Whether a seat in a live journal of the platform waits for somebody: also where a person said that they have no other
/// account, which nobody knows as well as they do.
///
/// # Errors
/// The engine's.
pub async fn is_waiting(tx: &Tx, platform: &PlatformId, key: &SubjectKey) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_WAITING, args![platform, &key.upstream, &key.scope, &key.subject]).await? > 0)
}
