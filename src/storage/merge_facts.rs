//! What has to be known of two accounts before a person may merge them, and of their pools when they come apart.

use super::claim_codes::PrintedCode;
use super::licence_pools::PoolUse;
use super::{StorageError, Tx};
use crate::domain::{AccountId, PoolId, Time};
use crate::{args, row};

const IS_SHUT: &str = "SELECT COUNT(*) AS n FROM account a WHERE a.id = $1 AND (a.disabled_at IS NOT NULL \
    OR a.erased_at IS NOT NULL OR EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || a.id))";

/// Whether an account is disabled or erased, or its person protected: nobody is told which.
///
/// # Errors
/// The engine's.
pub async fn is_shut(tx: &Tx, account: &AccountId) -> Result<bool, StorageError> {
    Ok(tx.count(IS_SHUT, args![account]).await? > 0)
}

const COUNT_ERASED: &str = "SELECT COUNT(*) AS n FROM account WHERE id IN ($1, $2) AND erased_at IS NOT NULL";

/// Whether one of two accounts was erased.
///
/// # Errors
/// The engine's.
pub async fn is_erased(tx: &Tx, one: &AccountId, other: &AccountId) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_ERASED, args![one, other]).await? > 0)
}

const COUNT_SHARED: &str = "SELECT COUNT(*) AS n FROM account a \
    JOIN link l ON l.account_id = a.id AND l.ended_at IS NULL \
    JOIN roster_person p ON p.upstream_id = l.upstream_id AND p.scope = l.scope AND p.subject = l.subject \
    JOIN seat s ON s.person_id = p.id AND s.ended_at IS NULL \
    JOIN journal j ON j.id = s.journal_id AND j.platform_id = l.platform_id AND j.ended_at IS NULL \
    JOIN seat t ON t.journal_id = j.id AND t.ended_at IS NULL AND t.person_id <> p.id \
    JOIN roster_person q ON q.id = t.person_id \
    JOIN link m ON m.platform_id = j.platform_id AND m.upstream_id = q.upstream_id AND m.scope = q.scope \
        AND m.subject = q.subject AND m.ended_at IS NULL \
    JOIN account b ON b.id = m.account_id AND (b.id = $2 OR b.merged_into = $2) \
    WHERE a.id = $1 OR a.merged_into = $1";

/// Whether a live journal has a seat for each of two accounts, with what went into them: a source that keeps its people apart
/// says that they are two.
///
/// # Errors
/// The engine's.
pub async fn shares_journal(tx: &Tx, one: &AccountId, other: &AccountId) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_SHARED, args![one, other]).await? > 0)
}

row! {
    /// When something last happened, if it did.
    pub struct Last {
        /// Then.
        pub at: Option<Time>,
    }
}

const LAST_SIGN_IN: &str = "SELECT MAX(auth_time) AS at FROM session_account WHERE account_id = $1";

/// When somebody last signed in to an account, as far as sessions are kept.
///
/// # Errors
/// The engine's.
pub async fn last_sign_in(tx: &Tx, account: &AccountId) -> Result<Option<Time>, StorageError> {
    Ok(tx.find::<Last>(LAST_SIGN_IN, args![account]).await?.and_then(|last| last.at))
}

const LIST_CODES: &str = "SELECT * FROM claim_code WHERE account_id = $1 AND ended_at IS NULL ORDER BY id";

/// The live claim codes of an account.
///
/// # Errors
/// The engine's.
pub async fn list_codes(tx: &Tx, account: &AccountId) -> Result<Vec<PrintedCode>, StorageError> {
    tx.list(LIST_CODES, args![account]).await
}

const FIND_POOL: &str = "SELECT p.id, p.product_id, p.school_id, p.seats, \
    (SELECT COUNT(DISTINCT COALESCE(a.merged_into, a.id)) FROM licence l JOIN account a ON a.id = l.account_id \
    WHERE l.pool_id = p.id AND l.ended_at IS NULL) AS used FROM licence_pool p WHERE p.id = $1";

/// A pool and how full it is; two accounts that stand for one person fill one place.
///
/// # Errors
/// The engine's.
pub async fn find_pool(tx: &Tx, pool: &PoolId) -> Result<Option<PoolUse>, StorageError> {
    tx.find(FIND_POOL, args![pool]).await
}
