//! Table `school_upstream`: which upstreams count at a school of a platform, with their history.

use super::super::{StorageError, Tx};
use crate::domain::{EnablingId, PlatformId, SchoolId, Time, UpstreamId};
use crate::{args, row};

row! {
    /// The enabling of an upstream at a school of a platform. Ended, never deleted.
    pub struct SchoolUpstream {
        /// Its id.
        pub id: EnablingId,
        /// At which platform.
        pub platform_id: PlatformId,
        /// At which school.
        pub school_id: SchoolId,
        /// Which upstream's word counts there.
        pub upstream_id: UpstreamId,
        /// Since when.
        pub enabled_at: Time,
        /// By whom, such as `cli:root`.
        pub enabled_by: String,
        /// Until when.
        pub ended_at: Option<Time>,
        /// Ended by whom.
        pub ended_by: Option<String>,
    }
}

const ENABLE: &str = "INSERT INTO school_upstream \
    (id, platform_id, school_id, upstream_id, enabled_at, enabled_by, ended_at, ended_by) \
    VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL) \
    ON CONFLICT (platform_id, school_id, upstream_id) WHERE ended_at IS NULL DO NOTHING";
const DISABLE: &str = "UPDATE school_upstream SET ended_at = $4, ended_by = $5 \
    WHERE platform_id = $1 AND school_id = $2 AND upstream_id = $3 AND ended_at IS NULL";
const FIND: &str = "SELECT * FROM school_upstream \
    WHERE platform_id = $1 AND school_id = $2 AND upstream_id = $3 AND ended_at IS NULL";
const LIST: &str = "SELECT * FROM school_upstream WHERE school_id = $1 \
    ORDER BY platform_id, upstream_id, enabled_at, id";

/// Enables an upstream at a school; `ended_*` of the row are not read. False when it was enabled already.
///
/// # Errors
/// The engine's, also when the school is not at the platform or the upstream does not exist.
pub async fn enable_upstream(tx: &Tx, row: &SchoolUpstream) -> Result<bool, StorageError> {
    let values = args![&row.id, &row.platform_id, &row.school_id, &row.upstream_id, row.enabled_at, &row.enabled_by];
    Ok(tx.execute(ENABLE, values).await? == 1)
}

/// Ends the live enabling of an upstream at a school. False when there was none.
///
/// # Errors
/// The engine's.
pub async fn disable_upstream(
    tx: &Tx,
    (platform, school, upstream): (&PlatformId, &SchoolId, &UpstreamId),
    at: Time,
    by: &str,
) -> Result<bool, StorageError> {
    Ok(tx.execute(DISABLE, args![platform, school, upstream, at, by]).await? > 0)
}

/// The live enabling of an upstream at a school, if its word counts there.
///
/// # Errors
/// The engine's.
pub async fn find_enabling(
    tx: &Tx,
    platform: &PlatformId,
    school: &SchoolId,
    upstream: &UpstreamId,
) -> Result<Option<SchoolUpstream>, StorageError> {
    tx.find(FIND, args![platform, school, upstream]).await
}

/// Every enabling at a school, ended ones too, oldest first within platform and upstream.
///
/// # Errors
/// The engine's.
pub async fn list_enablings(tx: &Tx, school: &SchoolId) -> Result<Vec<SchoolUpstream>, StorageError> {
    tx.list(LIST, args![school]).await
}
