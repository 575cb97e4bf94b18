//! Which journals somebody teaches: a live seat as their teacher, behind a live link of the same identity.

use super::accounts::Account;
use super::journals::Journal;
use super::{StorageError, Tx};
use crate::domain::{AccountId, JournalId, JournalKey, JournalState, PlatformId, SchoolId};
use crate::{args, row};

/// From the account, and those that went into it, to their journals: the order of the joins is the order of the words. Whoever
/// is missing since a complete read teaches no more; a link that a roster's id cannot be trusted for, an identity in
/// quarantine and a school that is switched off open nothing. A platform has many links, and an account few: `= TRUE` keeps SQLite
/// from looking for them by their platform.
macro_rules! taught {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM account o CROSS JOIN link l CROSS JOIN roster_person p CROSS JOIN seat s CROSS JOIN journal j \
             JOIN identity i ON i.id = l.identity_id AND i.quarantined_at IS NULL \
             JOIN school h ON h.id = j.school_id AND h.disabled_at IS NULL \
             JOIN platform_school c ON c.platform_id = j.platform_id AND c.school_id = j.school_id \
                AND c.disabled_at IS NULL \
             JOIN upstream u ON u.id = j.upstream_id \
             WHERE (o.id = $1 OR o.merged_into = $1) AND l.account_id = o.id AND l.ended_at IS NULL \
             AND p.upstream_id = l.upstream_id AND p.scope = l.scope AND p.subject = l.subject AND s.person_id = p.id \
             AND s.role = 'teacher' AND s.ended_at IS NULL AND s.absent_since IS NULL AND j.id = s.journal_id \
             AND (l.platform_id = $2) = TRUE AND j.platform_id = $2 AND j.ended_at IS NULL AND NOT EXISTS \
                (SELECT 1 FROM standing d WHERE d.platform_id = j.platform_id AND d.person_id = p.id \
                 AND d.reason = 'subject_differs') ",
            $rest
        )
    };
}

row! {
    /// A journal in its teacher's list.
    pub struct Taught {
        /// Which.
        pub id: JournalId,
        /// Its name.
        pub name: String,
        /// School year.
        pub school_year: Option<String>,
        /// How it stands.
        pub state: JournalState,
        /// Its school's name.
        pub school: String,
        /// Its upstream's name.
        pub upstream: String,
        /// How many pupils sit in it.
        pub pupils: i64,
    }
}

const LIST: &str = taught!(
    "SELECT DISTINCT j.id, j.name, j.school_year, j.state, h.name AS school, u.name AS upstream, \
     (SELECT COUNT(*) FROM seat t WHERE t.journal_id = j.id AND t.role = 'pupil' AND t.ended_at IS NULL) AS pupils",
    "ORDER BY school, j.name, j.id"
);
const FIND: &str = taught!("SELECT DISTINCT j.*", "AND j.id = $3");
const COUNT_AT: &str = taught!("SELECT COUNT(DISTINCT j.id) AS n", "AND j.school_id = $3");
const COUNT_ELSEWHERE: &str = taught!("SELECT COUNT(DISTINCT j.id) AS n", "AND j.school_id <> $3");
const LIST_ENROLLED: &str = "SELECT * FROM account WHERE merged_into IS NULL AND id IN \
    (SELECT f.account_id FROM journal j \
     JOIN seat s ON s.journal_id = j.id AND s.role = 'teacher' AND s.ended_at IS NULL \
     JOIN roster_person p ON p.id = s.person_id \
     JOIN link l ON l.platform_id = j.platform_id AND l.upstream_id = p.upstream_id AND l.scope = p.scope \
        AND l.subject = p.subject AND l.ended_at IS NULL \
     JOIN account o ON o.id = l.account_id \
     JOIN second_factor f ON f.account_id = COALESCE(o.merged_into, o.id) \
        AND f.ended_at IS NULL AND f.confirmed_at IS NOT NULL \
     WHERE j.platform_id = $1 AND j.school_id = $2 AND j.ended_at IS NULL) ORDER BY name_folded, id";
const FIND_BY_KEY: &str =
    taught!("SELECT DISTINCT j.*", "AND j.upstream_id = $3 AND j.scope = $4 AND j.external_id = $5");

/// The journals of a platform that an account teaches, by school and name.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, account: &AccountId, platform: &PlatformId) -> Result<Vec<Taught>, StorageError> {
    tx.list(LIST, args![account, platform]).await
}

/// Whether an account teaches a journal of a school at a platform.
///
/// # Errors
/// The engine's.
pub async fn teaches_at(
    tx: &Tx,
    account: &AccountId,
    platform: &PlatformId,
    school: &SchoolId,
) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_AT, args![account, platform, school]).await? > 0)
}

/// Whether an account teaches a journal of another school at a platform.
///
/// # Errors
/// The engine's.
pub async fn teaches_elsewhere(
    tx: &Tx,
    account: &AccountId,
    platform: &PlatformId,
    school: &SchoolId,
) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_ELSEWHERE, args![account, platform, school]).await? > 0)
}

/// The accounts with a second factor that may teach at a school; [`teaches_at`] says whether one still does.
///
/// # Errors
/// The engine's.
pub async fn list_enrolled(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Account>, StorageError> {
    tx.list(LIST_ENROLLED, args![platform, school]).await
}

/// One of them. Anybody else's journal, one of another platform and one that does not exist are all nothing.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &Tx,
    account: &AccountId,
    platform: &PlatformId,
    journal: &JournalId,
) -> Result<Option<Journal>, StorageError> {
    tx.find(FIND, args![account, platform, journal]).await
}

/// One of them by what its upstream knows it by. Anybody else's answers as with [`find`].
///
/// # Errors
/// The engine's.
pub async fn find_by_key(
    tx: &Tx,
    account: &AccountId,
    platform: &PlatformId,
    key: &JournalKey,
) -> Result<Option<Journal>, StorageError> {
    tx.find(FIND_BY_KEY, args![account, platform, &key.upstream, &key.scope, &key.external_id]).await
}
