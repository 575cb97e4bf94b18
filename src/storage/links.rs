//! Links: which identity signs in to which account. Ended, never deleted; two unique indexes guard the live ones.

use super::joined::together;
use super::{StorageError, Tx};
use crate::domain::{
    AccountId, AccountOrigin, Assurance, IdentityId, JournalId, LinkId, LinkOrigin, PlatformId, RosterPersonId,
    SubjectKey, Time, UpstreamId,
};
use crate::{args, row};

row! {
    /// The join of an identity and an account.
    pub struct Link {
        /// Its id.
        pub id: LinkId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which upstream.
        pub upstream_id: UpstreamId,
        /// Scope of the subject.
        pub scope: String,
        /// The upstream's own id of the person.
        pub subject: String,
        /// The identity with that key.
        pub identity_id: IdentityId,
        /// The account it signs in to.
        pub account_id: AccountId,
        /// How it came to be.
        pub origin: LinkOrigin,
        /// The row of the decision table that allowed it.
        pub rule: String,
        /// How sure we are of it.
        pub assurance: Assurance,
        /// JSON: which proofs, how fresh; no personal data.
        pub evidence: String,
        /// Brought along by a merge, so the account may have another of the same upstream.
        pub via_merge: bool,
        /// When we wrote it.
        pub created_at: Time,
        /// Who; see [`Actor`](crate::domain::Actor).
        pub created_by: String,
        /// Since when the two belong together as the platform knows it; `created_at` unless imported.
        pub since: Time,
        /// When somebody last came in through it.
        pub last_used_at: Option<Time>,
        /// When it was ended.
        pub ended_at: Option<Time>,
        /// By whom.
        pub ended_by: Option<String>,
        /// Why, one word.
        pub end_reason: Option<String>,
    }
}

impl Link {
    /// The key of its identity.
    #[must_use]
    pub fn key(&self) -> SubjectKey {
        SubjectKey { upstream: self.upstream_id.clone(), scope: self.scope.clone(), subject: self.subject.clone() }
    }
}

const INSERT: &str = "INSERT INTO link (id, platform_id, upstream_id, scope, subject, identity_id, account_id, origin, \
    rule, assurance, evidence, via_merge, created_at, created_by, since, last_used_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT DO NOTHING";

/// Writes a live link; false when a live link of that subject, or of that account and upstream, exists. Durable.
///
/// # Errors
/// The engine's.
pub async fn insert(tx: &Tx, link: &Link) -> Result<bool, StorageError> {
    let args = args![
        &link.id,
        &link.platform_id,
        &link.upstream_id,
        &link.scope,
        &link.subject,
        &link.identity_id,
        &link.account_id,
        link.origin,
        &link.rule,
        link.assurance,
        &link.evidence,
        link.via_merge,
        link.created_at,
        &link.created_by,
        link.since,
        link.last_used_at,
    ];
    Ok(tx.execute(INSERT, args).await? == 1)
}

const FIND: &str = "SELECT * FROM link WHERE id = $1";

/// A link by its id, live or ended.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &LinkId) -> Result<Option<Link>, StorageError> {
    tx.find(FIND, args![id]).await
}

const FIND_LIVE: &str = "SELECT * FROM link \
    WHERE platform_id = $1 AND upstream_id = $2 AND scope = $3 AND subject = $4 AND ended_at IS NULL";

/// The live link of a subject at a platform.
///
/// # Errors
/// The engine's.
pub async fn find_live(tx: &Tx, platform: &PlatformId, key: &SubjectKey) -> Result<Option<Link>, StorageError> {
    tx.find(FIND_LIVE, args![platform, &key.upstream, &key.scope, &key.subject]).await
}

row! {
    /// A live link, and what a decision asks of the account behind it.
    pub struct Landing {
        /// The link.
        pub id: LinkId,
        /// The account it is a link of.
        pub home_id: AccountId,
        /// The account it signs in to: the one that its own went into, else its own.
        pub account_id: AccountId,
        /// How the link came to be.
        pub origin: LinkOrigin,
        /// Whose account.
        pub account_platform: PlatformId,
        /// How its own account came to be.
        pub account_origin: AccountOrigin,
        /// How much finished work there is in its own account.
        pub history_count: i64,
        /// When the person last did something there.
        pub last_activity_at: Option<Time>,
        /// First sign-in to it through us.
        pub used_at: Option<Time>,
        /// Since when nobody can sign in by this link: one of the two accounts is disabled.
        pub disabled_at: Option<Time>,
        /// The account that took over the one it signs in to.
        pub merged_into: Option<AccountId>,
        /// Its own account went into another.
        pub is_joined: bool,
        /// Where the account is provisional for this link's identity: when that was last asked for the older one.
        pub asked_at: Option<Time>,
        /// No other link opens it, and nothing went into it. Looked at where it is provisional only.
        pub is_alone: bool,
        /// Its own account, or the one it signs in to, is left out of everything.
        pub is_withheld: bool,
    }
}

