//! Table `withheld`: who is left out of every list, search, count and export, because their identity is protected. A key names
//! an account, or is a keyed hash of what an upstream calls somebody: nothing in it leads from one identity to another.

use super::bulk::{Texts, among, json as rows_json, pick};
use super::{StorageError, Tx};
use crate::domain::{AccountId, SubjectKey, Time, UpstreamId};
use crate::{args, row};

/// The key of an account. Statements that leave it out write the same: `'account:' || id`.
#[must_use]
pub fn account_key(id: &AccountId) -> String {
    format!("account:{id}")
}

const INSERT: Texts = (
    "INSERT INTO withheld (key, since) SELECT value, $2 FROM json_each($1) WHERE TRUE ON CONFLICT DO NOTHING",
    "INSERT INTO withheld (key, since) SELECT DISTINCT value, $2 FROM jsonb_array_elements_text(CAST($1 AS jsonb)) \
     AS texts (value) WHERE TRUE ON CONFLICT DO NOTHING",
);

/// Leaves these keys out from now on. Durable.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, keys: &[String], now: Time) -> Result<(), StorageError> {
    tx.execute_bulk(pick(tx, INSERT).await, args![rows_json(keys)?, now]).await.map(drop)
}

const DELETE: Texts = among!("DELETE FROM withheld WHERE key", "$1", "");

/// Leaves them out no longer. Answers how many of them were. Durable.
///
/// # Errors
/// The engine's.
pub async fn delete(tx: &Tx, keys: &[String]) -> Result<u64, StorageError> {
    tx.execute_bulk(pick(tx, DELETE).await, args![rows_json(keys)?]).await
}

const COUNT: Texts = among!("SELECT COUNT(*) AS n FROM withheld WHERE key", "$1", "");

/// Whether one of these keys is left out.
///
/// # Errors
/// The engine's.
pub async fn is_any(tx: &Tx, keys: &[String]) -> Result<bool, StorageError> {
    Ok(tx.count(pick(tx, COUNT).await, args![rows_json(keys)?]).await? > 0)
}

/// Whether an account is left out.
///
/// # Errors
/// The engine's.
pub async fn is_account(tx: &Tx, id: &AccountId) -> Result<bool, StorageError> {
    is_any(tx, &[account_key(id)]).await
}

row! {
    /// An account that somebody signs in to.
    pub struct Opened {
        /// Which.
        pub account_id: AccountId,
        /// The one it went into.
        pub merged_into: Option<AccountId>,
    }
}

/// The accounts that these subjects open at whatever platform.
///
/// # Errors
/// The engine's.
pub async fn list_opened(
    tx: &Tx,
    (upstream, scope): (&UpstreamId, &str),
    subjects: &[&str],
) -> Result<Vec<Opened>, StorageError> {
    const SQL: Texts = among!(
        "SELECT a.id AS account_id, a.merged_into FROM identity i JOIN link l ON l.identity_id = i.id AND l.ended_at IS NULL \
         JOIN account a ON a.id = l.account_id WHERE i.upstream_id = $1 AND i.scope = $2 AND i.subject",
        "$3",
        "ORDER BY a.id"
    );
    tx.list_bulk(pick(tx, SQL).await, args![upstream, scope, rows_json(subjects)?]).await
}

/// Takes away what is remembered of the people behind these subjects, and the mark of who remembers: from now on nothing more
/// is learned of them. Durable.
///
/// # Errors
/// The engine's.
pub async fn empty_identities(
    tx: &Tx,
    (upstream, scope): (&UpstreamId, &str),
    subjects: &[&str],
) -> Result<(), StorageError> {
    const SQL: Texts = among!(
        "UPDATE identity SET given_name = NULL, family_name = NULL, name_hash = NULL, birth_hash = NULL, \
         national_hash = NULL, hash_key = '' WHERE upstream_id = $1 AND scope = $2 AND hash_key <> '' AND subject",
        "$3",
        ""
    );
    tx.execute_bulk(pick(tx, SQL).await, args![upstream, scope, rows_json(subjects)?]).await.map(drop)
}

const LEARN: &str =
    "UPDATE identity SET hash_key = $4 WHERE upstream_id = $1 AND scope = $2 AND subject = $3 AND hash_key = ''";

/// From now on something is learned again of whoever is behind a key, with hashes made with this key of ours. Durable.
///
/// # Errors
/// The engine's.
pub async fn learn_again(tx: &Tx, key: &SubjectKey, hash_key: &str) -> Result<(), StorageError> {
    tx.execute(LEARN, args![&key.upstream, &key.scope, &key.subject, hash_key]).await.map(drop)
}

// Without `updated_at`: nothing is announced by it.
const EMPTY_FACTS: Texts = among!(
    "UPDATE account SET given_name = NULL, family_name = NULL, name_folded = '', email = NULL, email_verified = FALSE, \
     birth_date = NULL, national_hash = NULL, national_key = NULL WHERE origin IN ('roster', 'sign_in') \
     AND (name_folded <> '' OR email IS NOT NULL OR birth_date IS NOT NULL OR national_hash IS NOT NULL) AND id",
    "$1",
    ""
);
const EMPTY_CLASSES: Texts = among!(
    "UPDATE account_role SET class_name = NULL WHERE class_name IS NOT NULL AND source LIKE 'upstream:%' AND account_id",
    "$1",
    ""
);

/// Takes away what upstreams told of the people of these accounts. What the platform knew itself stays, for it is the
/// platform's. Durable.
///
/// # Errors
/// The engine's.
pub async fn empty_accounts(tx: &Tx, accounts: &[AccountId]) -> Result<(), StorageError> {
    let accounts = rows_json(accounts)?;
    for sql in [EMPTY_FACTS, EMPTY_CLASSES] {
        tx.execute_bulk(pick(tx, sql).await, args![&accounts]).await?;
    }
    Ok(())
}
