//! Table `proposal`: what waits for a second person. Settled, never deleted.

use super::{StorageError, Tx};
use crate::domain::{AccountId, PlatformId, ProposalId, ProposalKind, SchoolId, Time};
use crate::{args, row};

/// For so many days it can be agreed to, and used.
pub const PROPOSAL_DAYS: i64 = 7;

row! {
    /// Something that waits, or waited, for a second person.
    pub struct Proposal {
        /// Its id.
        pub id: ProposalId,
        /// What is to be done.
        pub kind: ProposalKind,
        /// At which platform.
        pub platform_id: PlatformId,
        /// At which school.
        pub school_id: SchoolId,
        /// To what: `kind:id`, or two ids in order with a comma.
        pub object: String,
        /// Of what was shown to whoever proposed it.
        pub hash: String,
        /// Sealed JSON for [`payload_place`]; empty once it is settled.
        pub payload: String,
        /// Why.
        pub reason: String,
        /// By whom.
        pub made_by: AccountId,
        /// When.
        pub made_at: Time,
        /// Until when it can be agreed to and used, exclusive.
        pub expires_at: Time,
        /// When it was agreed to or refused, or had run out.
        pub decided_at: Option<Time>,
        /// By whom; never by whoever proposed it.
        pub decided_by: Option<AccountId>,
        /// Whether it was agreed to.
        pub agreed: Option<bool>,
        /// When it was done.
        pub spent_at: Option<Time>,
    }
}

/// What the payload of a proposal is sealed for.
#[must_use]
pub fn payload_place(id: &ProposalId) -> String {
    format!("proposal|{id}|payload")
}

// One that has run out must not stand in the way of the next.
const END_PAST: &str = "UPDATE proposal SET decided_at = expires_at, agreed = FALSE, payload = '' WHERE kind = $1 \
    AND platform_id = $2 AND object = $3 AND decided_at IS NULL AND expires_at <= $4";
const INSERT: &str = "INSERT INTO proposal (id, kind, platform_id, school_id, object, hash, payload, reason, made_by, \
    made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Stores a proposal; what was decided is not read. Durable.
///
/// # Errors
/// [`StorageError::Taken`] when the same waits already.
pub async fn insert(tx: &Tx, row: &Proposal) -> Result<(), StorageError> {
    tx.execute(END_PAST, args![row.kind, &row.platform_id, &row.object, row.made_at]).await?;
    let values = args![
        &row.id,
        row.kind,
        &row.platform_id,
        &row.school_id,
        &row.object,
        &row.hash,
        &row.payload,
        &row.reason,
        &row.made_by,
        row.made_at,
        row.expires_at,
    ];
    tx.execute(INSERT, values).await.map(drop)
}

const FIND: &str = "SELECT * FROM proposal WHERE id = $1";
const FIND_OPEN: &str =
    "SELECT * FROM proposal WHERE kind = $1 AND platform_id = $2 AND object = $3 AND decided_at IS NULL";
const FIND_AGREED: &str = "SELECT * FROM proposal WHERE kind = $1 AND platform_id = $2 AND object = $3 AND hash = $4 \
    AND agreed = TRUE AND spent_at IS NULL AND expires_at > $5 ORDER BY made_at DESC, id LIMIT 1";
const LIST_OPEN: &str = "SELECT * FROM proposal WHERE school_id = $2 AND platform_id = $1 AND decided_at IS NULL \
    AND expires_at > $3 ORDER BY made_at, id";

/// A proposal by its id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &ProposalId) -> Result<Option<Proposal>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The one about an object that nobody has decided yet; it may have run out.
///
/// # Errors
/// The engine's.
pub async fn find_open(
    tx: &Tx,
    kind: ProposalKind,
    platform: &PlatformId,
    object: &str,
) -> Result<Option<Proposal>, StorageError> {
    tx.find(FIND_OPEN, args![kind, platform, object]).await
}

/// The one that was agreed to and may be used at `now`, about an object and exactly what was shown of it.
///
/// # Errors
/// The engine's.
pub async fn find_agreed(
    tx: &Tx,
    kind: ProposalKind,
    platform: &PlatformId,
    object: &str,
    hash: &str,
    now: Time,
) -> Result<Option<Proposal>, StorageError> {
    tx.find(FIND_AGREED, args![kind, platform, object, hash, now]).await
}

/// What waits at a school at `now`, the oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_open(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    now: Time,
) -> Result<Vec<Proposal>, StorageError> {
    tx.list(LIST_OPEN, args![platform, school, now]).await
}

const LIST_AGREED: &str = "SELECT * FROM proposal WHERE school_id <> $2 AND platform_id = $1 AND made_by = $3 \
    AND kind = 'merge' AND agreed = TRUE AND spent_at IS NULL AND expires_at > $4 ORDER BY made_at, id";

/// Merges that somebody asked other schools for, and that these have agreed to, the oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_agreed_elsewhere(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    by: &AccountId,
    now: Time,
) -> Result<Vec<Proposal>, StorageError> {
    tx.list(LIST_AGREED, args![platform, school, by, now]).await
}

const DECIDE: &str = "UPDATE proposal SET decided_at = $4, decided_by = $2, agreed = $3, \
    payload = CASE WHEN $3 THEN payload ELSE '' END \
    WHERE id = $1 AND decided_at IS NULL AND made_by <> $2 AND expires_at > $4";
const SPEND: &str = "UPDATE proposal SET spent_at = $2, payload = '' \
    WHERE id = $1 AND agreed = TRUE AND spent_at IS NULL AND expires_at > $2";

/// A second person agrees or refuses. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was decided, when it has run out, and for whoever proposed it.
pub async fn decide(tx: &Tx, id: &ProposalId, by: &AccountId, agreed: bool, now: Time) -> Result<(), StorageError> {
    tx.execute_one(DECIDE, args![id, by, agreed, now]).await
}

/// What was agreed to is done now, in the same transaction. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when nobody has agreed, when it was done before, or has run out.
pub async fn spend(tx: &Tx, id: &ProposalId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(SPEND, args![id, now]).await
}

const COUNT_HANDED: &str = "SELECT COUNT(*) AS n FROM audit WHERE account_id IN ($1, $2) AND at > $3 \
    AND action IN ('person.password_printed', 'console.factor_reset') \
    AND actor LIKE 'account:%' AND actor <> 'account:' || account_id";

/// Whether somebody at the console printed a password for one of two people, or took their second factor away, since then:
/// whoever did that could come as them.
///
/// # Errors
/// The engine's.
pub async fn was_handed(tx: &Tx, (one, other): (&AccountId, &AccountId), since: Time) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_HANDED, args![one, other, since]).await? > 0)
}

const WITHDRAW: &str =
    "UPDATE proposal SET decided_at = $2, agreed = FALSE, payload = '' WHERE id = $1 AND decided_at IS NULL";

/// Takes a proposal back, as what it was about looks different now. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was decided meanwhile.
pub async fn withdraw(tx: &Tx, id: &ProposalId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(WITHDRAW, args![id, now]).await
}
