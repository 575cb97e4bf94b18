//! Table `session_client`: which clients a session signed in at, and the `sid` each of them knows it by.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{ClientId, SessionId, Time};

crate::row! {
    /// A session as one client knows it.
    pub struct SessionClient {
        /// Our session.
        pub session_id: SessionId,
        /// The client.
        pub client_id: ClientId,
        /// What the client knows it by.
        pub sid: String,
        /// First sign-in there.
        pub created_at: Time,
        /// When it ended there.
        pub ended_at: Option<Time>,
    }
}

const JOIN: &str = "INSERT INTO session_client (session_id, client_id, sid, created_at, ended_at) \
                    VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (session_id, client_id) DO UPDATE SET \
                    sid = CASE WHEN session_client.ended_at IS NULL THEN session_client.sid ELSE excluded.sid END, \
                    ended_at = NULL RETURNING *";

/// The session at this client: the one there is, or a new one with the offered `sid`.
///
/// # Errors
/// The engine's; [`StorageError::Changed`] when nothing came back.
pub async fn join(
    tx: &Tx,
    session: &SessionId,
    client: &ClientId,
    sid: &str,
    now: Time,
) -> Result<SessionClient, StorageError> {
    tx.find(JOIN, args![session, client, sid, now]).await?.ok_or(StorageError::Changed)
}

const LIST: &str = "SELECT * FROM session_client WHERE session_id = $1 ORDER BY client_id";

/// Every client a session signed in at.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, session: &SessionId) -> Result<Vec<SessionClient>, StorageError> {
    tx.list(LIST, args![session]).await
}

const FIND_BY_SID: &str = "SELECT * FROM session_client WHERE sid = $1 AND client_id = $2";

/// The session that a client knows by this `sid`.
///
/// # Errors
/// The engine's.
pub async fn find_by_sid(tx: &Tx, sid: &str, client: &ClientId) -> Result<Option<SessionClient>, StorageError> {
    tx.find(FIND_BY_SID, args![sid, client]).await
}

const END_ALL: &str = "UPDATE session_client SET ended_at = $2 WHERE session_id = $1 AND ended_at IS NULL";

/// Ends a session at every client.
///
/// # Errors
/// The engine's.
pub async fn end_all(tx: &Tx, session: &SessionId, now: Time) -> Result<(), StorageError> {
    tx.execute(END_ALL, args![session, now]).await.map(drop)
}
