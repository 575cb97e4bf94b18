//! What a sweep for duplicates asks about everybody of a school at once, and which school is next.

use super::{StorageError, Tx};
use crate::domain::{AccountId, CaseId, JournalId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// An account.
    pub struct Named {
        /// Which.
        pub account_id: AccountId,
    }
}

row! {
    /// A live seat in a journal of the school, and the account that sits there.
    pub struct Seated {
        /// Whose: the account that another one went into, where it did.
        pub account_id: AccountId,
        /// In which journal.
        pub journal_id: JournalId,
    }
}

row! {
    /// Somebody said that the person who comes in by one account is not the owner of another.
    pub struct Apart {
        /// The one account.
        pub account_id: AccountId,
        /// The other.
        pub other_id: AccountId,
    }
}

row! {
    /// What is kept out of every list.
    pub struct Withheld {
        /// `account:<id>`, or the keyed hash of an identity.
        pub key: String,
    }
}

const LIST_WORKED: &str = "SELECT id AS account_id FROM account WHERE platform_id = $1 AND history_count > 0 \
    AND merged_into IS NULL AND id IN (SELECT account_id FROM account_role WHERE school_id = $2 AND ended_at IS NULL) \
    ORDER BY id";
const LIST_SEATED: &str = "SELECT DISTINCT COALESCE(h.merged_into, h.id) AS account_id, s.journal_id FROM journal j \
    JOIN seat s ON s.journal_id = j.id AND s.ended_at IS NULL JOIN roster_person p ON p.id = s.person_id \
    JOIN link l ON l.platform_id = j.platform_id AND l.upstream_id = p.upstream_id AND l.scope = p.scope \
        AND l.subject = p.subject AND l.ended_at IS NULL \
    JOIN account h ON h.id = l.account_id \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND j.ended_at IS NULL";
const LIST_APART: &str = "SELECT DISTINCT COALESCE(h.merged_into, h.id) AS account_id, n.account_id AS other_id \
    FROM not_same n JOIN link l ON l.platform_id = n.platform_id AND l.upstream_id = n.upstream_id AND l.scope = n.scope \
        AND l.subject = n.subject AND l.ended_at IS NULL \
    JOIN account h ON h.id = l.account_id \
    WHERE n.platform_id = $1 AND n.ended_at IS NULL \
    AND h.id IN (SELECT account_id FROM account_role WHERE school_id = $2 AND ended_at IS NULL)";
const LIST_WITHHELD: &str = "SELECT key FROM withheld WHERE key LIKE 'account:%' ESCAPE '!' ORDER BY key";
const LIST_DOUBTED: &str = "SELECT COALESCE(h.merged_into, h.id) AS account_id FROM journal j \
    JOIN seat s ON s.journal_id = j.id AND s.ended_at IS NULL JOIN roster_person p ON p.id = s.person_id \
    JOIN link l ON l.platform_id = j.platform_id AND l.upstream_id = p.upstream_id AND l.scope = p.scope \
        AND l.subject = p.subject AND l.ended_at IS NULL \
    JOIN account h ON h.id = l.account_id \
    WHERE j.platform_id = $1 AND j.school_id = $2 AND j.ended_at IS NULL \
    GROUP BY COALESCE(h.merged_into, h.id), s.journal_id \
    HAVING COUNT(DISTINCT s.person_id) > 1 AND COUNT(DISTINCT h.id) > 1";

/// The accounts with finished work of whoever is at a school.
///
/// # Errors
/// The engine's.
pub async fn list_worked(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Named>, StorageError> {
    tx.list_bulk(LIST_WORKED, args![platform, school]).await
}

/// Who sits in which live journal of a school.
///
/// # Errors
/// The engine's.
pub async fn list_seated(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Seated>, StorageError> {
    tx.list_bulk(LIST_SEATED, args![platform, school]).await
}

/// Which accounts of a school are of two people, because somebody said so of the person who comes in by one of them.
///
/// # Errors
/// The engine's.
pub async fn list_apart(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Apart>, StorageError> {
    tx.list_bulk(LIST_APART, args![platform, school]).await
}

/// The accounts of which nothing is shown.
///
/// # Errors
/// The engine's.
pub async fn list_withheld(tx: &Tx) -> Result<Vec<AccountId>, StorageError> {
    let keys: Vec<Withheld> = tx.list_bulk(LIST_WITHHELD, args![]).await?;
    Ok(keys.iter().filter_map(|row| row.key.strip_prefix("account:")?.parse().ok()).collect())
}

/// Accounts in which two rows of one journal meet, because one went into the other: they can hardly be one person's.
///
/// # Errors
/// The engine's.
pub async fn list_doubted(tx: &Tx, platform: &PlatformId, school: &SchoolId) -> Result<Vec<Named>, StorageError> {
    tx.list_bulk(LIST_DOUBTED, args![platform, school]).await
}

row! {
    /// An open case that a sign-in opened about two accounts.
    pub struct OpenCase {
        /// Its id.
        pub id: CaseId,
    }
}

const LIST_CASES: &str = "SELECT c.id FROM school_case c JOIN link l ON l.id = c.link_id AND l.account_id IN ($2, $3) \
    WHERE c.kind = 'suspected_duplicate' AND c.closed_at IS NULL AND c.platform_id = $1 AND c.account_id IN ($2, $3) \
    ORDER BY c.id";

/// The open cases that suspect these two accounts to be one person's.
///
/// # Errors
/// The engine's.
pub async fn list_cases(
    tx: &Tx,
    platform: &PlatformId,
    one: &AccountId,
    other: &AccountId,
) -> Result<Vec<OpenCase>, StorageError> {
    tx.list(LIST_CASES, args![platform, one, other]).await
}

row! {
    /// A school at a platform, and when it was last swept.
    pub struct Round {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which school.
        pub school_id: SchoolId,
        /// Seconds since 1970 of its last sweep.
        pub swept: Option<i64>,
        /// When the newest open case of a suspected duplicate was opened there.
        pub arisen: Option<Time>,
    }
}

const LIST_ROUNDS: &str = "SELECT m.platform_id, m.school_id, k.number AS swept, c.arisen FROM platform_school m \
    JOIN platform p ON p.id = m.platform_id AND p.disabled_at IS NULL \
    LEFT JOIN job_mark k ON k.name = 'duplicates:' || m.platform_id || ':' || m.school_id \
    LEFT JOIN (SELECT platform_id, school_id, MAX(opened_at) AS arisen FROM school_case \
        WHERE kind = 'suspected_duplicate' AND closed_at IS NULL GROUP BY platform_id, school_id) c \
        ON c.platform_id = m.platform_id AND c.school_id = m.school_id \
    WHERE m.disabled_at IS NULL ORDER BY m.platform_id, m.school_id";
const MARK: &str = "INSERT INTO job_mark (name, number) VALUES ('duplicates:' || $1 || ':' || $2, $3) \
    ON CONFLICT (name) DO UPDATE SET number = excluded.number";

/// Every school that is served, by platform.
///
/// # Errors
/// The engine's.
pub async fn list_rounds(tx: &Tx) -> Result<Vec<Round>, StorageError> {
    tx.list_bulk(LIST_ROUNDS, args![]).await
}

/// A school was swept just now. Relaxed: a sweep that is forgotten is done once more.
///
/// # Errors
/// The engine's.
pub async fn mark(tx: &Tx, platform: &PlatformId, school: &SchoolId, now: Time) -> Result<(), StorageError> {
    tx.execute(MARK, args![platform, school, now.timestamp()]).await.map(drop)
}
