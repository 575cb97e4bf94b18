//! Which teachers a group lists: they may attach a journal to it.

use serde_json::json;

use super::record::{Change, record};
use super::{By, OfferError};
use crate::domain::AccountId;
use crate::ground::Ground;
use crate::storage::platform_groups::PlatformGroup;
use crate::storage::{Tx, accounts, platform_groups};

/// Whether somebody is listed from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Teaching {
    /// They are.
    Listed,
    /// They are not.
    Unlisted,
}

/// Lists a teacher in a group, or takes them off the list; false when it is so already. Journals that are attached stay.
/// Durable.
///
/// # Errors
/// [`OfferError::Wrong`] when there is no such open account at the group's platform; the database's.
pub async fn teach(
    tx: &Tx,
    ground: &Ground,
    by: By<'_>,
    (group, account): (&PlatformGroup, &AccountId),
    wanted: Teaching,
) -> Result<bool, OfferError> {
    let changed = match wanted {
        Teaching::Listed => {
            let found = accounts::find(tx, account).await?.filter(|row| row.platform_id == group.platform_id);
            let open = found.filter(|row| row.disabled_at.is_none() && row.merged_into.is_none());
            open.ok_or(OfferError::Wrong("account", "is not an open account of this platform"))?;
            platform_groups::add_teacher(tx, &group.id, account).await?
        }
        Teaching::Unlisted => platform_groups::remove_teacher(tx, &group.id, account).await?,
    };
    if changed {
        let action = if wanted == Teaching::Listed { "group.teacher_added" } else { "group.teacher_removed" };
        let (school, external_id) = (Some(&group.school_id), group.external_id.as_str());
        let (object, detail) = (format!("group:{}", group.id), json!({ "account": account }));
        record(tx, ground, by, Change { action, school, external_id, object, detail }).await?;
    }
    Ok(changed)
}