const FIND_LANDING: &str = "SELECT l.id, l.account_id AS home_id, k.id AS account_id, l.origin, \
    k.platform_id AS account_platform, a.origin AS account_origin, a.history_count, a.last_activity_at, a.used_at, \
    COALESCE(k.disabled_at, a.disabled_at) AS disabled_at, k.merged_into, k.id <> a.id AS is_joined, v.asked_at, \
    v.account_id IS NULL OR NOT (EXISTS (SELECT 1 FROM link o WHERE o.account_id = a.id AND o.ended_at IS NULL \
    AND o.id <> l.id) OR EXISTS (SELECT 1 FROM account w WHERE w.merged_into = a.id)) AS is_alone, \
    EXISTS (SELECT 1 FROM withheld h WHERE h.key IN ('account:' || a.id, 'account:' || k.id)) AS is_withheld \
    FROM link l JOIN account a ON a.id = l.account_id JOIN account k ON k.id = COALESCE(a.merged_into, a.id) \
    LEFT JOIN provisional_account v ON v.account_id = a.id AND v.identity_id = l.identity_id AND v.ended_at IS NULL \
    WHERE l.platform_id = $1 AND l.upstream_id = $2 AND l.scope = $3 AND l.subject = $4 AND l.ended_at IS NULL";

/// As [`find_live`], with the account it leads to, in one statement.
///
/// # Errors
/// The engine's.
pub async fn find_landing(tx: &Tx, platform: &PlatformId, key: &SubjectKey) -> Result<Option<Landing>, StorageError> {
    tx.find(FIND_LANDING, args![platform, &key.upstream, &key.scope, &key.subject]).await
}

const FIND_LIVE_OF_ACCOUNT: &str = concat!(
    "SELECT * FROM link WHERE account_id IN ",
    together!("$1"),
    " AND upstream_id = $2 AND ended_at IS NULL ORDER BY account_id <> $1, via_merge, created_at, id"
);

/// The live link of an account and an upstream; its own before one of an account that went into it.
///
/// # Errors
/// The engine's.
pub async fn find_live_of_account(
    tx: &Tx,
    account: &AccountId,
    upstream: &UpstreamId,
) -> Result<Option<Link>, StorageError> {
    tx.find(FIND_LIVE_OF_ACCOUNT, args![account, upstream]).await
}

const COUNT_ENDED: &str = "SELECT COUNT(*) AS n FROM link \
    WHERE account_id = $1 AND upstream_id = $2 AND scope = $3 AND subject = $4 AND ended_at IS NOT NULL";

/// Whether the account had a link to this subject that was ended.
///
/// # Errors
/// The engine's.
pub async fn was_ended(tx: &Tx, account: &AccountId, key: &SubjectKey) -> Result<bool, StorageError> {
    Ok(tx.count(COUNT_ENDED, args![account, &key.upstream, &key.scope, &key.subject]).await? > 0)
}

const LIST_LIVE: &str = "SELECT * FROM link WHERE account_id = $1 AND ended_at IS NULL ORDER BY created_at, id";

/// The live links that are an account's own, oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_live(tx: &Tx, account: &AccountId) -> Result<Vec<Link>, StorageError> {
    tx.list(LIST_LIVE, args![account]).await
}

const LIST_LIVE_JOINED: &str = concat!(
    "SELECT * FROM link WHERE account_id IN ",
    together!("$1"),
    " AND ended_at IS NULL ORDER BY created_at, id"
);

/// The live links that sign in to an account, its own and those of the accounts that went into it; oldest first.
///
/// # Errors
/// The engine's.
pub async fn list_live_joined(tx: &Tx, account: &AccountId) -> Result<Vec<Link>, StorageError> {
    tx.list(LIST_LIVE_JOINED, args![account]).await
}

