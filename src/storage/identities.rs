//! Identities: a person as one upstream knows them, found by (upstream, scope, subject) byte by byte.

use super::bulk::{Texts, pick};
use super::{StorageError, Tx};
use crate::domain::{IdentityId, SubjectKey, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A person as one upstream knows them.
    pub struct Identity {
        /// Our id of it.
        pub id: IdentityId,
        /// Which upstream.
        pub upstream_id: UpstreamId,
        /// Within which scope the subject is unique.
        pub scope: String,
        /// The upstream's own stable id of the person.
        pub subject: String,
        /// Given name as last seen.
        pub given_name: Option<String>,
        /// Family name as last seen.
        pub family_name: Option<String>,
        /// Keyed hash of the first-seen folded name.
        pub name_hash: Option<String>,
        /// Keyed hash of the first-seen birth date.
        pub birth_hash: Option<String>,
        /// Keyed hash of the first-seen national number.
        pub national_hash: Option<String>,
        /// Id of the key the hashes were made with.
        pub hash_key: String,
        /// When it first came.
        pub first_seen_at: Time,
        /// When it last came.
        pub last_seen_at: Time,
        /// Since when the subject seems to belong to another person.
        pub quarantined_at: Option<Time>,
    }
}

impl Identity {
    /// The key of its links.
    #[must_use]
    pub fn key(&self) -> SubjectKey {
        SubjectKey { upstream: self.upstream_id.clone(), scope: self.scope.clone(), subject: self.subject.clone() }
    }

    /// Nothing is remembered of its person, and nothing is learned: they are withheld, or were erased.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.hash_key.is_empty()
    }
}

const INSERT: &str = "INSERT INTO identity (id, upstream_id, scope, subject, given_name, family_name, name_hash, \
    birth_hash, national_hash, hash_key, first_seen_at, last_seen_at, quarantined_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
    ON CONFLICT (upstream_id, scope, subject) DO NOTHING";

/// Stores an identity that was never seen before; true when it was new, false when somebody else was first.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, identity: &Identity) -> Result<bool, StorageError> {
    let args = args![
        &identity.id,
        &identity.upstream_id,
        &identity.scope,
        &identity.subject,
        &identity.given_name,
        &identity.family_name,
        &identity.name_hash,
        &identity.birth_hash,
        &identity.national_hash,
        &identity.hash_key,
        identity.first_seen_at,
        identity.last_seen_at,
        identity.quarantined_at,
    ];
    Ok(tx.execute(INSERT, args).await? == 1)
}

const FIND: &str = "SELECT * FROM identity WHERE id = $1";

/// An identity by our id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &IdentityId) -> Result<Option<Identity>, StorageError> {
    tx.find(FIND, args![id]).await
}

const FIND_BY_KEY: &str = "SELECT * FROM identity WHERE upstream_id = $1 AND scope = $2 AND subject = $3";

/// An identity by its key.
///
/// # Errors
/// The engine's.
pub async fn find_by_key(tx: &Tx, key: &SubjectKey) -> Result<Option<Identity>, StorageError> {
    tx.find(FIND_BY_KEY, args![&key.upstream, &key.scope, &key.subject]).await
}

const SEE: &str = "UPDATE identity SET given_name = $2, family_name = $3, name_hash = $4, birth_hash = $5, \
    national_hash = $6, hash_key = $7, last_seen_at = $8 WHERE id = $1 AND quarantined_at IS NULL";

/// Stores what an identity looked like when it came again: names as given now, hashes completed or under a new key.
///
/// # Errors
/// [`StorageError::Changed`] when it is quarantined: a stranger's facts never replace the owner's.
pub async fn see_again(tx: &Tx, identity: &Identity) -> Result<(), StorageError> {
    let args = args![
        &identity.id,
        &identity.given_name,
        &identity.family_name,
        &identity.name_hash,
        &identity.birth_hash,
        &identity.national_hash,
        &identity.hash_key,
        identity.last_seen_at,
    ];
    tx.execute_one(SEE, args).await
}

const QUARANTINE: &str = "UPDATE identity SET quarantined_at = $2 WHERE id = $1 AND quarantined_at IS NULL";

/// Puts an identity under quarantine; true when it was not there yet. Durable.
///
/// # Errors
/// The engine's.
pub async fn quarantine(tx: &Tx, id: &IdentityId, now: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(QUARANTINE, args![id, now]).await? == 1)
}

/// On SQLite whoever writes is alone, and writing the row for nothing would put one more page into the log.
const LOCK: Texts = (FIND, "UPDATE identity SET last_seen_at = last_seen_at WHERE id = $1 RETURNING *");

/// The identity, while other writers about it wait. The first statement of whoever joins or separates: identity
/// first, then account, then everything else, so that nobody waits in a circle.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such identity.
pub async fn lock(tx: &Tx, id: &IdentityId) -> Result<Identity, StorageError> {
    tx.find(pick(tx, LOCK).await, args![id]).await?.ok_or(StorageError::Changed)
}
