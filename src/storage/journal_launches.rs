//! Table `journal_launch`: a teacher pressed "link with learning environment". Found again by its own browser only.

use super::{StorageError, Tx};
use crate::domain::{JournalId, LaunchId, PlatformId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A launch, from the moment the upstream sent the browser here.
    pub struct JournalLaunch {
        /// Its id; also in the address of its pages.
        pub id: LaunchId,
        /// From which upstream.
        pub upstream_id: UpstreamId,
        /// SHA-256 of the upstream's token, base64url: one token is one launch.
        pub token_hash: String,
        /// The token, sealed; empty once it was used.
        pub token: String,
        /// Hash of the browser it was opened in.
        pub browser_hash: String,
        /// The platform, where the teacher had to choose one.
        pub platform_id: Option<PlatformId>,
        /// The journal that came of it.
        pub journal_id: Option<JournalId>,
        /// When it was opened.
        pub created_at: Time,
        /// Good until then, exclusive.
        pub expires_at: Time,
        /// When its journal was linked.
        pub used_at: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO journal_launch (id, upstream_id, token_hash, token, browser_hash, platform_id, \
    journal_id, created_at, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, NULL, NULL, $6, $7, NULL) \
    ON CONFLICT (upstream_id, token_hash) DO NOTHING";

/// Stores a launch; false when its token came before. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, row: &JournalLaunch) -> Result<bool, StorageError> {
    let args = args![
        &row.id,
        &row.upstream_id,
        &row.token_hash,
        &row.token,
        &row.browser_hash,
        row.created_at,
        row.expires_at,
    ];
    Ok(tx.execute(INSERT, args).await? == 1)
}

const FIND: &str = "SELECT * FROM journal_launch WHERE id = $1 AND browser_hash = $2 AND expires_at > $3";
const FIND_BY_TOKEN: &str =
    "SELECT * FROM journal_launch WHERE upstream_id = $1 AND token_hash = $2 AND browser_hash = $3 AND expires_at > $4";

/// The launch of this browser; another browser's answers like a missing one.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &Tx,
    id: &LaunchId,
    browser_hash: &str,
    now: Time,
) -> Result<Option<JournalLaunch>, StorageError> {
    tx.find(FIND, args![id, browser_hash, now]).await
}

/// The launch of this browser that a token opened before: the page was loaded again.
///
/// # Errors
/// The engine's.
pub async fn find_by_token(
    tx: &Tx,
    upstream: &UpstreamId,
    token_hash: &str,
    browser_hash: &str,
    now: Time,
) -> Result<Option<JournalLaunch>, StorageError> {
    tx.find(FIND_BY_TOKEN, args![upstream, token_hash, browser_hash, now]).await
}

const CHOOSE: &str = "UPDATE journal_launch SET platform_id = $3 \
    WHERE id = $1 AND browser_hash = $2 AND used_at IS NULL AND expires_at > $4";

/// Remembers the platform that the teacher chose. Relaxed.
///
/// # Errors
/// [`StorageError::Changed`] when the launch is used, over, or another browser's.
pub async fn choose(tx: &Tx, launch: &JournalLaunch, platform: &PlatformId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(CHOOSE, args![&launch.id, &launch.browser_hash, platform, now]).await
}

const USE: &str = "UPDATE journal_launch SET used_at = $4, platform_id = $3, journal_id = $5, token = '' \
    WHERE id = $1 AND browser_hash = $2 AND used_at IS NULL AND expires_at > $4";

/// Uses a launch up for a journal and forgets its token. In the transaction that links the journal.
///
/// # Errors
/// [`StorageError::Changed`] when it was used before, is over, or is another browser's.
pub async fn use_up(
    tx: &Tx,
    launch: &JournalLaunch,
    platform: &PlatformId,
    journal: &JournalId,
    now: Time,
) -> Result<(), StorageError> {
    tx.execute_one(USE, args![&launch.id, &launch.browser_hash, platform, now, journal]).await
}
