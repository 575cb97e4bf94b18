//! Who is signed in at a platform in one session: over `session`, `session_account` and `account`.

use super::sessions::{Session, SessionAccount};
use super::{Database, FromRow, Row, StorageError, Tx};
use crate::args;
use crate::domain::{PlatformId, SessionId};

/// A session that was not ended, and whom it holds at one platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Present {
    /// The session.
    pub session: Session,
    /// The account there.
    pub account: SessionAccount,
    /// The account's stored `sub`.
    pub sub: String,
}

impl FromRow for Present {
    fn from_row(row: &Row<'_>) -> Result<Self, StorageError> {
        Ok(Self { session: Session::from_row(row)?, account: SessionAccount::from_row(row)?, sub: row.take("sub")? })
    }
}

macro_rules! select_present {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.hash, s.kind, s.browser_hash, s.created_at, s.seen_at, s.idle_seconds, s.expires_at, ",
            "s.ended_at, s.end_reason, x.session_id, x.platform_id, x.account_id, x.link_id, x.upstream_id, ",
            "x.school_id, x.role, x.auth_time, a.sub FROM session s JOIN session_account x ON x.session_id = s.id ",
            "JOIN account a ON a.id = x.account_id ",
            $rest
        )
    };
}

/// Who is signed in at a platform in the session with this cookie's hash, in one statement, alone. Whether the session has
/// run out is for the caller to see.
///
/// # Errors
/// The engine's.
pub async fn find(db: &Database, hash: &str, platform: &PlatformId) -> Result<Option<Present>, StorageError> {
    const SQL: &str = select_present!("WHERE s.hash = $1 AND x.platform_id = $2 AND s.ended_at IS NULL");
    db.find(SQL, args![hash, platform]).await
}

/// The same by the session's id, which outlives its cookie's value.
///
/// # Errors
/// The engine's.
pub async fn find_by_id(tx: &Tx, id: &SessionId, platform: &PlatformId) -> Result<Option<Present>, StorageError> {
    const SQL: &str = select_present!("WHERE s.id = $1 AND x.platform_id = $2 AND s.ended_at IS NULL");
    tx.find(SQL, args![id, platform]).await
}
