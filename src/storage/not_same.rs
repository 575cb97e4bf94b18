//! Table `not_same`: "this is not the same person", remembered by the person's key. Ended, never deleted, save with a person
//! whose identity is protected.

use super::bulk::{among, json, pick};
use super::links::Link;
use super::{StorageError, Tx};
use crate::domain::{AccountId, ApartCause, PlatformId, RosterPersonId, SubjectKey, Time, UpstreamId};
use crate::{args, row};

/// Somebody of an upstream and an account of a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Two {
    /// Which platform.
    pub platform: PlatformId,
    /// Who.
    pub key: SubjectKey,
    /// Which account.
    pub account: AccountId,
}

impl Two {
    /// The two sides of a link.
    #[must_use]
    pub fn of_link(link: &Link) -> Self {
        Self { platform: link.platform_id.clone(), key: link.key(), account: link.account_id.clone() }
    }
}

row! {
    /// That two are two.
    pub struct NotSame {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// Within which scope the subject is unique.
        pub scope: String,
        /// The upstream's own id.
        pub subject: String,
        /// Which account.
        pub account_id: AccountId,
        /// Why it is known.
        pub cause: ApartCause,
        /// When somebody said so.
        pub said_at: Time,
        /// Who; see [`Actor`](crate::domain::Actor).
        pub said_by: String,
        /// When that was taken back.
        pub ended_at: Option<Time>,
        /// By whom.
        pub ended_by: Option<String>,
    }
}

const PUT: &str = "INSERT INTO not_same (platform_id, upstream_id, scope, subject, account_id, cause, said_at, said_by) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (platform_id, upstream_id, scope, subject, account_id) WHERE ended_at IS NULL DO NOTHING";
const END: &str = "UPDATE not_same SET ended_at = $6, ended_by = $7 WHERE platform_id = $1 AND upstream_id = $2 \
    AND scope = $3 AND subject = $4 AND account_id = $5 AND ended_at IS NULL";
const LIST_ACCOUNTS: &str = "SELECT account_id FROM not_same WHERE platform_id = $1 AND upstream_id = $2 AND scope = $3 \
    AND subject = $4 AND ended_at IS NULL ORDER BY account_id";
const LIST_LIVE: &str = "SELECT * FROM not_same WHERE platform_id = $1 AND ended_at IS NULL \
    ORDER BY said_at, upstream_id, scope, subject, account_id";

/// Remembers that two are two; true when nobody had said so. Durable.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, two: &Two, cause: ApartCause, at: Time, by: &str) -> Result<bool, StorageError> {
    let Two { platform, key, account } = two;
    let args = args![platform, &key.upstream, &key.scope, &key.subject, account, cause, at, by];
    Ok(tx.execute(PUT, args).await? == 1)
}

/// Takes it back; false when nobody had said so. Durable.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, two: &Two, at: Time, by: &str) -> Result<bool, StorageError> {
    let Two { platform, key, account } = two;
    let args = args![platform, &key.upstream, &key.scope, &key.subject, account, at, by];
    Ok(tx.execute(END, args).await? == 1)
}

row! {
    /// An account that is not somebody's.
    pub struct Other {
        /// Which.
        pub account_id: AccountId,
    }
}

/// The accounts of a platform that are not the person's with this key.
///
/// # Errors
/// The engine's.
pub async fn list_accounts(tx: &Tx, platform: &PlatformId, key: &SubjectKey) -> Result<Vec<AccountId>, StorageError> {
    let rows = tx.list::<Other>(LIST_ACCOUNTS, args![platform, &key.upstream, &key.scope, &key.subject]).await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// Everything of a platform that was said and not taken back, the oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_live(tx: &Tx, platform: &PlatformId) -> Result<Vec<NotSame>, StorageError> {
    tx.list_bulk(LIST_LIVE, args![platform]).await
}

row! {
    /// Somebody of a roster and an account that are two.
    pub struct Apart {
        /// Who.
        pub person_id: RosterPersonId,
        /// Which account.
        pub account_id: AccountId,
    }
}

/// What was said about these people of rosters.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId, people: &[&RosterPersonId]) -> Result<Vec<Apart>, StorageError> {
    const SQL: (&str, &str) = among!(
        "SELECT p.id AS person_id, n.account_id FROM roster_person p JOIN not_same n ON n.upstream_id = p.upstream_id \
         AND n.scope = p.scope AND n.subject = p.subject AND n.platform_id = $1 AND n.ended_at IS NULL WHERE p.id",
        "$2",
        "ORDER BY 1, 2"
    );
    tx.list_bulk(pick(tx, SQL).await, args![platform, json(people)?]).await
}
