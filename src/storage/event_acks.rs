//! Tables `event_stream` and `event_ack`: what each platform has taken of its events. One stream per platform, in the order
//! of the seals; what was not taken is told again.

use chrono::TimeDelta;

use super::{StorageError, Tx};
use crate::domain::{AccountId, AuditId, EventId, PlatformId, Time};
use crate::{args, row};

/// For how long an event is told. What is older is nobody's news, and is never told again.
pub const KEPT: TimeDelta = TimeDelta::days(90);

/// What is written at an event that grew too old before it was taken.
pub const EXPIRED: &str = "expired";

row! {
    /// An event that waits for its platform.
    pub struct Delivery {
        /// Its id.
        pub id: EventId,
        /// When it happened.
        pub at: Time,
        /// What happened, such as `link.created`.
        pub kind: String,
        /// The stored `sub` it is about, or the journal.
        pub sub: String,
        /// The audit row of the same change.
        pub audit_id: AuditId,
        /// JSON.
        pub payload: String,
        /// Place in the feed.
        pub number: i64,
        /// The account that it is about, if it is about one.
        pub account_id: Option<AccountId>,
    }
}

row! {
    /// How far a platform is.
    pub struct Stream {
        /// Everything up to this number is taken.
        pub taken_to: i64,
        /// When it asked last.
        pub polled_at: Option<Time>,
    }
}

row! {
    /// An event of the feed, and what became of it.
    pub struct Listed {
        /// Its id.
        pub id: EventId,
        /// When it happened.
        pub at: Time,
        /// What happened.
        pub kind: String,
        /// The stored `sub` it is about, or the journal.
        pub sub: String,
        /// JSON.
        pub payload: String,
        /// Place in the feed.
        pub number: i64,
        /// Whether its platform took it.
        pub is_taken: bool,
        /// What the platform said was wrong with it.
        pub problem: Option<String>,
    }
}

/// A platform's word on one event: it has it, or cannot read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// Which event.
    pub event: EventId,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// The sealed events of the platform `$1` from after the time `$2` that it did not take. Nothing is told of somebody whose
/// identity is protected.
macro_rules! untaken {
    () => {
        " FROM event e JOIN audit u ON u.id = e.audit_id \
         LEFT JOIN account a ON a.platform_id = e.platform_id AND a.sub = e.sub \
         WHERE e.platform_id = $1 AND e.at > $2 \
         AND e.number > COALESCE((SELECT s.taken_to FROM event_stream s WHERE s.platform_id = $1), 0) \
         AND NOT EXISTS (SELECT 1 FROM event_ack k WHERE k.platform_id = e.platform_id AND k.number = e.number) \
         AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || COALESCE(a.id, u.account_id)) "
    };
}

const LIST_UNTAKEN: &str = concat!(
    "SELECT e.id, e.at, e.kind, e.sub, e.audit_id, e.payload, e.number, COALESCE(a.id, u.account_id) AS account_id",
    untaken!(),
    "ORDER BY e.number LIMIT $3"
);
const COUNT_UNTAKEN: &str = concat!("SELECT COUNT(*) AS n", untaken!());
const FIRST_UNTAKEN: &str = concat!("SELECT e.number AS n", untaken!(), "ORDER BY e.number LIMIT 1");

/// What a platform is to be told now, in order, at most `limit`.
///
/// # Errors
/// The engine's.
pub async fn list_untaken(
    tx: &Tx,
    platform: &PlatformId,
    now: Time,
    limit: i64,
) -> Result<Vec<Delivery>, StorageError> {
    tx.list(LIST_UNTAKEN, args![platform, now - KEPT, limit]).await
}

/// How much that is.
///
/// # Errors
/// The engine's.
pub async fn count_untaken(tx: &Tx, platform: &PlatformId, now: Time) -> Result<i64, StorageError> {
    tx.count(COUNT_UNTAKEN, args![platform, now - KEPT]).await
}

const ASK: &str = "INSERT INTO event_stream (platform_id, taken_to, polled_at) VALUES ($1, 0, $2) \
    ON CONFLICT (platform_id) DO UPDATE SET polled_at = excluded.polled_at RETURNING taken_to AS n";
// What is at or below the mark was taken before.
const ACK: &str = "INSERT INTO event_ack (platform_id, number, acked_at, problem) \
    SELECT e.platform_id, e.number, $3, $4 FROM event e WHERE e.id = $2 AND e.platform_id = $1 AND e.number > $5 \
    ON CONFLICT (platform_id, number) DO NOTHING";
const LAST: &str =
    "SELECT COALESCE(MAX(e.number), 0) AS n FROM event e WHERE e.platform_id = $1 AND e.number IS NOT NULL";
const EXPIRE: &str = "INSERT INTO event_ack (platform_id, number, acked_at, problem) \
    SELECT e.platform_id, e.number, $5, $6 FROM event e WHERE e.platform_id = $1 AND e.number > $2 AND e.number <= $3 \
    AND e.at <= $4 ON CONFLICT (platform_id, number) DO NOTHING";
const FORGET: &str =
    "DELETE FROM event_ack WHERE platform_id = $1 AND number > $2 AND number <= $3 AND problem IS NULL";
const ADVANCE: &str = "UPDATE event_stream SET taken_to = $2 WHERE platform_id = $1 AND taken_to < $2";

