//! Table `claim_code`: printed codes, each for one seat and one account. One live code per seat; ended, and deleted long after.

use super::{StorageError, Tx};
use crate::domain::{AccountId, CodeEnd, CodeId, JournalId, PlatformId, RosterPersonId, SubjectKey, Time};
use crate::{args, row};

row! {
    /// A code that was printed. The code itself is known to its holder only.
    pub struct PrintedCode {
        /// Its id.
        pub id: CodeId,
        /// Keyed hash of the code together with the key of its person.
        pub hash: String,
        /// At which platform.
        pub platform_id: PlatformId,
        /// For a seat in which journal.
        pub journal_id: JournalId,
        /// For whose seat.
        pub person_id: RosterPersonId,
        /// The account it claims.
        pub account_id: AccountId,
        /// When it was made.
        pub made_at: Time,
        /// Who made it, and said whose account that is; see [`Actor`](crate::domain::Actor).
        pub made_by: String,
        /// Good until then, exclusive.
        pub expires_at: Time,
        /// Since when it is good no longer.
        pub ended_at: Option<Time>,
        /// Why.
        pub end_reason: Option<CodeEnd>,
    }
}

const INSERT: &str = "INSERT INTO claim_code (id, hash, platform_id, journal_id, person_id, account_id, made_at, made_by, \
    expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";

/// Stores a live code; false when the seat has one, or when the same code was made before. Durable.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, row: &PrintedCode) -> Result<bool, StorageError> {
    let args = args![
        &row.id,
        &row.hash,
        &row.platform_id,
        &row.journal_id,
        &row.person_id,
        &row.account_id,
        row.made_at,
        &row.made_by,
        row.expires_at,
    ];
    Ok(tx.execute(INSERT, args).await? == 1)
}

const FIND: &str = "SELECT * FROM claim_code WHERE id = $1";

/// A code by its id, good or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &CodeId) -> Result<Option<PrintedCode>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// What must hold for a code to be good: not ended, in its time, and its pupil still sits in the journal.
macro_rules! good {
    ($and:literal) => {
        concat!(
            "FROM claim_code c JOIN roster_person p ON p.id = c.person_id ",
            "JOIN journal j ON j.id = c.journal_id AND j.ended_at IS NULL ",
            "JOIN seat s ON s.journal_id = c.journal_id AND s.person_id = c.person_id AND s.role = 'pupil' ",
            "AND s.ended_at IS NULL WHERE c.platform_id = $1 AND p.upstream_id = $2 AND p.scope = $3 AND p.subject = $4 ",
            "AND c.ended_at IS NULL AND c.expires_at > $5 AND ",
            $and
        )
    };
}

const FIND_GOOD: &str = concat!("SELECT c.* ", good!("c.hash = $6"));

/// The good code with this hash that was printed for the person with this key.
///
/// # Errors
/// The engine's.
pub async fn find_good(
    tx: &Tx,
    platform: &PlatformId,
    key: &SubjectKey,
    hash: &str,
    now: Time,
) -> Result<Option<PrintedCode>, StorageError> {
    tx.find(FIND_GOOD, args![platform, &key.upstream, &key.scope, &key.subject, now, hash]).await
}

const COUNT_GOOD: &str = concat!("SELECT COUNT(*) AS n ", good!("c.id = $6 AND c.account_id = $7"));

/// Whether a code is still good for this person and this account.
///
/// # Errors
/// The engine's.
pub async fn is_good(
    tx: &Tx,
    platform: &PlatformId,
    key: &SubjectKey,
    (id, account): (&CodeId, &AccountId),
    now: Time,
) -> Result<bool, StorageError> {
    let args = args![platform, &key.upstream, &key.scope, &key.subject, now, id, account];
    Ok(tx.count(COUNT_GOOD, args).await? > 0)
}

const END: &str = "UPDATE claim_code SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL";

/// Ends a live code: used up or taken back. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was ended before.
pub async fn end(tx: &Tx, id: &CodeId, at: Time, reason: CodeEnd) -> Result<(), StorageError> {
    tx.execute_one(END, args![id, at, reason.as_str()]).await
}

const END_OF_SEAT: &str = "UPDATE claim_code SET ended_at = $3, end_reason = $4 \
    WHERE journal_id = $1 AND person_id = $2 AND ended_at IS NULL";

/// Ends the live code of a seat. Answers how many that were. Durable.
///
/// # Errors
/// The engine's.
pub async fn end_of_seat(
    tx: &Tx,
    (journal, person): (&JournalId, &RosterPersonId),
    at: Time,
    reason: CodeEnd,
) -> Result<u64, StorageError> {
    tx.execute(END_OF_SEAT, args![journal, person, at, reason.as_str()]).await
}

const END_OF_PERSON: &str = "UPDATE claim_code SET ended_at = $3, end_reason = 'linked' \
    WHERE person_id = $1 AND platform_id = $2 AND ended_at IS NULL";

/// Ends every live code of somebody who is linked at a platform now. Durable.
///
/// # Errors
/// The engine's.
pub async fn end_of_person(
    tx: &Tx,
    person: &RosterPersonId,
    platform: &PlatformId,
    at: Time,
) -> Result<u64, StorageError> {
    tx.execute(END_OF_PERSON, args![person, platform, at]).await
}

const END_OF_PAIR: &str = "UPDATE claim_code SET ended_at = $3, end_reason = 'taken_back' \
    WHERE person_id = $1 AND account_id = $2 AND ended_at IS NULL";

/// Ends every live code by which somebody could claim an account. Durable.
///
/// # Errors
/// The engine's.
pub async fn end_of_pair(tx: &Tx, person: &RosterPersonId, account: &AccountId, at: Time) -> Result<u64, StorageError> {
    tx.execute(END_OF_PAIR, args![person, account, at]).await
}

const COUNT_OTHERS: &str = "SELECT COUNT(*) AS n FROM claim_code c JOIN roster_person p ON p.id = c.person_id \
    JOIN roster_person mine ON mine.id = $2 AND mine.upstream_id = p.upstream_id \
    WHERE c.account_id = $1 AND c.person_id <> $2 AND c.ended_at IS NULL AND c.expires_at > $3";

/// Whether somebody else of the same upstream has a live code for an account.
///
/// # Errors
/// The engine's.
pub async fn is_promised(
    tx: &Tx,
    account: &AccountId,
    person: &RosterPersonId,
    now: Time,
) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_OTHERS, args![account, person, now]).await? > 0)
}

const LIST: &str = "SELECT * FROM claim_code WHERE journal_id = $1 ORDER BY made_at, id";

/// Every code of a journal that is kept, good or not, oldest first.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, journal: &JournalId) -> Result<Vec<PrintedCode>, StorageError> {
    tx.list_bulk(LIST, args![journal]).await
}
