//! The schools of a platform.

use super::super::{StorageError, Tx};
use crate::domain::{PlatformId, SchoolId, Time};
use crate::{args, row};

row! {
    /// A school, as it is told.
    pub struct OrgRow {
        /// Its id.
        pub id: SchoolId,
        /// Its name.
        pub name: String,
        /// Since when it is at the platform.
        pub joined_at: Time,
        /// Since when it is not served there.
        pub left_at: Option<Time>,
    }
}

const LIST: &str = "SELECT c.id, c.name, b.created_at AS joined_at, COALESCE(b.disabled_at, c.disabled_at) AS left_at \
    FROM platform_school b JOIN school c ON c.id = b.school_id WHERE b.platform_id = $1 \
    AND (b.disabled_at IS NULL OR b.disabled_at > $2) AND (c.disabled_at IS NULL OR c.disabled_at > $2) ORDER BY c.id";

/// Every school that is served at a platform, or was after `kept_from`.
///
/// # Errors
/// The engine's.
pub async fn list_orgs(tx: &Tx, platform: &PlatformId, kept_from: Time) -> Result<Vec<OrgRow>, StorageError> {
    tx.list(LIST, args![platform, kept_from]).await
}
