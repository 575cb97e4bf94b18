//! Table `account_role`: what a person is at a school. Ended, never deleted.

use super::joined::together;
use super::{Database, StorageError, Tx};
use crate::args;
use crate::domain::{AccountId, PlatformId, Role, RoleId, SchoolId, Time};

crate::row! {
    /// One role of an account at a school.
    pub struct AccountRole {
        /// Its id.
        pub id: RoleId,
        /// Whose role.
        pub account_id: AccountId,
        /// Where.
        pub school_id: SchoolId,
        /// What.
        pub role: Role,
        /// Class, such as `5B`.
        pub class_name: Option<String>,
        /// `import`, `administrator` or `upstream:<id>`.
        pub source: String,
        /// Since when.
        pub since: Time,
        /// Until when.
        pub ended_at: Option<Time>,
    }
}

macro_rules! select {
    ($($rest:literal),*) => {
        concat!("SELECT id, account_id, school_id, role, class_name, source, since, ended_at FROM account_role ", $($rest),*)
    };
}

/// Adds a role, or sets the class of the live one of the same school, role and source.
///
/// # Errors
/// The engine's.
pub async fn put(tx: &Tx, row: &AccountRole) -> Result<(), StorageError> {
    const SQL: &str = "INSERT INTO account_role (id, account_id, school_id, role, class_name, source, since, ended_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL) \
         ON CONFLICT (account_id, school_id, role, source) WHERE ended_at IS NULL \
         DO UPDATE SET class_name = excluded.class_name";
    let args = args![&row.id, &row.account_id, &row.school_id, row.role, &row.class_name, &row.source, row.since];
    tx.execute(SQL, args).await.map(drop)
}

/// The live roles that are an account's own, ordered by school and role.
///
/// # Errors
/// The engine's.
pub async fn list_live(tx: &Tx, account: &AccountId) -> Result<Vec<AccountRole>, StorageError> {
    const SQL: &str = select!("WHERE account_id = $1 AND ended_at IS NULL ORDER BY school_id, role, source");
    tx.list(SQL, args![account]).await
}

/// The live roles of an account, and then those of the accounts that went into it; each ordered by school and role.
///
/// # Errors
/// The engine's.
pub async fn list_live_joined(tx: &Tx, account: &AccountId) -> Result<Vec<AccountRole>, StorageError> {
    const SQL: &str = concat!(
        select!("WHERE account_id IN "),
        together!("$1"),
        " AND ended_at IS NULL ORDER BY account_id <> $1, school_id, role, source, id"
    );
    tx.list(SQL, args![account]).await
}

crate::row! {
    /// A live role at a school that is served at one platform.
    pub struct ServedRole {
        /// Where.
        pub school_id: SchoolId,
        /// What.
        pub role: Role,
        /// Class, such as `5B`.
        pub class_name: Option<String>,
        /// Whether that school keeps its pupils signed in.
        pub pupils_keep_session: bool,
    }
}

/// The live roles of an account and of those that went into it, at schools that a platform serves, ordered by school and role.
///
/// # Errors
/// The engine's.
pub async fn list_served(tx: &Tx, account: &AccountId, platform: &PlatformId) -> Result<Vec<ServedRole>, StorageError> {
    const SQL: &str = concat!(
        "SELECT r.school_id, r.role, r.class_name, p.pupils_keep_session FROM account_role r \
         JOIN platform_school p ON p.platform_id = $2 AND p.school_id = r.school_id AND p.disabled_at IS NULL \
         WHERE r.account_id IN ",
        together!("$1"),
        " AND r.ended_at IS NULL ORDER BY r.school_id, r.role, r.account_id <> $1, r.source"
    );
    tx.list(SQL, args![account, platform]).await
}

/// Ends a live role, whatever its source. Answers how many rows that ended.
///
/// # Errors
/// The engine's.
pub async fn end(tx: &Tx, account: &AccountId, school: &SchoolId, role: Role, now: Time) -> Result<u64, StorageError> {
    const SQL: &str = "UPDATE account_role SET ended_at = $4 \
         WHERE account_id = $1 AND school_id = $2 AND role = $3 AND ended_at IS NULL";
    tx.execute(SQL, args![account, school, role, now]).await
}

/// Ends one live role by its id.
///
/// # Errors
/// [`StorageError::Changed`] when it is not live.
pub async fn end_one(tx: &Tx, id: &RoleId, now: Time) -> Result<(), StorageError> {
    const SQL: &str = "UPDATE account_role SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    tx.execute_one(SQL, args![id, now]).await
}

crate::row! {
    /// A role as a platform is told about it.
    pub struct ShownRole {
        /// Where.
        pub school_id: SchoolId,
        /// That school's name.
        pub school_name: String,
        /// What.
        pub role: Role,
    }
}

/// Live roles of an account and of those that went into it, at schools that are not disabled there, each once whatever its
/// sources.
///
/// # Errors
/// The engine's.
pub async fn list_shown(
    db: &Database,
    account: &AccountId,
    platform: &PlatformId,
) -> Result<Vec<ShownRole>, StorageError> {
    const SQL: &str = concat!(
        "SELECT DISTINCT r.school_id, s.name AS school_name, r.role FROM account_role r \
         JOIN school s ON s.id = r.school_id AND s.disabled_at IS NULL WHERE r.account_id IN ",
        together!("$1"),
        " AND r.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM platform_school ps \
         WHERE ps.platform_id = $2 AND ps.school_id = r.school_id AND ps.disabled_at IS NOT NULL) \
         ORDER BY r.school_id, r.role"
    );
    db.list(SQL, args![account, platform]).await
}
