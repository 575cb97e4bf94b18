//! Login attempts: one login from door to door, found again only by its own browser.

use super::client_uris::{self, joined};
use super::platforms::{Platform, beside, read_beside};
use super::{Database, FromRow, Row, StorageError, Tx};
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

/// A running attempt and where it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The attempt.
    pub attempt: LoginAttempt,
    /// Its platform, switched off or not.
    pub platform: Platform,
    /// Where its client's browsers may be sent, save after signing out; in order.
    pub uris: Vec<String>,
}

impl FromRow for Opened {
    fn from_row(row: &Row<'_>) -> Result<Self, StorageError> {
        let attempt = LoginAttempt::from_row(row)?;
        let platform = read_beside(row, attempt.platform_id.clone())?;
        let uris: Option<String> = row.take("uris")?;
        Ok(Self { attempt, platform, uris: client_uris::apart(uris.as_deref()) })
    }
}

const OPEN: &str = concat!(
    "SELECT a.*, ",
    beside!(),
    ", ",
    joined!("a.client_id", "'redirect', 'link', 'link_return'"),
    " FROM login_attempt a JOIN platform p ON p.id = a.platform_id ",
    "WHERE a.id = $1 AND a.browser_hash = $2 AND a.ended_at IS NULL AND a.expires_at > $3"
);

/// The running attempt of this browser and where it goes, in one statement: every page of a login begins with it. Another
/// browser's answers like a missing one.
///
/// # Errors
/// The engine's.
pub async fn open(tx: &Tx, id: &AttemptId, browser_hash: &str, now: Time) -> Result<Option<Opened>, StorageError> {
    tx.find(OPEN, args![id, browser_hash, now]).await
}

/// As [`open`], alone.
///
/// # Errors
/// The engine's.
pub async fn open_alone(
    db: &Database,
    id: &AttemptId,
    browser_hash: &str,
    now: Time,
) -> Result<Option<Opened>, StorageError> {
    db.find(OPEN, args![id, browser_hash, now]).await
}

const FIND_RUNNING: &str = "SELECT * FROM login_attempt WHERE id = $1 AND ended_at IS NULL AND expires_at > $2";

/// The running attempt, for a call that no browser makes. What comes of it is bound to the attempt's browser.
///
/// # Errors
/// The engine's.
pub async fn find_running(tx: &Tx, id: &AttemptId, now: Time) -> Result<Option<LoginAttempt>, StorageError> {
    tx.find(FIND_RUNNING, args![id, now]).await
}

const LIST_OPENING: &str = "SELECT * FROM login_attempt WHERE browser_hash = $1 AND state IN ('opening', 'brought') \
    AND ended_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC";

/// The running attempts of a browser that wait for somebody to open us from another system; the newest first.
///
/// # Errors
/// The engine's.
pub async fn list_opening(tx: &Tx, browser_hash: &str, now: Time) -> Result<Vec<LoginAttempt>, StorageError> {
    tx.list(LIST_OPENING, args![browser_hash, now]).await
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

row! {
    /// An attempt that was ended.
    pub struct Ended {
        /// Which.
        pub id: AttemptId,
    }
}

const END_ALL_KNOWING: &str = "UPDATE login_attempt SET ended_at = $4, memory = '' \
    WHERE browser_hash = $2 AND ended_at IS NULL AND ((id = $1 AND state = $3 AND expires_at > $4) \
    OR (id <> $1 AND (state <> 'choose' OR purpose = 'add'))) RETURNING id";

/// As [`end`], and with it ends the other attempts of the browser that know somebody already, and forgets what they knew. One
/// that adds an integration knows whose account it is about from its first step on.
///
/// # Errors
/// As [`end`].
pub async fn end_all_knowing(
    tx: &Tx,
    id: &AttemptId,
    browser_hash: &str,
    state: &str,
    now: Time,
) -> Result<(), StorageError> {
    let ended: Vec<Ended> = tx.list(END_ALL_KNOWING, args![id, browser_hash, state, now]).await?;
    if ended.iter().any(|row| row.id == *id) { Ok(()) } else { Err(StorageError::Changed) }
}
