//! Table `account_merge`: which account went into which, and until when that can be taken back. Undone, never deleted: as
//! long as a row holds, the `sub` of the one stands for the other.

use super::{StorageError, Tx};
use crate::domain::{AccountId, EventId, IdentityId, LinkId, MergeCause, MergeId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// One account that went into another.
    pub struct AccountMerge {
        /// Its id.
        pub id: MergeId,
        /// Of which platform both are.
        pub platform_id: PlatformId,
        /// The account that went.
        pub account_id: AccountId,
        /// The account that took it over.
        pub into_id: AccountId,
        /// Why.
        pub cause: MergeCause,
        /// The link that opened the one that went; of a provisional one.
        pub ended_link_id: Option<LinkId>,
        /// The link that opens the other one since; of a provisional one.
        pub made_link_id: Option<LinkId>,
        /// In the name of which school, where a person merged.
        pub school_id: Option<SchoolId>,
        /// How what happens since is shared out when it is undone.
        pub rule: String,
        /// The word a person gave as their reason.
        pub reason: Option<String>,
        /// The second person who agreed.
        pub seconded_by: Option<String>,
        /// What its platform is told.
        pub event_id: Option<EventId>,
        /// When.
        pub merged_at: Time,
        /// By whom; see [`Actor`](crate::domain::Actor).
        pub merged_by: String,
        /// Until when it can be taken back, exclusive.
        pub undo_until: Time,
        /// When it was taken back.
        pub undone_at: Option<Time>,
        /// By whom.
        pub undone_by: Option<String>,
        /// What its platform is told of that.
        pub undone_event_id: Option<EventId>,
    }
}

const INSERT: &str = "INSERT INTO account_merge (id, platform_id, account_id, into_id, cause, ended_link_id, made_link_id, \
    school_id, rule, reason, seconded_by, event_id, merged_at, merged_by, undo_until) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// Remembers that one account went into another; `undone_*` are not read. Durable.
///
/// # Errors
/// [`StorageError::Taken`] when it has gone into one already.
pub async fn insert(tx: &Tx, row: &AccountMerge) -> Result<(), StorageError> {
    let args = args![
        &row.id,
        &row.platform_id,
        &row.account_id,
        &row.into_id,
        row.cause,
        &row.ended_link_id,
        &row.made_link_id,
        &row.school_id,
        &row.rule,
        &row.reason,
        &row.seconded_by,
        &row.event_id,
        row.merged_at,
        &row.merged_by,
        row.undo_until,
    ];
    tx.execute_one(INSERT, args).await
}

const FIND_LIVE: &str = "SELECT * FROM account_merge WHERE account_id = $1 AND undone_at IS NULL";

/// Where an account went, if it did.
///
/// # Errors
/// The engine's.
pub async fn find_live(tx: &Tx, account: &AccountId) -> Result<Option<AccountMerge>, StorageError> {
    tx.find(FIND_LIVE, args![account]).await
}

const FIND: &str = "SELECT * FROM account_merge WHERE id = $1";

/// A merge by its id, undone or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &MergeId) -> Result<Option<AccountMerge>, StorageError> {
    tx.find(FIND, args![id]).await
}

const COUNT_BY: &str =
    "SELECT COUNT(*) AS n FROM account_merge WHERE merged_by = $1 AND merged_at > $2 AND cause = 'school'";

/// How many accounts somebody has merged since a time, on purpose: those that a pupil brought along do not count.
///
/// # Errors
/// The engine's.
pub async fn count_by(tx: &Tx, by: &str, since: Time) -> Result<i64, StorageError> {
    tx.count(COUNT_BY, args![by, since]).await
}

const LIST_OF_ACCOUNT: &str =
    "SELECT * FROM account_merge WHERE account_id = $1 OR into_id = $1 ORDER BY merged_at DESC, id DESC";

/// Every merge in which an account was one of the two, undone ones too, the newest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_account(tx: &Tx, account: &AccountId) -> Result<Vec<AccountMerge>, StorageError> {
    tx.list(LIST_OF_ACCOUNT, args![account]).await
}

const HAS_OTHERS: &str = "SELECT COUNT(*) AS n FROM account_merge WHERE into_id = $1 AND undone_at IS NULL";

