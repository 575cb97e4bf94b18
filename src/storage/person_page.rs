//! What the page about one person shows, read across tables: theirs and of every account that went into theirs. Of a
//! school only its own: roles, journals and licences of others are not told.

use super::account_roles::AccountRole;
use super::audit::Audit;
use super::cases::SchoolCase;
use super::links::Link;
use super::{StorageError, Tx};
use crate::domain::{
    AccountId, JournalId, LicenceId, PlatformId, ProductId, RosterPersonId, SchoolId, SeatRole, SessionId, SessionKind,
    Time, UpstreamId,
};
use crate::{args, row};

/// The account and those that went into it, as what a column is compared with.
macro_rules! of_person {
    ($column:literal, $place:literal) => {
        concat!($column, " IN (SELECT k.id FROM account k WHERE k.id = ", $place, " OR k.merged_into = ", $place, ")")
    };
}

const LIST_ROLES: &str = concat!(
    "SELECT r.* FROM account_role r WHERE r.school_id = $2 AND ",
    of_person!("r.account_id", "$1"),
    " ORDER BY r.ended_at IS NOT NULL, r.role, r.since, r.id LIMIT 50"
);
const LIST_LINKS: &str = concat!(
    "SELECT l.* FROM link l WHERE ",
    of_person!("l.account_id", "$1"),
    " ORDER BY l.ended_at IS NOT NULL, l.created_at, l.id LIMIT 50"
);

/// Somebody's roles at a school, those that ended last.
///
/// # Errors
/// The engine's.
pub async fn list_roles(tx: &Tx, account: &AccountId, school: &SchoolId) -> Result<Vec<AccountRole>, StorageError> {
    tx.list(LIST_ROLES, args![account, school]).await
}

/// Somebody's links, those that ended last.
///
/// # Errors
/// The engine's.
pub async fn list_links(tx: &Tx, account: &AccountId) -> Result<Vec<Link>, StorageError> {
    tx.list(LIST_LINKS, args![account]).await
}

row! {
    /// A journal in which somebody sits.
    pub struct SeatedIn {
        /// Which.
        pub id: JournalId,
        /// Its name.
        pub name: String,
        /// Its upstream.
        pub upstream_id: UpstreamId,
        /// As what.
        pub role: SeatRole,
        /// Since when.
        pub since: Time,
    }
}

const LIST_SEATS: &str = concat!(
    "SELECT DISTINCT j.id, j.name, j.upstream_id, s.role, s.since FROM link l \
     JOIN roster_person p ON p.upstream_id = l.upstream_id AND p.scope = l.scope AND p.subject = l.subject \
     JOIN seat s ON s.person_id = p.id AND s.ended_at IS NULL \
     JOIN journal j ON j.id = s.journal_id AND j.platform_id = l.platform_id AND j.ended_at IS NULL \
     WHERE j.school_id = $2 AND l.ended_at IS NULL AND ",
    of_person!("l.account_id", "$1"),
    " ORDER BY j.name, j.id, s.role LIMIT 100"
);

/// The live journals of a school in which somebody sits, by name.
///
/// # Errors
/// The engine's.
pub async fn list_seats(tx: &Tx, account: &AccountId, school: &SchoolId) -> Result<Vec<SeatedIn>, StorageError> {
    tx.list(LIST_SEATS, args![account, school]).await
}

row! {
    /// A licence of a school's that somebody holds.
    pub struct HeldLicence {
        /// Its id.
        pub id: LicenceId,
        /// Of which product.
        pub product_id: ProductId,
        /// The product's name.
        pub product: String,
        /// Why: `journal:<id>` or `manual`.
        pub source: String,
        /// The journal's name, where one gives it.
        pub journal: Option<String>,
        /// Since when.
        pub since: Time,
        /// How many accounts the pool has room for.
        pub seats: i64,
        /// How many hold one.
        pub used: i64,
    }
}

const LIST_LICENCES: &str = concat!(
    "SELECT h.id, d.id AS product_id, d.name AS product, h.source, j.name AS journal, h.since, p.seats, \
     (SELECT COUNT(DISTINCT COALESCE(b.merged_into, b.id)) FROM licence o JOIN account b ON b.id = o.account_id \
        WHERE o.pool_id = p.id AND o.ended_at IS NULL) AS used \
     FROM licence h JOIN licence_pool p ON p.id = h.pool_id AND p.school_id = $2 JOIN product d ON d.id = p.product_id \
     LEFT JOIN journal j ON j.id = substr(h.source, 9) \
     WHERE h.ended_at IS NULL AND ",
    of_person!("h.account_id", "$1"),
    " ORDER BY d.name, h.since, h.id LIMIT 50"
);

/// The live licences that somebody holds of a school's pools.
///
/// # Errors
/// The engine's.
pub async fn list_licences(tx: &Tx, account: &AccountId, school: &SchoolId) -> Result<Vec<HeldLicence>, StorageError> {
    tx.list(LIST_LICENCES, args![account, school]).await
}

