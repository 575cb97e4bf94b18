//! Which user names an identity tried passwords of at a claim. Kept for a day.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{AccountId, IdentityId, PlatformId, Time};

const PUT: &str = "INSERT INTO claim_try (identity_id, platform_id, name_hash, account_id, tried_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (identity_id, platform_id, name_hash) \
    DO UPDATE SET account_id = excluded.account_id, tried_at = excluded.tried_at";

/// A user name somebody tried; the name itself is not kept.
#[derive(Debug, Clone, Copy)]
pub struct ClaimTry<'a> {
    /// Who tried.
    pub identity: &'a IdentityId,
    /// At which platform.
    pub platform: &'a PlatformId,
    /// Keyed hash of the folded user name.
    pub name_hash: &'a str,
    /// Whose user name that is, if anybody's.
    pub account: Option<&'a AccountId>,
    /// When.
    pub at: Time,
}

/// Stores a try, or its new time.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, tried: &ClaimTry<'_>) -> Result<(), StorageError> {
    let args = args![tried.identity, tried.platform, tried.name_hash, &tried.account.cloned(), tried.at];
    tx.execute(PUT, args).await.map(|_| ())
}

const COUNT_ACCOUNTS: &str = "SELECT COUNT(DISTINCT account_id) AS n FROM claim_try \
    WHERE identity_id = $1 AND platform_id = $2 AND tried_at > $3";

/// Of how many accounts that exist an identity tried passwords after `since`.
///
/// # Errors
/// The engine's.
pub async fn count_accounts(
    tx: &Tx,
    identity: &IdentityId,
    platform: &PlatformId,
    since: Time,
) -> Result<i64, StorageError> {
    tx.count(COUNT_ACCOUNTS, args![identity, platform, since]).await
}
