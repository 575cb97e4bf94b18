//! Tables `platform_group` and `platform_group_teacher`: groups that exist at a platform, and who may attach a journal.

use super::joined::together;
use super::{StorageError, Tx};
use crate::domain::{AccountId, GroupId, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A group that exists at a platform.
    pub struct PlatformGroup {
        /// Its id.
        pub id: GroupId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// Of which school.
        pub school_id: SchoolId,
        /// The platform's own id.
        pub external_id: String,
        /// For people to read.
        pub name: String,
        /// When we learned of it.
        pub created_at: Time,
        /// Since when it is gone.
        pub ended_at: Option<Time>,
    }
}

const PUT: &str = "INSERT INTO platform_group (id, platform_id, school_id, external_id, name, created_at, ended_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (platform_id, external_id) DO UPDATE SET name = excluded.name, \
    ended_at = excluded.ended_at WHERE platform_group.school_id = excluded.school_id RETURNING *";
const FIND: &str = "SELECT * FROM platform_group WHERE platform_id = $1 AND external_id = $2";
const FIND_BY_ID: &str = "SELECT * FROM platform_group WHERE id = $1";
const LIST: &str = "SELECT * FROM platform_group WHERE platform_id = $1 ORDER BY external_id";
const ADD_TEACHER: &str = "INSERT INTO platform_group_teacher (group_id, account_id) VALUES ($1, $2) \
    ON CONFLICT (group_id, account_id) DO NOTHING";
const REMOVE_TEACHER: &str = "DELETE FROM platform_group_teacher WHERE group_id = $1 AND account_id = $2";
const LIST_TEACHERS: &str = "SELECT account_id FROM platform_group_teacher WHERE group_id = $1 ORDER BY account_id";
const LIST_OF_TEACHER: &str = concat!(
    "SELECT g.* FROM platform_group g WHERE g.id IN (SELECT t.group_id FROM platform_group_teacher t WHERE t.account_id IN ",
    together!("$1"),
    ") AND g.school_id = $2 AND g.ended_at IS NULL ORDER BY g.external_id"
);

/// Adds a group, or gives the one with this external id its new name and end; answers the row as it stands.
///
/// # Errors
/// [`StorageError::Changed`] when the group is of another school; the engine's, also when the school is not at the
/// platform.
pub async fn put(tx: &Tx, row: &PlatformGroup) -> Result<PlatformGroup, StorageError> {
    let (school, name) = (&row.school_id, &row.name);
    let args = args![&row.id, &row.platform_id, school, &row.external_id, name, row.created_at, row.ended_at];
    tx.find(PUT, args).await?.ok_or(StorageError::Changed)
}

/// The group with the platform's own id.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, platform: &PlatformId, external_id: &str) -> Result<Option<PlatformGroup>, StorageError> {
    tx.find(FIND, args![platform, external_id]).await
}

/// A group by its id.
///
/// # Errors
/// The engine's.
pub async fn find_by_id(tx: &Tx, id: &GroupId) -> Result<Option<PlatformGroup>, StorageError> {
    tx.find(FIND_BY_ID, args![id]).await
}

/// Every group of a platform, ended ones too.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx, platform: &PlatformId) -> Result<Vec<PlatformGroup>, StorageError> {
    tx.list(LIST, args![platform]).await
}

/// Lets a teacher attach journals to a group. False when they could already.
///
/// # Errors
/// The engine's.
pub async fn add_teacher(tx: &Tx, group: &GroupId, account: &AccountId) -> Result<bool, StorageError> {
    Ok(tx.execute(ADD_TEACHER, args![group, account]).await? == 1)
}

/// Takes that from a teacher again; who could once stands in the audit log. False when they could not.
///
/// # Errors
/// The engine's.
pub async fn remove_teacher(tx: &Tx, group: &GroupId, account: &AccountId) -> Result<bool, StorageError> {
    Ok(tx.execute(REMOVE_TEACHER, args![group, account]).await? == 1)
}

row! {
    /// A teacher whom a group lists.
    pub struct Listed {
        /// Whose account.
        pub account_id: AccountId,
    }
}

/// Who may attach a journal to a group.
///
/// # Errors
/// The engine's.
pub async fn list_teachers(tx: &Tx, group: &GroupId) -> Result<Vec<AccountId>, StorageError> {
    let rows = tx.list::<Listed>(LIST_TEACHERS, args![group]).await?;
    Ok(rows.into_iter().map(|row| row.account_id).collect())
}

/// The groups of a school that a teacher may attach a journal to, by their account or by one that went into it.
///
/// # Errors
/// The engine's.
pub async fn list_of_teacher(
    tx: &Tx,
    account: &AccountId,
    school: &SchoolId,
) -> Result<Vec<PlatformGroup>, StorageError> {
    tx.list(LIST_OF_TEACHER, args![account, school]).await
}
