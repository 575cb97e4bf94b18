//! Table `refresh_hold`: refreshes that would have changed too much, and what a person decided about them.

use super::{StorageError, Tx};
use crate::domain::{HoldId, HoldState, JournalId, MailState, PlatformId, RunId, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A refresh that would have changed too much.
    pub struct Hold {
        /// Its id.
        pub id: HoldId,
        /// Which refresh.
        pub run_id: RunId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which school.
        pub school_id: SchoolId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// The one journal it is about; none: all of them.
        pub journal_id: Option<JournalId>,
        /// JSON: which limit, which journal, how many of how many.
        pub reasons: String,
        /// How many journals moved to the school year that begins, and were measured otherwise because of that.
        pub turned: i64,
        /// Sealed: keyed hashes of what would change. Empty once it is decided and done.
        pub difference: String,
        /// How it stands.
        pub state: HoldState,
        /// Since when.
        pub held_at: Time,
        /// When it was decided.
        pub decided_at: Option<Time>,
        /// By whom; see [`Actor`](crate::domain::Actor).
        pub decided_by: Option<String>,
        /// The person who answers for it, by name.
        pub decided_name: Option<String>,
        /// Why.
        pub decision_reason: Option<String>,
        /// When its approval was used up.
        pub spent_at: Option<Time>,
        /// How far the mail about it got.
        pub mail_state: MailState,
        /// How often the mail was tried.
        pub mail_attempts: i64,
        /// When the mail is due.
        pub mail_next_at: Option<Time>,
    }
}

/// What the difference of a hold is sealed for.
#[must_use]
pub fn difference_place(id: &HoldId) -> String {
    format!("refresh_hold|{id}|difference")
}

const REPLACE: &str = "UPDATE refresh_hold SET state = 'replaced', decided_at = $5, difference = '', \
    mail_state = CASE WHEN mail_state = 'queued' THEN 'none' ELSE mail_state END WHERE platform_id = $1 \
    AND school_id = $2 AND upstream_id = $3 AND journal_id IS NOT DISTINCT FROM $4 AND state = 'open'";
const REPLACE_SETTLED: &str = "UPDATE refresh_hold SET state = 'replaced', decided_at = $4, difference = '', \
    mail_state = CASE WHEN mail_state = 'queued' THEN 'none' ELSE mail_state END WHERE platform_id = $1 \
    AND school_id = $2 AND upstream_id = $3 AND state = 'open' \
    AND journal_id IN (SELECT id FROM journal WHERE held = FALSE)";
const INSERT: &str = "INSERT INTO refresh_hold (id, run_id, platform_id, school_id, upstream_id, journal_id, reasons, \
    turned, difference, state, held_at, mail_state, mail_attempts, mail_next_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

/// A later refresh of the same takes the place of an open hold. Answers how many there were. Durable.
///
/// # Errors
/// The engine's.
pub async fn replace(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    journal: Option<&JournalId>,
    now: Time,
) -> Result<u64, StorageError> {
    tx.execute(REPLACE, args![platform, school, upstream, journal, now]).await
}

/// The same for every open hold about one journal of the school that waits for nothing any more. Durable.
///
/// # Errors
/// The engine's.
pub async fn replace_settled(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    now: Time,
) -> Result<u64, StorageError> {
    tx.execute(REPLACE_SETTLED, args![platform, school, upstream, now]).await
}

/// Stores a hold. What was decided is not read. Durable.
///
/// # Errors
/// [`StorageError::Taken`] when one is open about the same.
pub async fn insert(tx: &Tx, row: &Hold) -> Result<(), StorageError> {
    let args = args![
        &row.id,
        &row.run_id,
        &row.platform_id,
        &row.school_id,
        &row.upstream_id,
        &row.journal_id,
        &row.reasons,
        row.turned,
        &row.difference,
        row.state,
        row.held_at,
        row.mail_state,
        row.mail_attempts,
        row.mail_next_at,
    ];
    tx.execute(INSERT, args).await.map(drop)
}

const FIND: &str = "SELECT * FROM refresh_hold WHERE id = $1";
const FIND_OPEN: &str = "SELECT * FROM refresh_hold WHERE platform_id = $1 AND school_id = $2 AND upstream_id = $3 \
    AND journal_id IS NOT DISTINCT FROM $4 AND state = 'open'";
const LIST: &str = "SELECT * FROM refresh_hold WHERE platform_id = $1 ORDER BY held_at DESC, id LIMIT $2";
const LIST_OPEN: &str = "SELECT * FROM refresh_hold WHERE platform_id = $1 AND state = 'open' \
    ORDER BY held_at DESC, id LIMIT $2";

/// A hold by its id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &HoldId) -> Result<Option<Hold>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The open hold about a school's journals of an upstream, or about one of them.
///
/// # Errors
/// The engine's.
pub async fn find_open(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    journal: Option<&JournalId>,
) -> Result<Option<Hold>, StorageError> {
    tx.find(FIND_OPEN, args![platform, school, upstream, journal]).await
}

/// The last holds of a platform, the latest first; all of them, or the open ones.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId, open_only: bool, limit: i64) -> Result<Vec<Hold>, StorageError> {
    tx.list(if open_only { LIST_OPEN } else { LIST }, args![platform, limit]).await
}

const DECIDE: &str = "UPDATE refresh_hold SET state = $2, decided_at = $3, decided_by = $4, decided_name = $5, decision_reason = $6, \
    difference = CASE WHEN $2 = 'approved' THEN difference ELSE '' END WHERE id = $1 AND state = 'open'";