const COUNT_LACKING: &str = "SELECT COUNT(DISTINCT e.id) AS n FROM (SELECT COALESCE(a.merged_into, a.id) AS id \
    FROM kit k JOIN journal_kit t ON t.kit_id = k.id AND t.ended_at IS NULL \
    JOIN journal j ON j.id = t.journal_id AND j.school_id = $1 AND j.ended_at IS NULL \
    JOIN seat s ON s.journal_id = j.id AND s.ended_at IS NULL AND (s.role = 'pupil' OR s.absent_since IS NULL) \
    JOIN roster_person p ON p.id = s.person_id \
    JOIN link l ON l.platform_id = j.platform_id AND l.upstream_id = p.upstream_id AND l.scope = p.scope \
        AND l.subject = p.subject AND l.ended_at IS NULL \
    JOIN account a ON a.id = l.account_id AND a.disabled_at IS NULL WHERE k.product_id = $2) AS e \
    WHERE NOT EXISTS (SELECT 1 FROM account b JOIN licence h ON h.account_id = b.id AND h.ended_at IS NULL \
        JOIN licence_pool q ON q.id = h.pool_id AND q.product_id = $2 AND q.school_id = $1 \
        WHERE b.id = e.id OR b.merged_into = e.id)";

/// How many people of a school's journals should hold a licence of a product and hold none.
///
/// # Errors
/// The engine's.
pub async fn count_lacking(tx: &Tx, school: &SchoolId, product: &ProductId) -> Result<i64, StorageError> {
    Ok(tx.list_bulk::<Lacking>(COUNT_LACKING, args![school, product]).await?.first().map_or(0, |row| row.n))
}

row! {
    /// How many go without.
    pub struct Lacking {
        /// So many.
        pub n: i64,
    }
}

row! {
    /// A session that is not over.
    pub struct OpenSession {
        /// Which.
        pub id: SessionId,
        /// What it may be used for.
        pub kind: SessionKind,
        /// When it began.
        pub created_at: Time,
        /// Its last use, to the minute.
        pub seen_at: Time,
        /// By which system; none: by the password.
        pub upstream_id: Option<UpstreamId>,
    }
}

const LIST_SESSIONS: &str = "SELECT s.id, s.kind, s.created_at, s.seen_at, x.upstream_id FROM session_account x \
    JOIN session s ON s.id = x.session_id AND s.ended_at IS NULL AND s.expires_at > $2 \
    WHERE x.account_id = $1 ORDER BY s.seen_at DESC, s.id LIMIT 20";

/// Somebody's sessions, the latest used first.
///
/// # Errors
/// The engine's.
pub async fn list_sessions(tx: &Tx, account: &AccountId, now: Time) -> Result<Vec<OpenSession>, StorageError> {
    tx.list(LIST_SESSIONS, args![account, now]).await
}

const LIST_AUDIT: &str = concat!(
    "SELECT * FROM audit a WHERE (a.school_id IS NULL OR a.school_id = $2) AND ",
    of_person!("a.account_id", "$1"),
    " ORDER BY a.at DESC, a.id DESC LIMIT 40"
);

/// What was recorded about somebody, the latest first; not what happened at another school.
///
/// # Errors
/// The engine's.
pub async fn list_audit(tx: &Tx, account: &AccountId, school: &SchoolId) -> Result<Vec<Audit>, StorageError> {
    tx.list(LIST_AUDIT, args![account, school]).await
}

const LIST_CASES: &str = concat!(
    "SELECT * FROM school_case c WHERE c.platform_id = $3 AND c.school_id = $2 AND c.closed_at IS NULL AND ",
    of_person!("c.account_id", "$1"),
    " ORDER BY c.opened_at, c.id LIMIT 20"
);

/// What a school is asked to decide about somebody.
///
/// # Errors
/// The engine's.
pub async fn list_cases(
    tx: &Tx,
    account: &AccountId,
    (platform, school): (&PlatformId, &SchoolId),
) -> Result<Vec<SchoolCase>, StorageError> {
    tx.list(LIST_CASES, args![account, school, platform]).await
}

row! {
    /// A pupil of a journal who waits, for whom a claim code can be printed.
    pub struct WaitingSeat {
        /// Whom.
        pub person_id: RosterPersonId,
        /// In which journal.
        pub journal_id: JournalId,
        /// Its name.
        pub journal: String,
        /// Given names.
        pub given_name: Option<String>,
        /// Family name.
        pub family_name: Option<String>,
        /// Class.
        pub class_name: Option<String>,
    }
}

const LIST_WAITING: &str = "SELECT p.id AS person_id, j.id AS journal_id, j.name AS journal, p.given_name, p.family_name, \
    p.class_name FROM standing d JOIN roster_person p ON p.id = d.person_id AND (p.family_name = $3 OR p.given_name = $4) \
    JOIN seat s ON s.person_id = p.id AND s.ended_at IS NULL AND s.role = 'pupil' \
    JOIN journal j ON j.id = s.journal_id AND j.platform_id = $1 AND j.school_id = $2 AND j.ended_at IS NULL \
    WHERE d.platform_id = $1 AND d.state = 'waiting' ORDER BY p.family_name, p.given_name, p.id, j.name, j.id LIMIT 200";

/// The waiting pupils of a school's journals who bear one of these names.
///
/// # Errors
/// The engine's.
pub async fn list_waiting(
    tx: &Tx,
    (platform, school): (&PlatformId, &SchoolId),
    (family, given): (&str, &str),
) -> Result<Vec<WaitingSeat>, StorageError> {
    tx.list_bulk(LIST_WAITING, args![platform, school, family, given]).await
}
