//! Table `duplicate`: two accounts that may be one person's, and what was decided about them. Never deleted while it matters
//! that somebody said "these are two people".

use serde_json::{Value, json};

use super::bulk::{json as rows_json, over_rows, pick, time};
use super::{StorageError, Tx};
use crate::domain::{AccountId, DuplicateId, DuplicateState, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// Two accounts of a platform.
    pub struct Duplicate {
        /// Its id.
        pub id: DuplicateId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// At which school they were found.
        pub school_id: SchoolId,
        /// The account with the smaller id.
        pub one_id: AccountId,
        /// The other one.
        pub other_id: AccountId,
        /// How much speaks for it, 0 to 100.
        pub score: i64,
        /// What does: words of [`Why`](crate::linking::Why), space separated.
        pub why: String,
        /// How far it got.
        pub state: DuplicateState,
        /// When it was found.
        pub found_at: Time,
        /// The last sweep that found it.
        pub seen_at: Time,
        /// When somebody decided it.
        pub decided_at: Option<Time>,
        /// Who.
        pub decided_by: Option<String>,
    }
}

/// Two accounts as a sweep finds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// For the row, if it is a new one.
    pub id: DuplicateId,
    /// The account with the smaller id.
    pub one: AccountId,
    /// The other one.
    pub other: AccountId,
    /// How much speaks for it, 0 to 100.
    pub score: i64,
    /// What does.
    pub why: String,
}

/// Stores what a sweep of a school found at `now`. What was decided before stays decided: two people remain two, and a merge
/// remains one. A pair that the pupil has proven keeps its score. Answers how many rows are open or stay so. Durable.
///
/// # Errors
/// The engine's.
pub async fn store(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    suspects: &[Suspect],
    now: Time,
) -> Result<u64, StorageError> {
    const SQL: (&str, &str) = over_rows!(
        "INSERT INTO duplicate (id, platform_id, school_id, one_id, other_id, score, why, state, found_at, seen_at) \
         SELECT id, platform_id, school_id, one_id, other_id, score, why, 'open', seen, seen FROM",
        ["id" "TEXT", "platform_id" "TEXT", "school_id" "TEXT", "one_id" "TEXT", "other_id" "TEXT", "score" "BIGINT",
         "why" "TEXT", "seen" "TIMESTAMPTZ"],
        "WHERE TRUE ON CONFLICT (platform_id, one_id, other_id) DO UPDATE SET why = excluded.why, \
         seen_at = excluded.seen_at, \
         score = CASE WHEN duplicate.state = 'proven' THEN duplicate.score ELSE excluded.score END, \
         state = CASE WHEN duplicate.state = 'gone' THEN 'open' ELSE duplicate.state END \
         WHERE duplicate.state IN ('open', 'asked', 'proven', 'gone')"
    );
    if suspects.is_empty() {
        return Ok(0);
    }
    let told = suspects.iter().map(|suspect| {
        json!({
            "id": suspect.id, "platform_id": platform, "school_id": school, "one_id": suspect.one,
            "other_id": suspect.other, "score": suspect.score, "why": suspect.why, "seen": time(now),
        })
    });
    tx.execute_bulk(pick(tx, SQL).await, args![rows_json(&told.collect::<Vec<Value>>())?]).await
}

const PASS: &str = "UPDATE duplicate SET state = 'gone' WHERE school_id = $2 AND platform_id = $1 \
    AND state IN ('open', 'asked', 'proven') AND state <> 'proven' AND seen_at < $3";

/// Takes those off a school's queue that no sweep since `seen_before` has found. What a pupil has proven stays. Answers how many
/// that were. Durable.
///
/// # Errors
/// The engine's.
pub async fn pass(tx: &Tx, platform: &PlatformId, school: &SchoolId, seen_before: Time) -> Result<u64, StorageError> {
    tx.execute_bulk(PASS, args![platform, school, seen_before]).await
}

row! {
    /// A line of a school's queue.
    pub struct Queued {
        /// Its id.
        pub id: DuplicateId,
        /// The account with the smaller id.
        pub one_id: AccountId,
        /// The other one.
        pub other_id: AccountId,
        /// How much speaks for it.
        pub score: i64,
        /// What does.
        pub why: String,
        /// How far it got.
        pub state: DuplicateState,
        /// When it was found.
        pub found_at: Time,
        /// Given name of the one account.
        pub one_given: Option<String>,
        /// Its family name.
        pub one_family: Option<String>,
        /// Its user name.
        pub one_username: Option<String>,
        /// Given name of the other account.
        pub other_given: Option<String>,
        /// Its family name.
        pub other_family: Option<String>,
        /// Its user name.
        pub other_username: Option<String>,
    }
}

