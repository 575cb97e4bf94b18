//! Table `console_session`: when the second factor was last shown in a session of the console. A row goes with its session.

use super::{StorageError, Tx};
use crate::domain::{AccountId, SessionId, Time};
use crate::{args, row};

row! {
    /// A session in which a second factor was shown.
    pub struct ConsoleSession {
        /// Which session.
        pub session_id: SessionId,
        /// Whose second factor.
        pub account_id: AccountId,
        /// When it was last shown.
        pub factor_at: Time,
    }
}

const FIND: &str = "SELECT * FROM console_session WHERE session_id = $1";

/// When the second factor was last shown in a session; nothing when it never was.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, session: &SessionId) -> Result<Option<ConsoleSession>, StorageError> {
    tx.find(FIND, args![session]).await
}

const SHOW: &str = "INSERT INTO console_session (session_id, account_id, factor_at) VALUES ($1, $2, $3) \
    ON CONFLICT (session_id) DO UPDATE SET account_id = excluded.account_id, factor_at = excluded.factor_at";

/// The second factor of an account was shown in a session just now.
///
/// # Errors
/// The engine's.
pub async fn show_factor(tx: &Tx, session: &SessionId, account: &AccountId, now: Time) -> Result<(), StorageError> {
    tx.execute(SHOW, args![session, account, now]).await.map(drop)
}

const FORGET: &str = "DELETE FROM console_session WHERE account_id = $1";

/// No second factor of an account counts as shown any more, in whatever session it was.
///
/// # Errors
/// The engine's.
pub async fn forget(tx: &Tx, account: &AccountId) -> Result<(), StorageError> {
    tx.execute(FORGET, args![account]).await.map(drop)
}
