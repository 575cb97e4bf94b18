//! Cases: what only a person at a school can decide. One open case per kind, platform, identity and account.

use super::{StorageError, Tx};
use crate::domain::{AccountId, CaseId, CaseKind, IdentityId, LinkId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A request to a school.
    pub struct SchoolCase {
        /// Its id.
        pub id: CaseId,
        /// What is to be decided.
        pub kind: CaseKind,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which school sees it; none: the platform's administrator.
        pub school_id: Option<SchoolId>,
        /// About which identity.
        pub identity_id: Option<IdentityId>,
        /// About which account.
        pub account_id: Option<AccountId>,
        /// About which link.
        pub link_id: Option<LinkId>,
        /// JSON: ids and words of closed vocabularies, nothing personal.
        pub detail: String,
        /// Since when it waits.
        pub opened_at: Time,
        /// When it was decided.
        pub closed_at: Option<Time>,
        /// By whom.
        pub closed_by: Option<String>,
        /// How.
        pub outcome: Option<String>,
    }
}

const OPEN: &str = "INSERT INTO school_case (id, kind, platform_id, school_id, identity_id, account_id, link_id, \
    detail, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";

/// Opens a case; false when the same one is open already. Durable.
///
/// # Errors
/// The engine's.
pub async fn open(tx: &Tx, case: &SchoolCase) -> Result<bool, StorageError> {
    let args = args![
        &case.id,
        case.kind,
        &case.platform_id,
        &case.school_id,
        &case.identity_id,
        &case.account_id,
        &case.link_id,
        &case.detail,
        case.opened_at,
    ];
    Ok(tx.execute(OPEN, args).await? == 1)
}

const COUNT_ACCOUNTS: &str = "SELECT COUNT(DISTINCT account_id) AS n FROM school_case \
    WHERE identity_id = $3 AND opened_at > $4 AND kind = $1 AND platform_id = $2";

/// About how many accounts cases of a kind were opened for an identity after `since`, closed ones as well.
///
/// # Errors
/// The engine's.
pub async fn count_accounts(
    tx: &Tx,
    kind: CaseKind,
    platform: &PlatformId,
    identity: &IdentityId,
    since: Time,
) -> Result<i64, StorageError> {
    tx.count(COUNT_ACCOUNTS, args![kind, platform, identity, since]).await
}

const FIND: &str = "SELECT * FROM school_case WHERE id = $1";

/// A case by its id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &CaseId) -> Result<Option<SchoolCase>, StorageError> {
    tx.find(FIND, args![id]).await
}

const LIST_OPEN: &str =
    "SELECT * FROM school_case WHERE school_id IS NOT DISTINCT FROM $1 AND closed_at IS NULL ORDER BY opened_at, id";

/// The open cases of a school, the longest waiting first; `None` for those that no school owns.
///
/// # Errors
/// The engine's.
pub async fn list_open(tx: &Tx, school: Option<&SchoolId>) -> Result<Vec<SchoolCase>, StorageError> {
    tx.list(LIST_OPEN, args![school]).await
}

const CLOSE: &str =
    "UPDATE school_case SET closed_at = $2, closed_by = $3, outcome = $4 WHERE id = $1 AND closed_at IS NULL";

/// Closes a case. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was closed before.
pub async fn close(tx: &Tx, id: &CaseId, now: Time, by: &str, outcome: &str) -> Result<(), StorageError> {
    tx.execute_one(CLOSE, args![id, now, by, outcome]).await
}
