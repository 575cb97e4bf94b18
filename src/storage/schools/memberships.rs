//! Table `platform_school`: a school at a platform, and what it decided there.

use super::super::{StorageError, Tx};
use crate::domain::{NewAccounts, PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A school at a platform.
    pub struct PlatformSchool {
        /// At which platform.
        pub platform_id: PlatformId,
        /// Which school.
        pub school_id: SchoolId,
        /// False (the default): no broker session of a pupil outlives the code.
        pub pupils_keep_session: bool,
        /// What happens to people without an account.
        pub new_accounts: NewAccounts,
        /// Year groups and classes whose teachers' word links pupils, space separated; empty: every class; none: nowhere.
        pub teacher_confirms: Option<String>,
        /// Since when pupils who cannot prove their account yet are let in on a provisional one; none: they are not.
        pub lets_in_since: Option<Time>,
        /// When the school came to this platform.
        pub created_at: Time,
        /// Since when the school is not served at this platform.
        pub disabled_at: Option<Time>,
    }
}

impl PlatformSchool {
    /// A school as it comes to a platform: pupils are signed out, new people get an account, and nobody links for others.
    #[must_use]
    pub fn fresh(platform_id: &PlatformId, school_id: &SchoolId, at: Time) -> Self {
        Self {
            platform_id: platform_id.clone(),
            school_id: school_id.clone(),
            pupils_keep_session: false,
            new_accounts: NewAccounts::Create,
            teacher_confirms: None,
            lets_in_since: None,
            created_at: at,
            disabled_at: None,
        }
    }
}

const JOIN: &str = "INSERT INTO platform_school \
    (platform_id, school_id, pupils_keep_session, new_accounts, teacher_confirms, created_at, disabled_at, lets_in_since) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (platform_id, school_id) DO NOTHING";
const FIND: &str = "SELECT * FROM platform_school WHERE platform_id = $1 AND school_id = $2";
const LIST: &str = "SELECT * FROM platform_school WHERE platform_id = $1 ORDER BY school_id";
const LIST_PLATFORMS: &str = "SELECT * FROM platform_school WHERE school_id = $1 ORDER BY platform_id";
const UPDATE: &str = "UPDATE platform_school \
    SET pupils_keep_session = $3, new_accounts = $4, disabled_at = $5, teacher_confirms = $6, lets_in_since = $7 \
    WHERE platform_id = $1 AND school_id = $2";

/// Brings a school to a platform; a school that is there already stays as it is. True when it came now.
///
/// # Errors
/// The engine's, also when the platform or the school does not exist.
pub async fn join(tx: &Tx, row: &PlatformSchool) -> Result<bool, StorageError> {
    let values = args![
        &row.platform_id,
        &row.school_id,
        row.pupils_keep_session,
        row.new_accounts,
        &row.teacher_confirms,
        row.created_at,
        row.disabled_at,
        row.lets_in_since,
    ];
    Ok(tx.execute(JOIN, values).await? == 1)
}

/// A school at a platform, disabled or not.
///
/// # Errors
/// The engine's.
pub async fn find_at_platform(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
) -> Result<Option<PlatformSchool>, StorageError> {
    tx.find(FIND, args![platform, school]).await
}

/// Every school of a platform by id, disabled ones too.
///
/// # Errors
/// The engine's.
pub async fn list_at_platform(tx: &Tx, platform: &PlatformId) -> Result<Vec<PlatformSchool>, StorageError> {
    tx.list(LIST, args![platform]).await
}

/// A school at every platform it came to.
///
/// # Errors
/// The engine's.
pub async fn list_platforms(tx: &Tx, school: &SchoolId) -> Result<Vec<PlatformSchool>, StorageError> {
    tx.list(LIST_PLATFORMS, args![school]).await
}

/// Writes what a school decided at a platform.
///
/// # Errors
/// [`StorageError::Changed`] when the school is not at this platform.
pub async fn update_at_platform(tx: &Tx, row: &PlatformSchool) -> Result<(), StorageError> {
    let values = args![
        &row.platform_id,
        &row.school_id,
        row.pupils_keep_session,
        row.new_accounts,
        row.disabled_at,
        &row.teacher_confirms,
        row.lets_in_since,
    ];
    tx.execute_one(UPDATE, values).await
}

row! {
    /// A number by which a live school of a platform is known.
    pub struct ServedNumber {
        /// Typed number.
        pub number: SchoolId,
        /// The school's id, which is its first number.
        pub school_id: SchoolId,
        /// ISO 3166-1 alpha-2.
        pub country: String,
    }
}

const LIST_SERVED: &str = "SELECT n.number, s.id AS school_id, s.country FROM platform_school p \
    JOIN school s ON s.id = p.school_id AND s.disabled_at IS NULL JOIN school_number n ON n.school_id = s.id \
    WHERE p.platform_id = $1 AND p.disabled_at IS NULL ORDER BY n.number";

/// Every number of the live schools of a platform.
///
/// # Errors
/// The engine's.
pub async fn list_served_numbers(tx: &Tx, platform: &PlatformId) -> Result<Vec<ServedNumber>, StorageError> {
    tx.list(LIST_SERVED, args![platform]).await
}