/// Whether an account stands for another one besides itself.
///
/// # Errors
/// The engine's.
pub async fn has_others(tx: &Tx, into: &AccountId) -> Result<bool, StorageError> {
    Ok(tx.count(HAS_OTHERS, args![into]).await? > 0)
}

const LIST_THROUGH: &str = "SELECT m.* FROM account_merge m JOIN link l ON l.id = m.made_link_id AND l.account_id = $2 \
    WHERE m.into_id = $1 AND m.undone_at IS NULL ORDER BY m.merged_at, m.id";

/// What went into an account by a link that is another account's, the oldest first: while that one stood for both.
///
/// # Errors
/// The engine's.
pub async fn list_through(tx: &Tx, into: &AccountId, home: &AccountId) -> Result<Vec<AccountMerge>, StorageError> {
    tx.list(LIST_THROUGH, args![into, home]).await
}

const REDIRECT: &str = "UPDATE account_merge SET into_id = $3 WHERE id = $1 AND into_id = $2 AND undone_at IS NULL";

/// It went into another one than it says. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was taken back, or does not say so.
pub async fn redirect(tx: &Tx, id: &MergeId, (from, to): (&AccountId, &AccountId)) -> Result<(), StorageError> {
    tx.execute_one(REDIRECT, args![id, from, to]).await
}

const TOLD: &str = "UPDATE account_merge SET event_id = $2 WHERE id = $1 AND event_id IS NULL";
const TOLD_UNDONE: &str =
    "UPDATE account_merge SET undone_event_id = $2 WHERE id = $1 AND undone_at IS NOT NULL AND undone_event_id IS NULL";

/// Remembers by which event the platform is told of it. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was told before.
pub async fn told(tx: &Tx, id: &MergeId, event: &EventId) -> Result<(), StorageError> {
    tx.execute_one(TOLD, args![id, event]).await
}

/// Remembers by which event the platform is told that it was taken back. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was not taken back, or told before.
pub async fn told_undone(tx: &Tx, id: &MergeId, event: &EventId) -> Result<(), StorageError> {
    tx.execute_one(TOLD_UNDONE, args![id, event]).await
}

const LIST_BROUGHT: &str = "SELECT m.* FROM account_merge m JOIN link l ON l.id = m.ended_link_id AND l.identity_id = $2 \
    WHERE m.into_id = $1 AND m.undone_at IS NULL AND m.undo_until > $3 ORDER BY m.merged_at DESC, m.id DESC";

/// What an identity brought into an account and can still be given back, the youngest first. By which link it did that does not
/// matter: that one may have ended, and another been made.
///
/// # Errors
/// The engine's.
pub async fn list_brought(
    tx: &Tx,
    into: &AccountId,
    identity: &IdentityId,
    now: Time,
) -> Result<Vec<AccountMerge>, StorageError> {
    tx.list(LIST_BROUGHT, args![into, identity, now]).await
}

const LIST_LIVE_INTO: &str =
    "SELECT * FROM account_merge WHERE into_id = $1 AND undone_at IS NULL ORDER BY merged_at, id";

/// What went into an account, the oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_live_into(tx: &Tx, into: &AccountId) -> Result<Vec<AccountMerge>, StorageError> {
    tx.list(LIST_LIVE_INTO, args![into]).await
}

row! {
    /// An account that went into another.
    pub struct Former {
        /// Its id.
        pub account_id: AccountId,
        /// Its stored `sub`.
        pub sub: String,
    }
}

const LIST_FORMER: &str = "SELECT a.id AS account_id, a.sub FROM account_merge m JOIN account a ON a.id = m.account_id \
    WHERE m.into_id = $1 AND m.undone_at IS NULL ORDER BY a.sub";

/// The accounts that went into one, by their `sub`.
///
/// # Errors
/// The engine's.
pub async fn list_former(tx: &Tx, into: &AccountId) -> Result<Vec<Former>, StorageError> {
    tx.list(LIST_FORMER, args![into]).await
}

const UNDO: &str =
    "UPDATE account_merge SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL AND undo_until > $2";

/// It is taken back. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was before, or when the time for it is over.
pub async fn undo(tx: &Tx, id: &MergeId, now: Time, by: &str) -> Result<(), StorageError> {
    tx.execute_one(UNDO, args![id, now, by]).await
}
