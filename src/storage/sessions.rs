//! Tables `session`, `session_account`, `session_client`, and the ending of what hangs on them.

use chrono::TimeDelta;

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{
    AccountId, ClientId, LinkId, PlatformId, Role, SchoolId, SessionId, SessionKind, Time, UpstreamId,
};

crate::row! {
    /// One session of one person in one browser.
    pub struct Session {
        /// Its id; not the cookie's value.
        pub id: SessionId,
        /// SHA-256 of the cookie's value.
        pub hash: String,
        /// What it may be used for.
        pub kind: SessionKind,
        /// The browser it belongs to.
        pub browser_hash: String,
        /// When it began.
        pub created_at: Time,
        /// Last use, to the minute.
        pub seen_at: Time,
        /// Seconds without use after which it is over.
        pub idle_seconds: i64,
        /// When it is over in any case.
        pub expires_at: Time,
        /// When it was ended.
        pub ended_at: Option<Time>,
        /// Why.
        pub end_reason: Option<String>,
    }
}

impl Session {
    /// True when this browser's session may sign its person in at platforms without asking, now.
    #[must_use]
    pub fn signs_in(&self, browser_hash: &str, now: Time) -> bool {
        let idle = TimeDelta::seconds(self.idle_seconds);
        let live = self.ended_at.is_none() && now < self.expires_at && now - self.seen_at < idle;
        live && self.kind == SessionKind::Browser && self.browser_hash == browser_hash
    }
}

crate::row! {
    /// The account a session is signed in to at one platform.
    pub struct SessionAccount {
        /// Which session.
        pub session_id: SessionId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which account.
        pub account_id: AccountId,
        /// Through which link; absent when the password was used.
        pub link_id: Option<LinkId>,
        /// Through which upstream.
        pub upstream_id: Option<UpstreamId>,
        /// The school chosen for this session.
        pub school_id: Option<SchoolId>,
        /// The role there.
        pub role: Option<Role>,
        /// When the person signed in.
        pub auth_time: Time,
    }
}

crate::row! {
    /// A client that a session was used for.
    pub struct SessionClient {
        /// Which session.
        pub session_id: SessionId,
        /// Which client.
        pub client_id: ClientId,
        /// The `sid` the client sees (OIDC Front- and Back-Channel Logout 1.0).
        pub sid: String,
        /// Since when.
        pub created_at: Time,
        /// Until when.
        pub ended_at: Option<Time>,
    }
}

macro_rules! select {
    ($($rest:literal),*) => {
        concat!(
            "SELECT s.id, s.hash, s.kind, s.browser_hash, s.created_at, s.seen_at, s.idle_seconds, s.expires_at, ",
            "s.ended_at, s.end_reason FROM session s ", $($rest),*
        )
    };
}

macro_rules! select_account {
    ($($rest:literal),*) => {
        concat!(
            "SELECT session_id, platform_id, account_id, link_id, upstream_id, school_id, role, auth_time ",
            "FROM session_account ", $($rest),*
        )
    };
}

macro_rules! select_client {
    ($($rest:literal),*) => {
        concat!("SELECT session_id, client_id, sid, created_at, ended_at FROM session_client ", $($rest),*)
    };
}

/// Adds a session.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, row: &Session) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO session (id, hash, kind, browser_hash, created_at, seen_at, idle_seconds, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let args = args![
        &row.id,
        &row.hash,
        row.kind,
        &row.browser_hash,
        row.created_at,
        row.seen_at,
        row.idle_seconds,
        row.expires_at,
    ];
    tx.execute(SQL, args).await.map(drop)
}

/// The session with this id, live or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &SessionId) -> Result<Option<Session>, StorageError> {
    tx.find(select!("WHERE s.id = $1"), args![id]).await
}

/// The session that was not ended, by the hash of its cookie. Whether it has run out is for the caller to see.
///
/// # Errors
/// The engine's.
pub async fn find_by_hash(tx: &Tx, hash: &str) -> Result<Option<Session>, StorageError> {
    tx.find(select!("WHERE s.hash = $1 AND s.ended_at IS NULL"), args![hash]).await
}

