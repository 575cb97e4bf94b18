//! Table `end_notice`: letters that say which journals end by themselves, and when.

use super::{StorageError, Tx};
use crate::domain::{EndNoticeId, JournalId, MailState, PlatformId, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// A letter about journals that their upstream has no more.
    pub struct EndNotice {
        /// Its id.
        pub id: EndNoticeId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which school.
        pub school_id: SchoolId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// When it was written.
        pub created_at: Time,
        /// Before that none of them ends.
        pub ends_at: Time,
        /// They are so many that none of them ends by itself.
        pub held: bool,
        /// How far the mail got.
        pub mail_state: MailState,
        /// How often it was tried.
        pub mail_attempts: i64,
        /// When it is due.
        pub mail_next_at: Option<Time>,
    }
}

const INSERT: &str = "INSERT INTO end_notice (id, platform_id, school_id, upstream_id, created_at, ends_at, held, \
    mail_state, mail_attempts, mail_next_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const ATTACH: &str = "UPDATE journal SET end_notice_id = $2 WHERE id = $1 AND state = 'gone' AND ended_at IS NULL";

/// Stores a letter about these journals; who came back meanwhile is not in it. Durable.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, row: &EndNotice, journals: &[&JournalId]) -> Result<(), StorageError> {
    let args = args![
        &row.id,
        &row.platform_id,
        &row.school_id,
        &row.upstream_id,
        row.created_at,
        row.ends_at,
        row.held,
        row.mail_state,
        row.mail_attempts,
        row.mail_next_at,
    ];
    tx.execute(INSERT, args).await?;
    for journal in journals {
        tx.execute(ATTACH, args![*journal, &row.id]).await?;
    }
    Ok(())
}

const LIST_MAIL_DUE: &str = "SELECT * FROM end_notice WHERE mail_state = 'queued' AND mail_next_at <= $1 \
    ORDER BY mail_next_at, id LIMIT $2";
const CLAIM_MAIL: &str = "UPDATE end_notice SET mail_attempts = mail_attempts + 1, mail_next_at = $3 \
    WHERE id = $1 AND mail_state = 'queued' AND mail_attempts = $2";
const SETTLE_MAIL: &str = "UPDATE end_notice SET mail_state = $3, mail_next_at = NULL \
    WHERE id = $1 AND mail_state = 'queued' AND mail_attempts = $2";

/// Letters that are due, the longest waiting first.
///
/// # Errors
/// The engine's.
pub async fn list_mail_due(tx: &Tx, now: Time, limit: i64) -> Result<Vec<EndNotice>, StorageError> {
    tx.list(LIST_MAIL_DUE, args![now, limit]).await
}

/// Takes a letter in hand, as [`notices::claim_mail`](super::notices::claim_mail) does.
///
/// # Errors
/// [`StorageError::Changed`] when another process has taken it.
pub async fn claim_mail(tx: &Tx, id: &EndNoticeId, tries: i64, next_at: Time) -> Result<(), StorageError> {
    tx.execute_one(CLAIM_MAIL, args![id, tries, next_at]).await
}

/// What became of a letter that was claimed with so many tries.
///
/// # Errors
/// [`StorageError::Changed`] when another process has it.
pub async fn settle_mail(tx: &Tx, id: &EndNoticeId, tries: i64, state: MailState) -> Result<(), StorageError> {
    tx.execute_one(SETTLE_MAIL, args![id, tries, state]).await
}