const LIST_BY_TEACHER: &str = "SELECT DISTINCT l.* FROM seat s JOIN journal j ON j.id = s.journal_id \
    JOIN roster_person p ON p.id = s.person_id JOIN link l ON l.platform_id = j.platform_id \
        AND l.upstream_id = p.upstream_id AND l.scope = p.scope AND l.subject = p.subject AND l.ended_at IS NULL \
    WHERE s.journal_id = $1 AND s.ended_at IS NULL AND s.role = 'pupil' AND l.origin = 'teacher' ORDER BY l.id";

/// The live links of the pupils of a journal that rest on a teacher's word.
///
/// # Errors
/// The engine's.
pub async fn list_by_teacher(tx: &Tx, journal: &JournalId) -> Result<Vec<Link>, StorageError> {
    tx.list(LIST_BY_TEACHER, args![journal]).await
}

row! {
    /// A pupil whose account was made because somebody said that there is no other.
    pub struct SaidNew {
        /// Who.
        pub person_id: RosterPersonId,
        /// Somebody has used it.
        pub is_used: bool,
    }
}

const LIST_SAID_NEW: &str = "SELECT p.id AS person_id, \
    (a.used_at IS NOT NULL OR a.history_count > 0 OR a.last_activity_at IS NOT NULL) AS is_used \
    FROM seat s JOIN journal j ON j.id = s.journal_id \
    JOIN roster_person p ON p.id = s.person_id JOIN link l ON l.platform_id = j.platform_id \
        AND l.upstream_id = p.upstream_id AND l.scope = p.scope AND l.subject = p.subject AND l.ended_at IS NULL \
    JOIN account a ON a.id = l.account_id AND a.disabled_at IS NULL AND a.merged_into IS NULL \
    WHERE s.journal_id = $1 AND s.ended_at IS NULL AND s.role = 'pupil' AND l.rule = 'roster.said_new' ORDER BY p.id";

/// The pupils of a journal who are linked to an account that a word made.
///
/// # Errors
/// The engine's.
pub async fn list_said_new(tx: &Tx, journal: &JournalId) -> Result<Vec<SaidNew>, StorageError> {
    tx.list(LIST_SAID_NEW, args![journal]).await
}

const LIST_LIVE_OF_IDENTITY: &str = "SELECT * FROM link WHERE identity_id = $1 AND ended_at IS NULL ORDER BY id";

/// The live links of an identity, at every platform.
///
/// # Errors
/// The engine's.
pub async fn list_live_of_identity(tx: &Tx, identity: &IdentityId) -> Result<Vec<Link>, StorageError> {
    tx.list(LIST_LIVE_OF_IDENTITY, args![identity]).await
}

const LIST_OF_PLATFORM: &str = "SELECT * FROM link WHERE platform_id = $1 AND id > $2 ORDER BY id LIMIT $3";

/// Links of a platform, live and ended, in pages: `after` is the last id of the page before, or empty.
///
/// # Errors
/// The engine's.
pub async fn list_of_platform(
    tx: &Tx,
    platform: &PlatformId,
    after: &str,
    limit: i64,
) -> Result<Vec<Link>, StorageError> {
    tx.list(LIST_OF_PLATFORM, args![platform, after, limit]).await
}

const USE: &str = "UPDATE link SET last_used_at = $2 WHERE id = $1 AND ended_at IS NULL";

/// Remembers a sign-in through a link. Relaxed.
///
/// # Errors
/// [`StorageError::Changed`] when it was ended meanwhile.
pub async fn mark_used(tx: &Tx, id: &LinkId, now: Time) -> Result<(), StorageError> {
    tx.execute_one(USE, args![id, now]).await
}

const COUNT_MOVED: &str = "SELECT COUNT(*) AS n FROM link WHERE platform_id = $1 AND ended_at > $3 AND ended_by = $2 \
    AND end_reason = 'moved'";

/// How many links somebody has moved to another account since a time.
///
/// # Errors
/// The engine's.
pub async fn count_moved_by(tx: &Tx, platform: &PlatformId, by: &str, since: Time) -> Result<i64, StorageError> {
    tx.count(COUNT_MOVED, args![platform, by, since]).await
}

const END: &str = "UPDATE link SET ended_at = $2, ended_by = $3, end_reason = $4 WHERE id = $1 AND ended_at IS NULL";

/// Ends a live link. Durable.
///
/// # Errors
/// [`StorageError::Changed`] when it was ended before.
pub async fn end(tx: &Tx, id: &LinkId, now: Time, by: &str, reason: &str) -> Result<(), StorageError> {
    tx.execute_one(END, args![id, now, by, reason]).await
}