/// Moves the last use to `now`. Answers whether the session was still there to be moved.
///
/// # Errors
/// The engine's.
pub async fn touch(tx: &Tx, id: &SessionId, now: Time) -> Result<bool, StorageError> {
    const SQL: &str = "UPDATE session SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL AND seen_at < $2";
    Ok(tx.execute(SQL, args![id, now]).await? == 1)
}

/// Gives a live session a new cookie value, so that one known from before the sign-in is worth nothing.
///
/// Answers whether the session was still live.
///
/// # Errors
/// The engine's.
pub async fn renew(tx: &Tx, id: &SessionId, hash: &str, now: Time) -> Result<bool, StorageError> {
    const SQL: &str = "UPDATE session SET hash = $2, seen_at = $3 WHERE id = $1 AND ended_at IS NULL";
    Ok(tx.execute(SQL, args![id, hash, now]).await? == 1)
}

/// Ends a session. Answers whether it was still live.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, id: &SessionId, reason: &str, now: Time) -> Result<bool, StorageError> {
    const SQL: &str = "UPDATE session SET ended_at = $3, end_reason = $2 WHERE id = $1 AND ended_at IS NULL";
    Ok(tx.execute(SQL, args![id, reason, now]).await? == 1)
}

/// Sessions that were not ended, of an account, newest first.
///
/// # Errors
/// The engine's.
pub async fn list_of_account(tx: &Tx, account: &AccountId) -> Result<Vec<Session>, StorageError> {
    const SQL: &str = select!(
        "JOIN session_account a ON a.session_id = s.id WHERE a.account_id = $1 AND s.ended_at IS NULL ",
        "ORDER BY s.created_at DESC, s.id"
    );
    tx.list(SQL, args![account]).await
}

/// Sessions that were not ended, that came through a link.
///
/// # Errors
/// The engine's.
pub async fn list_of_link(tx: &Tx, link: &LinkId) -> Result<Vec<Session>, StorageError> {
    const SQL: &str = select!(
        "JOIN session_account a ON a.session_id = s.id WHERE a.link_id = $1 AND s.ended_at IS NULL ORDER BY s.id"
    );
    tx.list(SQL, args![link]).await
}

/// The sessions of an account that its password opened, of any kind, that were not ended.
///
/// # Errors
/// The engine's.
pub async fn list_by_password(tx: &Tx, account: &AccountId) -> Result<Vec<Session>, StorageError> {
    const SQL: &str = select!(
        "JOIN session_account a ON a.session_id = s.id WHERE a.account_id = $1 AND a.link_id IS NULL \
         AND s.ended_at IS NULL ORDER BY s.id"
    );
    tx.list(SQL, args![account]).await
}

/// Puts an account into a session, in place of what the session held at that platform.
///
/// # Errors
/// The engine's.
pub async fn put_account(tx: &Tx, row: &SessionAccount) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO session_account (session_id, platform_id, account_id, link_id, upstream_id, school_id, \
         role, auth_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (session_id, platform_id) DO UPDATE SET \
         account_id = excluded.account_id, link_id = excluded.link_id, upstream_id = excluded.upstream_id, \
         school_id = excluded.school_id, role = excluded.role, auth_time = excluded.auth_time";
    let args = args![
        &row.session_id,
        &row.platform_id,
        &row.account_id,
        &row.link_id,
        &row.upstream_id,
        &row.school_id,
        row.role,
        row.auth_time,
    ];
    tx.execute(SQL, args).await.map(drop)
}

/// The accounts of a session, one per platform.
///
/// # Errors
/// The engine's.
pub async fn list_accounts(tx: &Tx, session: &SessionId) -> Result<Vec<SessionAccount>, StorageError> {
    tx.list(select_account!("WHERE session_id = $1 ORDER BY platform_id"), args![session]).await
}

/// True when a live link of one of the session's accounts belongs to the same identity as `link`: the same person
/// at another platform.
///
/// # Errors
/// The engine's.
pub async fn shares_identity(tx: &Tx, session: &SessionId, link: &LinkId) -> Result<bool, StorageError> {
    const SQL: &str = "SELECT COUNT(*) AS n FROM session_account a \
         JOIN link held ON held.id = a.link_id AND held.ended_at IS NULL \
         JOIN link entering ON entering.identity_id = held.identity_id AND entering.id = $2 AND entering.ended_at IS NULL \
         WHERE a.session_id = $1";
    Ok(tx.count(SQL, args![session, link]).await? > 0)
}

