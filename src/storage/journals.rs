//! Table `journal`: a class, group or course of an upstream, as it is linked at one platform. Ended, never deleted.

use super::{StorageError, Tx};
use crate::domain::{
    GroupId, JournalId, JournalKey, JournalState, KitId, PlatformId, RosterPersonId, SchoolId, Time, UpstreamId,
};
use crate::{args, row};

row! {
    /// A journal linked at a platform.
    pub struct Journal {
        /// Its id.
        pub id: JournalId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// Within which scope its ids are unique.
        pub scope: String,
        /// The upstream's own id.
        pub external_id: String,
        /// Of which school.
        pub school_id: SchoolId,
        /// Its name there.
        pub name: String,
        /// School year, as the upstream writes it.
        pub school_year: Option<String>,
        /// Where the upstream shows it.
        pub landing_url: Option<String>,
        /// The group of the platform it is attached to.
        pub group_id: Option<GroupId>,
        /// How it stands.
        pub state: JournalState,
        /// When it was linked.
        pub linked_at: Time,
        /// Who linked it; see [`Actor`](crate::domain::Actor).
        pub linked_by: String,
        /// Digest of what was last applied.
        pub applied_digest: Option<String>,
        /// The rules it was made by; none while somebody waits for what no roster tells.
        pub applied_rules: Option<String>,
        /// The last complete read that was applied.
        pub read_at: Option<Time>,
        /// Somebody's clock runs: an equal digest does not skip it.
        pub has_absences: bool,
        /// A person has to decide: an equal digest does not skip it.
        pub held: bool,
        /// What its source wants to be told at the next read.
        pub cursor: Option<String>,
        /// When it was unlinked.
        pub ended_at: Option<Time>,
        /// By whom.
        pub ended_by: Option<String>,
    }
}

impl Journal {
    /// What the upstream knows it by.
    #[must_use]
    pub fn key(&self) -> JournalKey {
        let (upstream, scope) = (self.upstream_id.clone(), self.scope.clone());
        JournalKey { upstream, scope, external_id: self.external_id.clone() }
    }
}

row! {
    /// What a journal was when it was last applied.
    pub struct JournalDigest {
        /// The upstream's own id.
        pub external_id: String,
        /// Digest of what was applied.
        pub applied_digest: String,
    }
}

const FIND: &str = "SELECT * FROM journal WHERE id = $1";
const FIND_LIVE: &str = "SELECT * FROM journal WHERE platform_id = $1 AND upstream_id = $2 AND scope = $3 \
    AND external_id = $4 AND ended_at IS NULL";
const LOCK: &str = "UPDATE journal SET held = held WHERE platform_id = $1 AND upstream_id = $2 AND scope = $3 \
    AND external_id = $4 AND ended_at IS NULL RETURNING *";
const COUNT_LIVE: &str = "SELECT COUNT(*) AS n FROM journal WHERE upstream_id = $1 AND scope = $2 \
    AND external_id = $3 AND ended_at IS NULL";
const LIST: &str = "SELECT * FROM journal WHERE platform_id = $1 ORDER BY school_id, name, id";
const LIST_AT_SCHOOL: &str = "SELECT * FROM journal WHERE school_id = $1 ORDER BY platform_id, name, id";
const LIST_OF_SCHOOL: &str = "SELECT * FROM journal WHERE platform_id = $1 AND school_id = $2 AND upstream_id = $3 \
    AND ended_at IS NULL ORDER BY external_id, id";
const LIST_BY_KEY: &str = "SELECT * FROM journal WHERE upstream_id = $1 AND scope = $2 AND external_id = $3 \
    AND ended_at IS NULL ORDER BY platform_id, id";
const LIST_SETTLED: &str = "SELECT external_id, applied_digest FROM journal WHERE platform_id = $1 AND upstream_id = $2 \
    AND scope = $3 AND ended_at IS NULL AND state = 'linked' AND school_id = $4 AND applied_rules = $5 \
    AND applied_digest IS NOT NULL AND NOT has_absences AND NOT held";

/// A journal by its id, ended or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &JournalId) -> Result<Option<Journal>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The live journal with this key at a platform.
///
/// # Errors
/// The engine's.
pub async fn find_live(tx: &Tx, platform: &PlatformId, key: &JournalKey) -> Result<Option<Journal>, StorageError> {
    tx.find(FIND_LIVE, args![platform, &key.upstream, &key.scope, &key.external_id]).await
}

/// The live journal with this key, while other writers about it wait. The first statement of whoever applies a plan.
///
/// # Errors
/// The engine's.
pub async fn lock(tx: &Tx, platform: &PlatformId, key: &JournalKey) -> Result<Option<Journal>, StorageError> {
    tx.find(LOCK, args![platform, &key.upstream, &key.scope, &key.external_id]).await
}

/// Whether a journal of an upstream is linked at any platform.
///
/// # Errors
/// The engine's.
pub async fn is_linked_anywhere(tx: &Tx, key: &JournalKey) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_LIVE, args![&key.upstream, &key.scope, &key.external_id]).await? > 0)
}

/// Every journal of a platform, ended ones too.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId) -> Result<Vec<Journal>, StorageError> {
    tx.list_bulk(LIST, args![platform]).await
}

/// Every journal of a school at any platform, ended ones too.
///
/// # Errors
/// The engine's.
pub async fn list_at_school(tx: &Tx, school: &SchoolId) -> Result<Vec<Journal>, StorageError> {
    tx.list_bulk(LIST_AT_SCHOOL, args![school]).await
}