/// A platform asks, and says what it has. Events that are not its own, or not there, are no events. Durable where it says
/// something: what is taken is never told again.
///
/// # Errors
/// The engine's.
pub async fn take(tx: &Tx, platform: &PlatformId, acks: &[Ack], now: Time) -> Result<(), StorageError> {
    let taken_to = tx.count(ASK, args![platform, now]).await?;
    for ack in acks {
        tx.execute(ACK, args![platform, &ack.event, now, &ack.problem, taken_to]).await?;
    }
    advance(tx, platform, taken_to, now).await
}

/// Moves the mark up to where the first event stands that waits. What grew too old on the way is remembered as such: nobody
/// may say that it was taken.
async fn advance(tx: &Tx, platform: &PlatformId, taken_to: i64, now: Time) -> Result<(), StorageError> {
    let oldest = now - KEPT;
    let next = match tx.count(FIRST_UNTAKEN, args![platform, oldest]).await? {
        0 => tx.count(LAST, args![platform]).await?,
        first => first - 1,
    };
    if next <= taken_to {
        return Ok(());
    }
    tx.execute_bulk(EXPIRE, args![platform, taken_to, next, oldest, now, EXPIRED]).await?;
    tx.execute_bulk(FORGET, args![platform, taken_to, next]).await?;
    tx.execute(ADVANCE, args![platform, next]).await.map(drop)
}

const REWIND: &str = "INSERT INTO event_stream (platform_id, taken_to) VALUES ($1, $2) \
    ON CONFLICT (platform_id) DO UPDATE SET taken_to = excluded.taken_to";
const UNACK: &str = "DELETE FROM event_ack WHERE platform_id = $1 AND number > $2";

/// Everything after the number `taken_to` is told again, and nothing before it. Durable.
///
/// # Errors
/// The engine's.
pub async fn rewind(tx: &Tx, platform: &PlatformId, taken_to: i64) -> Result<(), StorageError> {
    tx.execute(REWIND, args![platform, taken_to]).await?;
    tx.execute_bulk(UNACK, args![platform, taken_to]).await.map(drop)
}

const FIND_NUMBER: &str = "SELECT number AS n FROM event WHERE id = $2 AND platform_id = $1 AND number IS NOT NULL";

/// The place of an event in the feed of this platform; none for one that is another's, not sealed yet, or not there.
///
/// # Errors
/// The engine's.
pub async fn find_number(tx: &Tx, platform: &PlatformId, event: &EventId) -> Result<Option<i64>, StorageError> {
    Ok(Some(tx.count(FIND_NUMBER, args![platform, event]).await?).filter(|number| *number > 0))
}

const COUNT_AFTER: &str = "SELECT COUNT(*) AS n FROM event e JOIN audit u ON u.id = e.audit_id \
    LEFT JOIN account a ON a.platform_id = e.platform_id AND a.sub = e.sub \
    WHERE e.platform_id = $1 AND e.number > $2 AND e.at > $3 \
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || COALESCE(a.id, u.account_id))";

/// How many events a platform would be told again from after a number.
///
/// # Errors
/// The engine's.
pub async fn count_after(tx: &Tx, platform: &PlatformId, after: i64, now: Time) -> Result<i64, StorageError> {
    tx.count(COUNT_AFTER, args![platform, after, now - KEPT]).await
}

const IS_TAKEN: &str = "SELECT COUNT(*) AS n FROM event e WHERE e.id = $2 AND e.platform_id = $1 \
    AND (EXISTS (SELECT 1 FROM event_ack k \
    WHERE k.platform_id = e.platform_id AND k.number = e.number AND k.problem IS NULL) \
    OR (EXISTS (SELECT 1 FROM event_stream s WHERE s.platform_id = e.platform_id AND s.taken_to >= e.number) \
    AND NOT EXISTS (SELECT 1 FROM event_ack k WHERE k.platform_id = e.platform_id AND k.number = e.number)))";

/// Whether a platform has acknowledged an event, and found nothing wrong with it.
///
/// # Errors
/// The engine's.
pub async fn is_taken(tx: &Tx, platform: &PlatformId, event: &EventId) -> Result<bool, StorageError> {
    Ok(tx.count(IS_TAKEN, args![platform, event]).await? > 0)
}

const FIND_STREAM: &str = "SELECT taken_to, polled_at FROM event_stream WHERE platform_id = $1";

/// How far a platform is, once it has asked.
///
/// # Errors
/// The engine's.
pub async fn find_stream(tx: &Tx, platform: &PlatformId) -> Result<Option<Stream>, StorageError> {
    tx.find(FIND_STREAM, args![platform]).await
}

const COUNT_PROBLEMS: &str = "SELECT COUNT(*) AS n FROM event_ack WHERE platform_id = $1 AND problem IS NOT NULL";

/// How many events a platform could not read, or left until they were too old.
///
/// # Errors
/// The engine's.
pub async fn count_problems(tx: &Tx, platform: &PlatformId) -> Result<i64, StorageError> {
    tx.count(COUNT_PROBLEMS, args![platform]).await
}

const LIST: &str = "SELECT e.id, e.at, e.kind, e.sub, e.payload, e.number, \
    (k.number IS NOT NULL OR e.number <= COALESCE((SELECT s.taken_to FROM event_stream s WHERE s.platform_id = $1), 0)) \
    AS is_taken, k.problem FROM event e LEFT JOIN event_ack k ON k.platform_id = e.platform_id AND k.number = e.number \
    WHERE e.platform_id = $1 AND e.number > $2 ORDER BY e.number LIMIT $3";

/// The feed of a platform after a number, in order, whatever became of it. For those who run us.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId, after: i64, limit: i64) -> Result<Vec<Listed>, StorageError> {
    tx.list(LIST, args![platform, after, limit]).await
}