const LIST_QUEUE: &str = "SELECT d.id, d.one_id, d.other_id, d.score, d.why, d.state, d.found_at, \
    a.given_name AS one_given, a.family_name AS one_family, a.username AS one_username, \
    b.given_name AS other_given, b.family_name AS other_family, b.username AS other_username \
    FROM duplicate d JOIN account a ON a.id = d.one_id AND a.disabled_at IS NULL AND a.merged_into IS NULL \
    JOIN account b ON b.id = d.other_id AND b.disabled_at IS NULL AND b.merged_into IS NULL \
    WHERE d.school_id = $2 AND d.platform_id = $1 AND d.state IN ('open', 'asked', 'proven') \
    AND (d.score, d.id) < ($3, $4) \
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || d.one_id OR w.key = 'account:' || d.other_id) \
    ORDER BY d.score DESC, d.id DESC LIMIT $5";

/// A page of what a school has still to decide, the likeliest first. `after`: score and id of the last line of the page before.
///
/// # Errors
/// The engine's.
pub async fn list_queue(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    after: Option<(i64, &str)>,
    limit: i64,
) -> Result<Vec<Queued>, StorageError> {
    // Above every score there is.
    let (score, id) = after.unwrap_or((1_000, ""));
    tx.list(LIST_QUEUE, args![platform, school, score, id, limit]).await
}

const FIND: &str = "SELECT * FROM duplicate WHERE id = $1";
const FIND_PAIR: &str = "SELECT * FROM duplicate WHERE platform_id = $1 AND one_id = $2 AND other_id = $3";
const LIST_ASKED: &str = "SELECT * FROM duplicate WHERE one_id = $1 AND state = 'asked' \
    UNION ALL SELECT * FROM duplicate WHERE other_id = $1 AND state = 'asked' ORDER BY id";

/// A pair by its id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &DuplicateId) -> Result<Option<Duplicate>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// What is known of two accounts, in either order.
///
/// # Errors
/// The engine's.
pub async fn find_pair(
    tx: &Tx,
    platform: &PlatformId,
    one: &AccountId,
    other: &AccountId,
) -> Result<Option<Duplicate>, StorageError> {
    tx.find(FIND_PAIR, args![platform, one.min(other), one.max(other)]).await
}

/// The pairs about which the owner of an account was asked.
///
/// # Errors
/// The engine's.
pub async fn list_asked(tx: &Tx, account: &AccountId) -> Result<Vec<Duplicate>, StorageError> {
    tx.list(LIST_ASKED, args![account]).await
}

const DECIDE: &str = "UPDATE duplicate SET state = $2, decided_at = $3, decided_by = $4, \
    score = CASE WHEN $2 = 'proven' THEN 100 ELSE score END WHERE id = $1 AND state = $5";

/// Moves a pair on from the state it was seen in. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when somebody else was first.
pub async fn decide(
    tx: &Tx,
    (id, from): (&DuplicateId, DuplicateState),
    to: DuplicateState,
    by: &str,
    now: Time,
) -> Result<(), StorageError> {
    tx.execute_one(DECIDE, args![id, to, now, by, from]).await
}

const IS_HERE: &str = "SELECT COUNT(*) AS n FROM account a WHERE a.id = $1 AND a.platform_id = $2 \
    AND a.erased_at IS NULL AND EXISTS (SELECT 1 FROM account_role r WHERE r.school_id = $3 \
        AND r.account_id IN (SELECT h.id FROM account h WHERE h.id = $1 OR h.merged_into = $1) \
        AND (r.ended_at IS NULL OR NOT EXISTS (SELECT 1 FROM account_role o JOIN platform_school p \
            ON p.school_id = o.school_id AND p.platform_id = $2 AND p.disabled_at IS NULL \
            WHERE o.school_id <> $3 AND o.ended_at IS NULL \
            AND o.account_id IN (SELECT k.id FROM account k WHERE k.id = $1 OR k.merged_into = $1)))) \
    AND NOT EXISTS (SELECT 1 FROM withheld w WHERE w.key = 'account:' || a.id)";

/// Whether an account is one that a school may look at: it has a role there, or had one and has none at another school of the
/// platform since, was not erased, and is nobody's whose identity is protected.
///
/// # Errors
/// The engine's.
pub async fn is_here(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    account: &AccountId,
) -> Result<bool, StorageError> {
    Ok(tx.count(IS_HERE, args![account, platform, school]).await? > 0)
}