const SPEND: &str = "UPDATE refresh_hold SET spent_at = $2, difference = '' \
    WHERE id = $1 AND state = 'approved' AND spent_at IS NULL";
const LAPSE: &str = "UPDATE refresh_hold SET difference = '' WHERE id = $1 AND state = 'approved'";
const LAST_SPENT: &str = "SELECT * FROM refresh_hold WHERE platform_id = $1 AND school_id = $2 AND upstream_id = $3 \
    AND spent_at IS NOT NULL ORDER BY spent_at DESC, id LIMIT 1";

/// What a person decides about a hold: who wrote it down, who answers for it, and why. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it is not open any more.
pub async fn decide(
    tx: &Tx,
    id: &HoldId,
    state: HoldState,
    (by, name, reason): (&str, &str, &str),
    now: Time,
) -> Result<(), StorageError> {
    tx.execute_one(DECIDE, args![id, state, now, by, name, reason]).await
}

/// Uses up an approval. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was used up before.
pub async fn spend(tx: &Tx, id: &HoldId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(SPEND, args![id, now]).await
}

/// Ends an approval that was of no use: it is good for one run. Durable.
///
/// # Errors
/// The engine's.
pub async fn lapse(tx: &Tx, id: &HoldId) -> Result<(), StorageError> {
    tx.execute(LAPSE, args![id]).await.map(drop)
}

const FIND_APPROVED_FILE: &str = "SELECT h.* FROM refresh_hold h JOIN refresh_run r ON r.id = h.run_id \
    WHERE h.platform_id = $1 AND h.school_id = $2 AND h.upstream_id = $3 AND h.journal_id IS NULL \
    AND h.state = 'approved' AND h.spent_at IS NULL AND h.difference <> '' AND r.cause = 'file' \
    ORDER BY h.decided_at DESC, h.id LIMIT 1";

/// The approval that waits for a file to be brought again.
///
/// # Errors
/// The engine's.
pub async fn find_approved_file(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
) -> Result<Option<Hold>, StorageError> {
    tx.find(FIND_APPROVED_FILE, args![platform, school, upstream]).await
}

/// The approval that was used up last.
///
/// # Errors
/// The engine's.
pub async fn find_last_spent(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
) -> Result<Option<Hold>, StorageError> {
    tx.find(LAST_SPENT, args![platform, school, upstream]).await
}

const LIST_MAIL_DUE: &str = "SELECT * FROM refresh_hold WHERE mail_state = 'queued' AND mail_next_at <= $1 \
    ORDER BY mail_next_at, id LIMIT $2";
const CLAIM_MAIL: &str = "UPDATE refresh_hold SET mail_attempts = mail_attempts + 1, mail_next_at = $3 \
    WHERE id = $1 AND mail_state = 'queued' AND mail_attempts = $2";
const SETTLE_MAIL: &str = "UPDATE refresh_hold SET mail_state = $3, mail_next_at = NULL \
    WHERE id = $1 AND mail_state = 'queued' AND mail_attempts = $2";

/// Holds whose mail is due, the longest waiting first.
///
/// # Errors
/// The engine's.
pub async fn list_mail_due(tx: &Tx, now: Time, limit: i64) -> Result<Vec<Hold>, StorageError> {
    tx.list(LIST_MAIL_DUE, args![now, limit]).await
}

/// Takes a mail in hand, as [`notices::claim_mail`](super::notices::claim_mail) does.
///
/// # Errors
/// [`StorageError::Changed`] when another process has taken it.
pub async fn claim_mail(tx: &Tx, id: &HoldId, tries: i64, next_at: Time) -> Result<(), StorageError> {
    tx.execute_one(CLAIM_MAIL, args![id, tries, next_at]).await
}

/// What became of a mail that was claimed with so many tries.
///
/// # Errors
/// [`StorageError::Changed`] when another process has it.
pub async fn settle_mail(tx: &Tx, id: &HoldId, tries: i64, state: MailState) -> Result<(), StorageError> {
    tx.execute_one(SETTLE_MAIL, args![id, tries, state]).await
}

const TELL_ANEW: &str = "UPDATE refresh_hold SET mail_state = 'queued', mail_attempts = 0, mail_next_at = $3 \
    WHERE platform_id = $1 AND school_id = $2 AND state = 'open' AND mail_state <> 'queued'";
const TELL_UNTOLD: &str = "UPDATE refresh_hold SET mail_state = 'queued', mail_attempts = 0, mail_next_at = $3 \
    WHERE platform_id = $1 AND school_id = $2 AND state = 'open' AND mail_state IN ('none', 'failed')";
const COUNT_REFUSED: &str = "SELECT COUNT(*) AS n FROM refresh_hold WHERE state = 'open' AND mail_state = 'failed'";

/// Somebody is named who is to be told of a school's open holds: of all of them, or of those nobody was told of. Answers
/// how many. Durable.
///
/// # Errors
/// The engine's.
pub async fn tell_contact(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    is_another: bool,
    now: Time,
) -> Result<u64, StorageError> {
    tx.execute(if is_another { TELL_ANEW } else { TELL_UNTOLD }, args![platform, school, now]).await
}

/// Of how many open holds the letter was refused or given up.
///
/// # Errors
/// The engine's.
pub async fn count_refused(tx: &Tx) -> Result<i64, StorageError> {
    tx.count(COUNT_REFUSED, args![]).await
}
