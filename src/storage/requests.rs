//! The queue of a school: cases that wait for a person, and what settling one needs.

use super::cases::SchoolCase;
use super::{StorageError, Tx};
use crate::domain::{CaseId, CaseKind, IdentityId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A case in the queue, with the names of its two sides. A withheld account is never one of them.
    pub struct QueuedCase {
        /// Which.
        pub id: CaseId,
        /// What is to be decided.
        pub kind: CaseKind,
        /// Since when it waits.
        pub opened_at: Time,
        /// The person, as their system writes them.
        pub identity_given: Option<String>,
        /// The same.
        pub identity_family: Option<String>,
        /// Whose account, as the platform writes them.
        pub account_given: Option<String>,
        /// The same.
        pub account_family: Option<String>,
    }
}

/// Cases that a school sees: its own, open or not, and of nobody who is withheld. Suspected duplicates have a queue of
/// their own.
macro_rules! of_school {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM school_case c LEFT JOIN identity i ON i.id = c.identity_id LEFT JOIN account a ON a.id = c.account_id \
             WHERE c.platform_id = $1 AND c.school_id = $2 AND (c.account_id IS NULL OR NOT EXISTS \
             (SELECT 1 FROM withheld w WHERE w.key = 'account:' || c.account_id)) AND NOT EXISTS \
             (SELECT 1 FROM link l JOIN withheld w ON w.key = 'account:' || l.account_id \
             WHERE l.identity_id = c.identity_id AND l.platform_id = c.platform_id AND l.ended_at IS NULL) ",
            $rest
        )
    };
}

const LIST: &str = of_school!(
    "SELECT c.id, c.kind, c.opened_at, i.given_name AS identity_given, i.family_name AS identity_family, \
     a.given_name AS account_given, a.family_name AS account_family",
    "AND c.closed_at IS NULL AND c.kind <> 'suspected_duplicate' AND c.kind <> 'merge_doubted' \
     AND c.opened_at >= $3 AND (c.opened_at > $3 OR c.id > $4) ORDER BY c.opened_at, c.id LIMIT $5"
);
const FIND: &str = of_school!("SELECT c.*", "AND c.id = $3");

/// The open cases of a school, the longest waiting first. `after`: when the last one of the page before was opened, and
/// its id.
///
/// # Errors
/// The engine's.
pub async fn list(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    after: (Time, &str),
    limit: i64,
) -> Result<Vec<QueuedCase>, StorageError> {
    tx.list(LIST, args![platform, school, after.0, after.1, limit]).await
}

/// One of a school's cases, closed or not. Anybody else's and one that does not exist are both nothing.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    id: &CaseId,
) -> Result<Option<SchoolCase>, StorageError> {
    tx.find(FIND, args![platform, school, id]).await
}

const LIST_OF_PLATFORM: &str = "SELECT * FROM school_case WHERE platform_id = $1 AND closed_at IS NULL \
    ORDER BY opened_at, id LIMIT $2";

/// The open cases of a platform, also those that no school owns, the longest waiting first.
///
/// # Errors
/// The engine's.
pub async fn list_of_platform(tx: &Tx, platform: &PlatformId, limit: i64) -> Result<Vec<SchoolCase>, StorageError> {
    tx.list(LIST_OF_PLATFORM, args![platform, limit]).await
}

// Nothing of the first person's fingerprint stays: the next sign-in takes a new one.
const RELEASE: &str = "UPDATE identity SET quarantined_at = NULL, name_hash = NULL, birth_hash = NULL, \
    national_hash = NULL WHERE id = $1 AND quarantined_at IS NOT NULL";

/// Takes an identity out of quarantine: a person found that it is the same one as before. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it is not in quarantine.
pub async fn release(tx: &Tx, id: &IdentityId) -> Result<(), StorageError> {
    tx.execute_one(RELEASE, args![id]).await
}
