//! Notices: what an account's owner is told, on a page and, where there is a verified address, by mail.

use chrono::TimeDelta;

use super::accounts::Account;
use super::joined::together;
use super::{StorageError, Tx};
use crate::config::Config;
use crate::domain::{AccountId, LinkId, MailState, NoticeId, NoticeKind, Random, Time};
use crate::{args, row};

row! {
    /// Something an account's owner is told.
    pub struct Notice {
        /// Its id.
        pub id: NoticeId,
        /// Whom.
        pub account_id: AccountId,
        /// What.
        pub kind: NoticeKind,
        /// About which link.
        pub link_id: Option<LinkId>,
        /// When it happened.
        pub created_at: Time,
        /// No longer shown from then on.
        pub expires_at: Time,
        /// When its page was shown.
        pub shown_at: Option<Time>,
        /// How far its mail got.
        pub mail_state: MailState,
        /// How often the mail was tried.
        pub mail_attempts: i64,
        /// When the mail is due.
        pub mail_next_at: Option<Time>,
    }
}

impl Notice {
    /// What an account's owner is told from now on: on a page and, where there is a verified address, by mail. That another
    /// account may be theirs is never mailed: it asks for a password.
    #[must_use]
    pub fn to(account: &Account, kind: NoticeKind, now: Time, config: &Config, random: &Random) -> Self {
        let mailed = kind != NoticeKind::MaybeOther && config.mail.is_some();
        let reachable = mailed && account.email_verified && account.email.is_some();
        Self {
            id: NoticeId::at(now, random),
            account_id: account.id.clone(),
            kind,
            link_id: None,
            created_at: now,
            expires_at: now + TimeDelta::days(config.sessions.notice_days),
            shown_at: None,
            mail_state: if reachable { MailState::Queued } else { MailState::None },
            mail_attempts: 0,
            mail_next_at: reachable.then_some(now),
        }
    }
}

const INSERT: &str = "INSERT INTO notice (id, account_id, kind, link_id, created_at, expires_at, shown_at, \
    mail_state, mail_attempts, mail_next_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Stores a notice. Durable, in the transaction of what it tells.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, notice: &Notice) -> Result<(), StorageError> {
    let args = args![
        &notice.id,
        &notice.account_id,
        notice.kind,
        &notice.link_id,
        notice.created_at,
        notice.expires_at,
        notice.shown_at,
        notice.mail_state,
        notice.mail_attempts,
        notice.mail_next_at,
    ];
    tx.execute(INSERT, args).await.map(|_| ())
}

const FIND: &str = "SELECT * FROM notice WHERE id = $1";

/// A notice by its id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &NoticeId) -> Result<Option<Notice>, StorageError> {
    tx.find(FIND, args![id]).await
}

const LIST_UNSEEN: &str = concat!(
    "SELECT * FROM notice WHERE account_id IN ",
    together!("$1"),
    " AND shown_at IS NULL AND expires_at > $2 ORDER BY created_at, id"
);

/// The notices an account's owner has not seen yet, those of the accounts that went into it too; oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_unseen(tx: &Tx, account: &AccountId, now: Time) -> Result<Vec<Notice>, StorageError> {
    tx.list(LIST_UNSEEN, args![account, now]).await
}

const LIST_OF_ACCOUNT: &str = "SELECT * FROM notice WHERE account_id = $1 ORDER BY created_at, id";

/// Every notice of an account, oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_account(tx: &Tx, account: &AccountId) -> Result<Vec<Notice>, StorageError> {
    tx.list(LIST_OF_ACCOUNT, args![account]).await
}

const MARK_SHOWN: &str = "UPDATE notice SET shown_at = $2 WHERE id = $1 AND shown_at IS NULL";

/// Remembers that the page was shown and answered.
///
/// # Errors
/// [`StorageError::Changed`] when it was shown before.
pub async fn mark_shown(tx: &Tx, id: &NoticeId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(MARK_SHOWN, args![id, now]).await
}

const LIST_MAIL_DUE: &str = "SELECT * FROM notice WHERE mail_state = 'queued' AND mail_next_at <= $1 \
    ORDER BY mail_next_at, id LIMIT $2";

/// Notices whose mail is due, the longest waiting first.
///
/// # Errors
/// The engine's.
pub async fn list_mail_due(tx: &Tx, now: Time, limit: i64) -> Result<Vec<Notice>, StorageError> {
    tx.list(LIST_MAIL_DUE, args![now, limit]).await
}

const CLAIM_MAIL: &str = "UPDATE notice SET mail_attempts = mail_attempts + 1, mail_next_at = $3 \
    WHERE id = $1 AND mail_state = 'queued' AND mail_attempts = $2";

/// Takes a mail in hand: the try is counted, and nobody else tries before `next_at`. `tries` is the count that was read.
///
/// # Errors
/// [`StorageError::Changed`] when another process has taken it.
pub async fn claim_mail(tx: &Tx, id: &NoticeId, tries: i64, next_at: Time) -> Result<(), StorageError> {
    tx.execute_one(CLAIM_MAIL, args![id, tries, next_at]).await
}

const SETTLE_MAIL: &str = "UPDATE notice SET mail_state = $3, mail_next_at = NULL \
    WHERE id = $1 AND mail_state = 'queued' AND mail_attempts = $2";

/// Remembers how a mail ended. `tries` is the count after this try.
///
/// # Errors
/// [`StorageError::Changed`] when another process has taken it meanwhile.
pub async fn settle_mail(tx: &Tx, id: &NoticeId, tries: i64, state: MailState) -> Result<(), StorageError> {
    tx.execute_one(SETTLE_MAIL, args![id, tries, state]).await
}
