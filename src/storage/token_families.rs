//! Table `token_family`: all that grew from one authorization code, and whether it may still be served.

use super::{StorageError, Tx};
use crate::args;
use crate::domain::{AccountId, ClientId, FamilyId, LinkId, PlatformId, SchoolId, SessionId, SubMode, Time};

crate::row! {
    /// All tokens that grew from one authorization code.
    pub struct TokenFamily {
        /// Its id.
        pub id: FamilyId,
        /// Whose tokens.
        pub client_id: ClientId,
        /// Whose client.
        pub platform_id: PlatformId,
        /// Who signed in.
        pub account_id: AccountId,
        /// The session it grew from.
        pub session_id: Option<SessionId>,
        /// The link that was used.
        pub link_id: Option<LinkId>,
        /// The school the person was there for.
        pub school_id: Option<SchoolId>,
        /// Session id towards this client.
        pub sid: String,
        /// Granted scopes, space separated.
        pub scope: String,
        /// Singly requested claims, space separated.
        pub requested_claims: String,
        /// Which way in.
        pub acr: Option<String>,
        /// When the person proved who they are.
        pub auth_time: Time,
        /// When it was made.
        pub created_at: Time,
        /// When the last refresh token of it ends at the latest.
        pub expires_at: Time,
        /// When it was ended.
        pub ended_at: Option<Time>,
        /// Why.
        pub end_reason: Option<String>,
    }
}

/// What must be true of `token_family f` and all it stands on; `$2` is the time now. The names `c`, `p`, `a`, `l`, `i`
/// and `u` come from [`alive_from!`]. The link is one of the account, or of one that went into it.
macro_rules! alive_from {
    () => {
        "JOIN client c ON c.id = f.client_id AND c.disabled_at IS NULL \
         JOIN platform p ON p.id = f.platform_id AND p.id = c.platform_id AND p.disabled_at IS NULL \
         JOIN account a ON a.id = f.account_id AND a.platform_id = p.id AND a.disabled_at IS NULL \
         AND a.merged_into IS NULL \
         LEFT JOIN link l ON l.id = f.link_id \
         LEFT JOIN identity i ON i.id = l.identity_id \
         LEFT JOIN upstream u ON u.id = l.upstream_id "
    };
}
macro_rules! alive_where {
    () => {
        "f.ended_at IS NULL AND f.expires_at > $2 \
         AND (f.link_id IS NULL OR (l.ended_at IS NULL AND u.disabled_at IS NULL AND i.quarantined_at IS NULL \
         AND (l.account_id = a.id OR EXISTS (SELECT 1 FROM account h WHERE h.id = l.account_id \
         AND h.merged_into = a.id AND h.disabled_at IS NULL)))) \
         AND NOT EXISTS (SELECT 1 FROM school s WHERE s.id = f.school_id AND s.disabled_at IS NOT NULL) \
         AND NOT EXISTS (SELECT 1 FROM platform_school ps WHERE ps.platform_id = f.platform_id \
         AND ps.school_id = f.school_id AND ps.disabled_at IS NOT NULL) \
         AND (f.link_id IS NULL OR f.school_id IS NULL OR EXISTS (SELECT 1 FROM school_upstream su \
         WHERE su.platform_id = f.platform_id AND su.school_id = f.school_id AND su.upstream_id = l.upstream_id \
         AND su.ended_at IS NULL))"
    };
}
pub(super) use {alive_from, alive_where};

// `$2` is the time now here, too: the moment of birth.
const INSERT_ALIVE: &str = concat!(
    "INSERT INTO token_family (id, created_at, client_id, platform_id, account_id, session_id, link_id, school_id, sid, ",
    "scope, requested_claims, acr, auth_time, expires_at, ended_at, end_reason) ",
    "SELECT f.id, $2, f.client_id, f.platform_id, f.account_id, $6, f.link_id, f.school_id, $9, $10, $11, $12, $13, ",
    "f.expires_at, NULL, NULL FROM (SELECT $1 AS id, $3 AS client_id, $4 AS platform_id, $5 AS account_id, ",
    "$7 AS link_id, $8 AS school_id, $14 AS expires_at, NULL AS ended_at) f ",
    alive_from!(),
    "WHERE ",
    alive_where!()
);

/// Adds a family, live; `ended_at` and `end_reason` are not read. False, and nothing is added, when something it would stand
/// on may not be used, by the rules of [`find_alive`].
///
/// # Errors
/// The engine's.
pub async fn insert_alive(tx: &Tx, family: &TokenFamily) -> Result<bool, StorageError> {
    let args = args![
        &family.id,
        family.created_at,
        &family.client_id,
        &family.platform_id,
        &family.account_id,
        &family.session_id,
        &family.link_id,
        &family.school_id,
        &family.sid,
        &family.scope,
        &family.requested_claims,
        &family.acr,
        family.auth_time,
        family.expires_at,
    ];
    Ok(tx.execute(INSERT_ALIVE, args).await? == 1)
}

crate::row! {
    /// A family that may still be served, with what its tokens say about the person.
    pub struct AliveFamily {
        /// Its id.
        pub id: FamilyId,
        /// Whose tokens.
        pub client_id: ClientId,
        /// Whose client.
        pub platform_id: PlatformId,
        /// Who signed in.
        pub account_id: AccountId,
        /// The account's stored `sub`.
        pub sub: String,
        /// Which `sub` the platform sees.
        pub sub_mode: SubMode,
        /// Session id towards this client.
        pub sid: String,
        /// Granted scopes, space separated.
        pub scope: String,
        /// Which way in.
        pub acr: Option<String>,
        /// When the person proved who they are.
        pub auth_time: Time,
        /// When the last refresh token of it ends at the latest.
        pub expires_at: Time,
        /// How many accounts have gone into this one.
        pub former: i64,
    }
}

/// The columns of [`AliveFamily`].
macro_rules! select_alive {
    () => {
        "SELECT f.id, f.client_id, f.platform_id, f.account_id, a.sub, p.sub_mode, f.sid, f.scope, f.acr, \
         f.auth_time, f.expires_at, (SELECT COUNT(*) FROM account_merge m WHERE m.into_id = a.id AND m.undone_at IS NULL) \
         AS former "
    };
}
pub(super) use select_alive;

const FIND_ALIVE: &str =
    concat!(select_alive!(), "FROM token_family f ", alive_from!(), "WHERE f.id = $1 AND ", alive_where!());

/// The family, if it has not ended and its client, platform, account, link, identity, upstream and school may all
/// still be used.
///
/// # Errors
/// The engine's.
pub async fn find_alive(tx: &Tx, id: &FamilyId, now: Time) -> Result<Option<AliveFamily>, StorageError> {
    tx.find(FIND_ALIVE, args![id, now]).await
}

const END: &str = "UPDATE token_family SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL";

/// Ends a family; doing it again changes nothing. Belongs into a durable write.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, id: &FamilyId, now: Time, reason: &str) -> Result<(), StorageError> {
    tx.execute(END, args![id, now, reason]).await.map(drop)
}
