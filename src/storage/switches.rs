//! What a decision asks of platform, client and upstream: whether each is switched on. One statement for three tables.

use super::{StorageError, Tx};
use crate::domain::{ClientId, PlatformId, UpstreamId};
use crate::{args, row};

row! {
    /// What is switched on. What was not asked for counts as on, what does not exist as off.
    pub struct Switches {
        /// The platform.
        pub platform: bool,
        /// The client, and it is one of the platform's.
        pub client: bool,
        /// The upstream.
        pub upstream: bool,
    }
}

// Apart, so that a page can say which of them is off.
const FIND: &str = "SELECT \
    EXISTS (SELECT 1 FROM platform p WHERE p.id = $1 AND p.disabled_at IS NULL) AS platform, \
    CAST($2 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM client c \
        WHERE c.id = $2 AND c.platform_id = $1 AND c.disabled_at IS NULL) AS client, \
    CAST($3 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM upstream u WHERE u.id = $3 AND u.disabled_at IS NULL) AS upstream";

/// Which of them are on.
///
/// # Errors
/// The engine's.
pub async fn find(
    tx: &Tx,
    platform: &PlatformId,
    client: Option<&ClientId>,
    upstream: Option<&UpstreamId>,
) -> Result<Switches, StorageError> {
    let found = tx.find(FIND, args![platform, client, upstream]).await?;
    // The statement has one row, whatever there is.
    Ok(found.unwrap_or(Switches { platform: false, client: false, upstream: false }))
}
