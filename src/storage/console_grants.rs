//! Table `console_grant`: who administers a school. Ended, never deleted.

use super::{StorageError, Tx};
use crate::domain::{AccountId, ConsoleRole, GrantId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// That somebody administers a school at a platform.
    pub struct Grant {
        /// Its id.
        pub id: GrantId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which school.
        pub school_id: SchoolId,
        /// Who.
        pub account_id: AccountId,
        /// As what; never as a teacher.
        pub role: ConsoleRole,
        /// Why; of support, and shown to the school.
        pub reason: Option<String>,
        /// Since when.
        pub since: Time,
        /// By whom; see [`Actor`](crate::domain::Actor).
        pub given_by: String,
        /// Until when, exclusive; of support always there.
        pub expires_at: Option<Time>,
        /// When it was ended.
        pub ended_at: Option<Time>,
        /// By whom.
        pub ended_by: Option<String>,
    }
}

// One that has run out must not stand in the way of the next.
const END_PAST: &str = "UPDATE console_grant SET ended_at = expires_at, ended_by = 'job:expiry' WHERE platform_id = $1 \
    AND school_id = $2 AND account_id = $3 AND role = $4 AND ended_at IS NULL AND expires_at <= $5";
const INSERT: &str = "INSERT INTO console_grant (id, platform_id, school_id, account_id, role, reason, since, given_by, \
    expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
    ON CONFLICT (platform_id, school_id, account_id, role) WHERE ended_at IS NULL DO NOTHING";

/// Gives somebody a role at a school; `ended_*` are not read. False when they have it. Durable.
///
/// # Errors
/// The engine's, also when the school is not at the platform.
pub async fn insert(tx: &Tx, row: &Grant) -> Result<bool, StorageError> {
    let key = args![&row.platform_id, &row.school_id, &row.account_id, row.role, row.since];
    tx.execute(END_PAST, key).await?;
    let values = args![
        &row.id,
        &row.platform_id,
        &row.school_id,
        &row.account_id,
        row.role,
        &row.reason,
        row.since,
        &row.given_by,
        row.expires_at,
    ];
    Ok(tx.execute(INSERT, values).await? == 1)
}

const LIST_LIVE: &str = "SELECT * FROM console_grant WHERE account_id = $1 AND ended_at IS NULL \
    AND (expires_at IS NULL OR expires_at > $2) ORDER BY platform_id, school_id, role";
const FIND_LIVE: &str = "SELECT * FROM console_grant WHERE platform_id = $1 AND school_id = $2 AND account_id = $3 \
    AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > $4) ORDER BY role";
const LIST_OF_SCHOOL: &str =
    "SELECT * FROM console_grant WHERE platform_id = $1 AND school_id = $2 ORDER BY since DESC, id";

/// Everything an account may administer at `now`, by school.
///
/// # Errors
/// The engine's.
pub async fn list_live(tx: &Tx, account: &AccountId, now: Time) -> Result<Vec<Grant>, StorageError> {
    tx.list(LIST_LIVE, args![account, now]).await
}

/// What an account is at a school at `now`: none, one role or several.
///
/// # Errors
/// The engine's.
pub async fn find_live(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    account: &AccountId,
    now: Time,
) -> Result<Vec<Grant>, StorageError> {
    tx.list(FIND_LIVE, args![platform, school, account, now]).await
}

/// Who administers a school or did, the newest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_school(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Grant>, StorageError> {
    tx.list(LIST_OF_SCHOOL, args![platform, school]).await
}

const END: &str = "UPDATE console_grant SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";

/// Takes it back. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was taken back before.
pub async fn end(tx: &Tx, id: &GrantId, now: Time, by: &str) -> Result<(), StorageError> {
    tx.execute_one(END, args![id, now, by]).await
}

const FIND: &str = "SELECT * FROM console_grant WHERE id = $1";
const COUNT_OF_ACCOUNT: &str = "SELECT COUNT(*) AS n FROM console_grant WHERE account_id = $1";

/// One by its id, ended or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &GrantId) -> Result<Option<Grant>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// Whether an account was ever given anything to administer.
///
/// # Errors
/// The engine's.
pub async fn had_any(tx: &Tx, account: &AccountId) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_OF_ACCOUNT, args![account]).await? > 0)
}