/// The live journals of a school at an upstream, however they stand.
///
/// # Errors
/// The engine's.
pub async fn list_of_school(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    upstream: &UpstreamId,
) -> Result<Vec<Journal>, StorageError> {
    tx.list_bulk(LIST_OF_SCHOOL, args![platform, school, upstream]).await
}

/// The live journals with this key, one for each platform.
///
/// # Errors
/// The engine's.
pub async fn list_by_key(tx: &Tx, key: &JournalKey) -> Result<Vec<Journal>, StorageError> {
    tx.list(LIST_BY_KEY, args![&key.upstream, &key.scope, &key.external_id]).await
}

/// What the linked journals of an upstream at a school were when they were last applied, by these rules: a run passes over
/// those that say the same. Without those that are never passed over: where somebody's clock runs, or somebody has to decide.
///
/// # Errors
/// The engine's.
pub async fn list_settled(
    tx: &Tx,
    platform: &PlatformId,
    (upstream, scope): (&UpstreamId, &str),
    (school, rules): (&SchoolId, &str),
) -> Result<Vec<JournalDigest>, StorageError> {
    tx.list_bulk(LIST_SETTLED, args![platform, upstream, scope, school, rules]).await
}

const STAND: &str = "UPDATE journal SET state = $2, stood_at = $3 WHERE id = $1 AND ended_at IS NULL AND state <> $2";
const HOLD: &str = "UPDATE journal SET held = $2 WHERE id = $1 AND ended_at IS NULL AND held <> $2";
const END: &str = "UPDATE journal SET state = 'ended', ended_at = $2, ended_by = $3, changed_at = $2 \
    WHERE id = $1 AND ended_at IS NULL";
const FORGET_APPLIED: &str = "DELETE FROM journal_applied WHERE journal_id = $1";
const TOUCH: &str = "UPDATE journal SET changed_at = $2 WHERE id = $1";

/// Notes that something changed that the journal's platform is told: people, kits, the journal itself. The last statement
/// of whoever changes it, or a platform that asks for what is new may miss it.
///
/// # Errors
/// The engine's.
pub async fn touch(tx: &Tx, id: &JournalId, at: Time) -> Result<(), StorageError> {
    tx.execute(TOUCH, args![id, at]).await.map(drop)
}

const TOUCH_OF_KIT: &str = "UPDATE journal SET changed_at = $2 WHERE ended_at IS NULL \
    AND id IN (SELECT journal_id FROM journal_kit WHERE kit_id = $1 AND ended_at IS NULL)";
const TOUCH_OF_GROUP: &str =
    "UPDATE journal SET changed_at = $3 WHERE platform_id = $1 AND group_id = $2 AND ended_at IS NULL";

/// As [`touch`], of all journals that are tied to a kit.
///
/// # Errors
/// The engine's.
pub async fn touch_of_kit(tx: &Tx, kit: &KitId, at: Time) -> Result<(), StorageError> {
    tx.execute_bulk(TOUCH_OF_KIT, args![kit, at]).await.map(drop)
}

/// As [`touch`], of all journals that are attached to a group.
///
/// # Errors
/// The engine's.
pub async fn touch_of_group(tx: &Tx, platform: &PlatformId, group: &GroupId, at: Time) -> Result<(), StorageError> {
    tx.execute_bulk(TOUCH_OF_GROUP, args![platform, group, at]).await.map(drop)
}

/// Writes how a live journal stands, and since when. False when it stood so before. Durable.
///
/// # Errors
/// The engine's.
pub async fn stand(tx: &Tx, id: &JournalId, state: JournalState, at: Time) -> Result<bool, StorageError> {
    Ok(tx.execute(STAND, args![id, state, at]).await? == 1)
}

/// Writes whether a person has to decide about a live journal. Durable.
///
/// # Errors
/// The engine's.
pub async fn hold(tx: &Tx, id: &JournalId, held: bool) -> Result<(), StorageError> {
    tx.execute(HOLD, args![id, held]).await.map(drop)
}

/// Unlinks a journal. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was unlinked before.
pub async fn end(tx: &Tx, id: &JournalId, at: Time, by: &str) -> Result<(), StorageError> {
    tx.execute_one(END, args![id, at, by]).await?;
    tx.execute(FORGET_APPLIED, args![id]).await.map(drop)
}

const FORGET_DIGEST: &str = "UPDATE journal SET applied_digest = NULL WHERE platform_id = $1 AND ended_at IS NULL \
    AND applied_digest IS NOT NULL AND id IN (SELECT journal_id FROM seat WHERE person_id = $2 AND ended_at IS NULL)";

/// A person decided something about somebody: the next run looks into every journal they sit in, whatever its digest says.
///
/// # Errors
/// The engine's.
pub async fn forget_digest(tx: &Tx, platform: &PlatformId, person: &RosterPersonId) -> Result<u64, StorageError> {
    tx.execute(FORGET_DIGEST, args![platform, person]).await
}

const LIST_OF_PERSON: &str = "SELECT * FROM journal WHERE platform_id = $2 AND ended_at IS NULL \
    AND id IN (SELECT journal_id FROM seat WHERE person_id = $1 AND ended_at IS NULL) ORDER BY id";

/// The live journals of a platform in which somebody sits.
///
/// # Errors
/// The engine's.
pub async fn list_of_person(
    tx: &Tx,
    person: &RosterPersonId,
    platform: &PlatformId,
) -> Result<Vec<Journal>, StorageError> {
    tx.list(LIST_OF_PERSON, args![person, platform]).await
}
