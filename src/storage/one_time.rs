//! One-time values: typed, stored hashed, bound to browser and purpose, used up by one UPDATE.

use super::{Arg, StorageError, Tx};
use crate::domain::{AccountId, AttemptId, IdentityId, LinkId, OneTimePurpose, PlatformId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A one-time value. The value itself is known to its holder only.
    pub struct OneTime {
        /// SHA-256 of the value, base64url.
        pub hash: String,
        /// The one thing it is good for.
        pub purpose: OneTimePurpose,
        /// Hash of the browser it was given to; none for a printed value.
        pub browser_hash: Option<String>,
        /// The login it belongs to.
        pub attempt_id: Option<AttemptId>,
        /// The platform it belongs to.
        pub platform_id: Option<PlatformId>,
        /// The identity it speaks about.
        pub identity_id: Option<IdentityId>,
        /// The account it speaks about.
        pub account_id: Option<AccountId>,
        /// The upstream it belongs to.
        pub upstream_id: Option<UpstreamId>,
        /// The link it speaks about.
        pub link_id: Option<LinkId>,
        /// Sealed JSON for its maker.
        pub payload: String,
        /// When it was made.
        pub created_at: Time,
        /// Good until then, exclusive.
        pub expires_at: Time,
        /// When it was used up or taken back.
        pub used_at: Option<Time>,
    }
}

impl OneTime {
    /// A value that speaks of nothing in particular yet and is bound to no browser; fill the rest with `..`.
    #[must_use]
    pub fn new(hash: String, purpose: OneTimePurpose, created_at: Time, expires_at: Time) -> Self {
        Self {
            hash,
            purpose,
            browser_hash: None,
            attempt_id: None,
            platform_id: None,
            identity_id: None,
            account_id: None,
            upstream_id: None,
            link_id: None,
            payload: String::new(),
            created_at,
            expires_at,
            used_at: None,
        }
    }
}

/// How a value is offered: all of it must fit the row.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// SHA-256 of the value, base64url.
    pub hash: &'a str,
    /// What the caller would use it for.
    pub purpose: OneTimePurpose,
    /// Hash of the offering browser; `None` only for printed values.
    pub browser_hash: Option<&'a str>,
    /// The time now.
    pub now: Time,
}

const INSERT: &str = "INSERT INTO one_time (hash, purpose, browser_hash, attempt_id, platform_id, identity_id, \
    account_id, upstream_id, link_id, payload, created_at, expires_at, used_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// Stores a value. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, value: &OneTime) -> Result<(), StorageError> {
    tx.execute(INSERT, columns(value)).await.map(|_| ())
}

/// In the order of the table's columns.
fn columns(value: &OneTime) -> Vec<Arg> {
    args![
        &value.hash,
        value.purpose,
        &value.browser_hash,
        &value.attempt_id,
        &value.platform_id,
        &value.identity_id,
        &value.account_id,
        &value.upstream_id,
        &value.link_id,
        &value.payload,
        value.created_at,
        value.expires_at,
        value.used_at,
    ]
}

const PUT: &str = "INSERT INTO one_time (hash, purpose, browser_hash, attempt_id, platform_id, identity_id, \
    account_id, upstream_id, link_id, payload, created_at, expires_at, used_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
    ON CONFLICT (hash) DO UPDATE SET payload = excluded.payload, created_at = excluded.created_at, \
    expires_at = excluded.expires_at, used_at = excluded.used_at";

/// Stores a value in the place of one with the same hash: of two that a browser was given for one thing, the newer is good.
/// Relaxed.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, value: &OneTime) -> Result<(), StorageError> {
    tx.execute(PUT, columns(value)).await.map(|_| ())
}

const CONSUME: &str = "UPDATE one_time SET used_at = $4 WHERE hash = $1 AND purpose = $2 \
    AND browser_hash IS NOT DISTINCT FROM $3 AND used_at IS NULL AND expires_at > $4 RETURNING *";

