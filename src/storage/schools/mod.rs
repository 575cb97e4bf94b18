//! Tables `school`, `school_number`, `platform_school` and `school_upstream`.

mod enablings;
mod memberships;
mod open;

pub use enablings::{SchoolUpstream, disable_upstream, enable_upstream, find_enabling, list_enablings};
pub use memberships::{
    PlatformSchool, ServedNumber, find_at_platform, join, list_at_platform, list_platforms, list_served_numbers,
    update_at_platform,
};
pub use open::{find_open, list_open, list_open_of_account};

use super::{StorageError, Tx};
use crate::domain::{PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A school.
    pub struct School {
        /// Its first typed number, such as `ehis:123`.
        pub id: SchoolId,
        /// For people to read.
        pub name: String,
        /// ISO 3166-1 alpha-2, upper case.
        pub country: String,
        /// IANA name, such as `Europe/Tallinn`.
        pub time_zone: String,
        /// When it was added.
        pub created_at: Time,
        /// Since when nobody signs in as somebody of this school.
        pub disabled_at: Option<Time>,
    }
}
row! {
    /// A number a school is known by; its id is one of them.
    pub struct SchoolNumber {
        /// Typed, such as `brin:99XX-00`.
        pub number: SchoolId,
        /// Which school.
        pub school_id: SchoolId,
    }
}

impl School {
    /// True unless it was disabled.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.disabled_at.is_none()
    }
}

const INSERT: &str = "INSERT INTO school (id, name, country, time_zone, created_at, disabled_at) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const INSERT_NUMBER: &str = "INSERT INTO school_number (number, school_id) VALUES ($1, $2)";
const FIND: &str = "SELECT * FROM school WHERE id = $1";
const FIND_BY_NUMBER: &str = "SELECT school.* FROM school \
    JOIN school_number ON school_number.school_id = school.id WHERE school_number.number = $1";
const LIST: &str = "SELECT * FROM school ORDER BY id";
const FIND_ANY: &str = "SELECT school.* FROM school \
    JOIN platform_school ON platform_school.school_id = school.id \
    WHERE platform_school.platform_id = $1 ORDER BY school.id LIMIT 1";
const LIST_NUMBERS: &str = "SELECT * FROM school_number WHERE school_id = $1 ORDER BY number";
const UPDATE: &str = "UPDATE school SET name = $2, country = $3, time_zone = $4, disabled_at = $5 WHERE id = $1";

/// Adds a school and its id as its first number.
///
/// # Errors
/// [`StorageError::Taken`] when the id is a number of a school already.
pub async fn insert(tx: &Tx, school: &School) -> Result<(), StorageError> {
    let values =
        args![&school.id, &school.name, &school.country, &school.time_zone, school.created_at, school.disabled_at,];
    tx.execute_one(INSERT, values).await?;
    insert_number(tx, &SchoolNumber { number: school.id.clone(), school_id: school.id.clone() }).await
}

/// Adds another number a school is known by.
///
/// # Errors
/// [`StorageError::Taken`] when a school has this number already.
pub async fn insert_number(tx: &Tx, number: &SchoolNumber) -> Result<(), StorageError> {
    tx.execute_one(INSERT_NUMBER, args![&number.number, &number.school_id]).await
}

/// The school with this id, disabled or not.
///
/// # Errors
/// The engine's.
pub async fn find(tx: &Tx, id: &SchoolId) -> Result<Option<School>, StorageError> {
    tx.find(FIND, args![id]).await
}

/// The school known by this number, disabled or not.
///
/// # Errors
/// The engine's.
pub async fn find_by_number(tx: &Tx, number: &SchoolId) -> Result<Option<School>, StorageError> {
    tx.find(FIND_BY_NUMBER, args![number]).await
}

/// Some school of a platform, always the same one: its country and time zone stand for people who have no school.
///
/// # Errors
/// The engine's.
pub async fn find_any(tx: &Tx, platform: &PlatformId) -> Result<Option<School>, StorageError> {
    tx.find(FIND_ANY, args![platform]).await
}

/// Every school by id, disabled ones too.
///
/// # Errors
/// The engine's.
pub async fn list(tx: &Tx) -> Result<Vec<School>, StorageError> {
    tx.list(LIST, args![]).await
}

/// Every number a school is known by, its id too.
///
/// # Errors
/// The engine's.
pub async fn list_numbers(tx: &Tx, id: &SchoolId) -> Result<Vec<SchoolNumber>, StorageError> {
    tx.list(LIST_NUMBERS, args![id]).await
}

/// Writes every changeable column of the row with this id; `disabled_at` disables and enables.
///
/// # Errors
/// [`StorageError::Changed`] when there is no such school.
pub async fn update(tx: &Tx, school: &School) -> Result<(), StorageError> {
    let values = args![&school.id, &school.name, &school.country, &school.time_zone, school.disabled_at];
    tx.execute_one(UPDATE, values).await
}
