//! What a school sees of its upstreams: which count there, since when, when they were last read, and who would be left outside.

use super::{StorageError, Tx};
use crate::domain::{PlatformId, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// An upstream that is on, as one school of a platform has it.
    pub struct SchoolSystem {
        /// Which.
        pub upstream_id: UpstreamId,
        /// Its name.
        pub name: String,
        /// Since when it counts there; nothing where it does not.
        pub enabled_at: Option<Time>,
        /// By whom; see [`Actor`](crate::domain::Actor).
        pub enabled_by: Option<String>,
        /// The given name of that person, where it was somebody with an account.
        pub given_name: Option<String>,
        /// Their family name.
        pub family_name: Option<String>,
        /// When a refresh of the school's journals was last over.
        pub refreshed_at: Option<Time>,
    }
}

// A system that opens us has no sign-in that an administrator could be sent to: it is set up at the command line, and shown
// once it counts.
const LIST_SYSTEMS: &str = "SELECT u.id AS upstream_id, u.name, e.enabled_at, e.enabled_by, a.given_name, a.family_name, \
    (SELECT MAX(r.ended_at) FROM refresh_run r WHERE r.school_id = $2 AND r.platform_id = $1 AND r.upstream_id = u.id \
        AND r.state = 'done') AS refreshed_at \
    FROM upstream u \
    LEFT JOIN school_upstream e ON e.platform_id = $1 AND e.school_id = $2 AND e.upstream_id = u.id AND e.ended_at IS NULL \
    LEFT JOIN account a ON e.enabled_by = 'account:' || a.id \
    WHERE u.disabled_at IS NULL AND (u.kind <> 'lti' OR e.id IS NOT NULL) ORDER BY u.name, u.id";

/// Every upstream that is on, with how a school has it, by name.
///
/// # Errors
/// The engine's.
pub async fn list_systems(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
) -> Result<Vec<SchoolSystem>, StorageError> {
    tx.list(LIST_SYSTEMS, args![platform, school]).await
}

// Pupils of the school who came in through this upstream only: no other live link whose upstream counts at a school of
// theirs, and no password that opens more than once.
const COUNT_LEFT_OUTSIDE: &str = "SELECT COUNT(DISTINCT r.account_id) AS n FROM account_role r \
    JOIN account a ON a.id = r.account_id AND a.platform_id = $1 AND a.disabled_at IS NULL AND a.merged_into IS NULL \
    JOIN platform p ON p.id = a.platform_id \
    WHERE r.school_id = $2 AND r.role = 'pupil' AND r.ended_at IS NULL \
    AND EXISTS (SELECT 1 FROM link l WHERE l.account_id = a.id AND l.upstream_id = $3 AND l.ended_at IS NULL) \
    AND NOT ((p.password_owner = 'broker' AND a.password_hash IS NOT NULL AND a.username_folded IS NOT NULL \
        AND a.password_must_change = FALSE) OR (p.password_owner = 'platform' AND a.external_id IS NOT NULL)) \
    AND NOT EXISTS (SELECT 1 FROM link k \
        JOIN upstream u ON u.id = k.upstream_id AND u.disabled_at IS NULL AND u.kind <> 'lti' \
        JOIN school_upstream e ON e.platform_id = k.platform_id AND e.upstream_id = k.upstream_id AND e.ended_at IS NULL \
        JOIN account_role o ON o.account_id = k.account_id AND o.school_id = e.school_id AND o.ended_at IS NULL \
        WHERE k.account_id = a.id AND k.ended_at IS NULL AND NOT (k.upstream_id = $3 AND e.school_id = $2))";

/// How many pupils of a school would have no way in if an upstream counted there no more.
///
/// # Errors
/// The engine's.
pub async fn count_left_outside(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    upstream: &UpstreamId,
) -> Result<i64, StorageError> {
    tx.count(COUNT_LEFT_OUTSIDE, args![platform, school, upstream]).await
}

/// More than this is "many": nobody counts a queue that long to draw a page.
pub const MOST_COUNTED: i64 = 100;

const COUNT_REQUESTS: &str = "SELECT COUNT(*) AS n FROM (SELECT 1 FROM school_case WHERE platform_id = $1 \
    AND school_id = $2 AND closed_at IS NULL AND kind <> 'suspected_duplicate' LIMIT $3) AS few";
const COUNT_HOLDS: &str = "SELECT COUNT(*) AS n FROM (SELECT 1 FROM refresh_hold WHERE platform_id = $1 \
    AND school_id = $2 AND state = 'open' LIMIT $3) AS few";
const COUNT_DUPLICATES: &str = "SELECT COUNT(*) AS n FROM (SELECT 1 FROM duplicate WHERE platform_id = $1 \
    AND school_id = $2 AND state IN ('open', 'asked', 'proven') LIMIT $3) AS few";

/// How much waits at a school: each at most [`MOST_COUNTED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Requests of people.
    pub requests: i64,
    /// Refreshes that wait for a decision.
    pub holds: i64,
    /// Accounts that may be one person's.
    pub duplicates: i64,
}

/// How much waits at a school of a platform.
///
/// # Errors
/// The engine's.
pub async fn count_waiting(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Waiting, StorageError> {
    let key = || args![platform, school, MOST_COUNTED];
    Ok(Waiting {
        requests: tx.count(COUNT_REQUESTS, key()).await?,
        holds: tx.count(COUNT_HOLDS, key()).await?,
        duplicates: tx.count(COUNT_DUPLICATES, key()).await?,
    })
}
