//! What the database says about an authorization request before it is checked: the client, and who is there.

use crate::domain::{ClientId, PlatformId, SubMode};
use crate::ground::Ground;
use crate::issuer::subject::subject;
use crate::storage::clients::{self, Asking};
use crate::storage::sessions::{Session, SessionAccount};
use crate::storage::{StorageError, present};
use crate::web::Visit;

/// A client that may ask, and who is signed in in the asking browser.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) asking: Asking,
    pub(super) present: Option<Present>,
}

/// Somebody who is signed in at the asking platform in the asking browser.
#[derive(Debug)]
pub(super) struct Present {
    pub(super) session: Session,
    pub(super) account: SessionAccount,
    /// Their `sub` at the platform.
    pub(super) sub: String,
}

/// Reads all of it; nothing for a client that is unknown or disabled, itself or its platform. Two looks, not one snapshot:
/// a code is only made after both were taken again.
pub(super) async fn find(ground: &Ground, visit: &Visit, id: &ClientId) -> Result<Option<Known>, StorageError> {
    let Some(asking) = clients::find_asking(&ground.db, id).await? else { return Ok(None) };
    let present = present_at(ground, visit, &asking.platform.id, asking.platform.sub_mode).await?;
    Ok(Some(Known { asking, present }))
}

async fn present_at(
    ground: &Ground,
    visit: &Visit,
    platform: &PlatformId,
    mode: SubMode,
) -> Result<Option<Present>, StorageError> {
    let Some(hash) = visit.session_hash() else { return Ok(None) };
    let found = present::find(&ground.db, hash, platform).await?;
    let found = found.filter(|found| found.session.signs_in(visit.browser_hash(), ground.now()));
    Ok(found.map(|found| {
        let sub = subject(mode, &found.sub, platform, &found.account.account_id);
        Present { session: found.session, account: found.account, sub }
    }))
}