/// The session at this client: the row there is, or a new one with the offered `sid`.
///
/// # Errors
/// The engine's; [`StorageError::Changed`] when nothing came back.
pub async fn join_client(
    tx: &Tx,
    session: &SessionId,
    client: &ClientId,
    sid: &str,
    now: Time,
) -> Result<SessionClient, StorageError> {
    const SQL: &str = "INSERT INTO session_client (session_id, client_id, sid, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (session_id, client_id) DO UPDATE SET sid = CASE WHEN session_client.ended_at IS NULL \
         THEN session_client.sid ELSE excluded.sid END, ended_at = NULL \
         RETURNING session_id, client_id, sid, created_at, ended_at";
    tx.find(SQL, args![session, client, sid, now]).await?.ok_or(StorageError::Changed)
}

/// The client and session behind a `sid`.
///
/// # Errors
/// The engine's.
pub async fn find_by_sid(tx: &Tx, sid: &str) -> Result<Option<SessionClient>, StorageError> {
    tx.find(select_client!("WHERE sid = $1"), args![sid]).await
}

/// Ends the clients of a session and answers those that were live: they are to be told (back-channel logout).
///
/// # Errors
/// The engine's.
pub async fn end_clients(tx: &Tx, session: &SessionId, now: Time) -> Result<Vec<SessionClient>, StorageError> {
    const SQL: &str = "UPDATE session_client SET ended_at = $2 WHERE session_id = $1 AND ended_at IS NULL \
         RETURNING session_id, client_id, sid, created_at, ended_at";
    tx.list(SQL, args![session, now]).await
}

/// Ends the token families of a session.
///
/// # Errors
/// The engine's.
pub async fn end_families(tx: &Tx, session: &SessionId, reason: &str, now: Time) -> Result<u64, StorageError> {
    const SQL: &str =
        "UPDATE token_family SET ended_at = $3, end_reason = $2 WHERE session_id = $1 AND ended_at IS NULL";
    tx.execute(SQL, args![session, reason, now]).await
}

/// Ends the token families of an account.
///
/// # Errors
/// The engine's.
pub async fn end_families_of_account(
    tx: &Tx,
    account: &AccountId,
    reason: &str,
    now: Time,
) -> Result<u64, StorageError> {
    const SQL: &str =
        "UPDATE token_family SET ended_at = $3, end_reason = $2 WHERE account_id = $1 AND ended_at IS NULL";
    tx.execute(SQL, args![account, reason, now]).await
}

/// Ends the token families of an account that its password opened.
///
/// # Errors
/// The engine's.
pub async fn end_families_by_password(
    tx: &Tx,
    account: &AccountId,
    reason: &str,
    now: Time,
) -> Result<u64, StorageError> {
    const SQL: &str = "UPDATE token_family SET ended_at = $3, end_reason = $2 \
         WHERE account_id = $1 AND link_id IS NULL AND ended_at IS NULL";
    tx.execute(SQL, args![account, reason, now]).await
}

/// Ends the token families of an account but those of one session.
///
/// # Errors
/// The engine's.
pub async fn end_families_beside(
    tx: &Tx,
    account: &AccountId,
    keep: &SessionId,
    reason: &str,
    now: Time,
) -> Result<u64, StorageError> {
    const SQL: &str = "UPDATE token_family SET ended_at = $4, end_reason = $3 \
         WHERE account_id = $1 AND session_id IS DISTINCT FROM $2 AND ended_at IS NULL";
    tx.execute(SQL, args![account, keep, reason, now]).await
}

/// Ends the token families that came through a link.
///
/// # Errors
/// The engine's.
pub async fn end_families_of_link(tx: &Tx, link: &LinkId, reason: &str, now: Time) -> Result<u64, StorageError> {
    const SQL: &str = "UPDATE token_family SET ended_at = $3, end_reason = $2 WHERE link_id = $1 AND ended_at IS NULL";
    tx.execute(SQL, args![link, reason, now]).await
}
