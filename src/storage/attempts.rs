//! Login attempts: one login from door to door, found again only by its own browser.

use super::{StorageError, Tx};
use crate::domain::{AttemptId, ClientId, PlatformId, Purpose, SessionId, Time};
use crate::{args, row};

row! {
    /// One login from door to door.
    pub struct LoginAttempt {
        /// Its id; also in the address of its pages.
        pub id: AttemptId,
        /// Hash of the browser that began it.
        pub browser_hash: String,
        /// Where the person wants to go.
        pub platform_id: PlatformId,
        /// The client that asked; none for our own pages.
        pub client_id: Option<ClientId>,
        /// What it is for.
        pub purpose: Purpose,
        /// JSON: the validated authorization request, or where settings go next.
        pub request: String,
        /// The step it stands at.
        pub state: String,
        /// Sealed JSON: what the steps so far found out.
        pub memory: String,
        /// The session it runs in, where somebody was signed in when it began.
        pub session_id: Option<SessionId>,
        /// When it began.
        pub created_at: Time,
        /// Good until then, exclusive.
        pub expires_at: Time,
        /// When it was finished or given up.
        pub ended_at: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO login_attempt (id, browser_hash, platform_id, client_id, purpose, request, state, \
    memory, session_id, created_at, expires_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// Stores a new attempt. Relaxed.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, attempt: &LoginAttempt) -> Result<(), StorageError> {
    let args = args![
        &attempt.id,
        &attempt.browser_hash,
        &attempt.platform_id,
        &attempt.client_id,
        attempt.purpose,
        &attempt.request,
        &attempt.state,
        &attempt.memory,
        &attempt.session_id,
        attempt.created_at,
        attempt.expires_at,
        attempt.ended_at,
    ];
    tx.execute(INSERT, args).await.map(|_| ())
}

const FIND_LIVE: &str = "SELECT * FROM login_attempt \
    WHERE id = $1 AND browser_hash = $2 AND ended_at IS NULL AND expires_at > $3";

/// The running attempt of this browser; another browser's answers like a missing one.
///
/// # Errors
/// The engine's.
pub async fn find_live(
    tx: &Tx,
    id: &AttemptId,
    browser_hash: &str,
    now: Time,
) -> Result<Option<LoginAttempt>, StorageError> {
    tx.find(FIND_LIVE, args![id, browser_hash, now]).await
}

const FIND_RUNNING: &str = "SELECT * FROM login_attempt WHERE id = $1 AND ended_at IS NULL AND expires_at > $2";

/// The running attempt, for a call that no browser makes. What comes of it is bound to the attempt's browser.
///
/// # Errors
/// The engine's.
pub async fn find_running(tx: &Tx, id: &AttemptId, now: Time) -> Result<Option<LoginAttempt>, StorageError> {
    tx.find(FIND_RUNNING, args![id, now]).await
}

/// One step of an attempt.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// Which attempt.
    pub id: &'a AttemptId,
    /// Hash of the browser that takes the step.
    pub browser_hash: &'a str,
    /// The state it must stand at.
    pub from: &'a str,
    /// The state it goes to.
    pub to: &'a str,
    /// The new sealed memory.
    pub memory: &'a str,
    /// The time now.
    pub now: Time,
}

const ADVANCE: &str = "UPDATE login_attempt SET state = $4, memory = $5 \
    WHERE id = $1 AND browser_hash = $2 AND state = $3 AND ended_at IS NULL AND expires_at > $6";

/// Takes a step.
///
/// # Errors
/// [`StorageError::Changed`] when the attempt stands elsewhere, is over, or belongs to another browser.
pub async fn advance(tx: &Tx, step: &Step<'_>) -> Result<(), StorageError> {
    tx.execute_one(ADVANCE, args![step.id, step.browser_hash, step.from, step.to, step.memory, step.now]).await
}

const END: &str = "UPDATE login_attempt SET ended_at = $4, memory = '' \
    WHERE id = $1 AND browser_hash = $2 AND state = $3 AND ended_at IS NULL AND expires_at > $4";

/// Ends an attempt that stands at `state`, and forgets what it knew.
///
/// # Errors
/// [`StorageError::Changed`] when it stands elsewhere, is over, or belongs to another browser.
pub async fn end(tx: &Tx, id: &AttemptId, browser_hash: &str, state: &str, now: Time) -> Result<(), StorageError> {
    tx.execute_one(END, args![id, browser_hash, state, now]).await
}

const END_HALF_DONE: &str = "UPDATE login_attempt SET ended_at = $3, memory = '' \
    WHERE browser_hash = $1 AND id <> $2 AND (state <> 'choose' OR purpose = 'add') AND ended_at IS NULL";

/// Ends the other attempts of a browser that know somebody already, and forgets what they knew. One that adds an integration
/// knows whose account it is about from its first step on.
///
/// # Errors
/// The engine's.
pub async fn end_half_done(tx: &Tx, browser_hash: &str, but: &AttemptId, now: Time) -> Result<u64, StorageError> {
    tx.execute(END_HALF_DONE, args![browser_hash, but, now]).await
}