/// Uses a value up and answers what it stood for; `None` when it is unknown, used, expired, of another purpose or of
/// another browser, and the caller is never told which. Do it in the transaction that does what the value allows.
///
/// # Errors
/// The engine's.
pub async fn consume(tx: &Tx, offer: &Offer<'_>) -> Result<Option<OneTime>, StorageError> {
    tx.find(CONSUME, args![offer.hash, offer.purpose, offer.browser_hash, offer.now]).await
}

const FIND: &str = "SELECT * FROM one_time WHERE hash = $1 AND purpose = $2 \
    AND browser_hash IS NOT DISTINCT FROM $3 AND used_at IS NULL AND expires_at > $4";

/// Looks at a value without using it up: to draw the page that will use it.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, offer: &Offer<'_>) -> Result<Option<OneTime>, StorageError> {
    tx.find(FIND, args![offer.hash, offer.purpose, offer.browser_hash, offer.now]).await
}

const COUNT_WAITING: &str = "SELECT COUNT(*) AS n FROM one_time WHERE hash = $1 AND purpose = $2 AND upstream_id = $3 \
    AND used_at IS NULL AND expires_at > $4";

/// Whether some browser waits with a value for an upstream. Not which: for a form of another site, which comes without
/// cookies; whoever brings the value later must be that browser.
///
/// # Errors
/// The engine's.
pub async fn is_waiting(
    tx: &Tx,
    hash: &str,
    purpose: OneTimePurpose,
    upstream: &UpstreamId,
    now: Time,
) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_WAITING, args![hash, purpose, upstream, now]).await? > 0)
}

const DISCARD_ATTEMPT_FOR: &str =
    "UPDATE one_time SET used_at = $3 WHERE attempt_id = $1 AND purpose = $2 AND used_at IS NULL";

/// Takes back the values of a login for one purpose: a page drawn again leaves one button that works.
///
/// # Errors
/// The engine's.
pub async fn discard_of_attempt_for(
    tx: &Tx,
    attempt: &AttemptId,
    purpose: OneTimePurpose,
    now: Time,
) -> Result<u64, StorageError> {
    tx.execute(DISCARD_ATTEMPT_FOR, args![attempt, purpose, now]).await
}

const DISCARD_IDENTITY: &str = "UPDATE one_time SET used_at = $2 WHERE identity_id = $1 AND used_at IS NULL";

/// Takes back every value that speaks about an identity.
///
/// # Errors
/// The engine's.
pub async fn discard_of_identity(tx: &Tx, identity: &IdentityId, now: Time) -> Result<u64, StorageError> {
    tx.execute(DISCARD_IDENTITY, args![identity, now]).await
}

const DISCARD_CONFIRMS: &str = "UPDATE one_time SET used_at = $3 \
    WHERE (account_id = $1 OR identity_id = $2) AND purpose = 'confirm' AND used_at IS NULL";

/// Takes back every pending confirmation of either side, in whatever login it was given: a link was made or ended.
///
/// # Errors
/// The engine's.
pub async fn discard_confirms(
    tx: &Tx,
    account: &AccountId,
    identity: &IdentityId,
    now: Time,
) -> Result<u64, StorageError> {
    tx.execute(DISCARD_CONFIRMS, args![account, identity, now]).await
}

const DISCARD_ACCOUNT: &str = "UPDATE one_time SET used_at = $2 \
    WHERE account_id = $1 AND purpose = 'confirm' AND used_at IS NULL";

/// Takes back every pending confirmation of an account, in whatever login it was given: what its page showed is no more.
///
/// # Errors
/// The engine's.
pub async fn discard_of_account(tx: &Tx, account: &AccountId, now: Time) -> Result<u64, StorageError> {
    tx.execute(DISCARD_ACCOUNT, args![account, now]).await
}

const DISCARD_LINK: &str = "UPDATE one_time SET used_at = $2 WHERE link_id = $1 AND used_at IS NULL";

/// Takes back every value that speaks about a link.
///
/// # Errors
/// The engine's.
pub async fn discard_of_link(tx: &Tx, link: &LinkId, now: Time) -> Result<u64, StorageError> {
    tx.execute(DISCARD_LINK, args![link, now]).await
}
