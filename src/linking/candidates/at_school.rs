//! The accounts among which candidates of a school's people are looked for.

use std::collections::BTreeMap;

use super::card::Known;
use crate::domain::{AccountId, PlatformId, Role, SchoolId};
use crate::ground::Ground;
use crate::storage::{StorageError, Tx, listed};

/// Every usable account of a platform with a live role at a school.
///
/// # Errors
/// The database's.
pub async fn known_at(
    tx: &Tx,
    ground: &Ground,
    platform: &PlatformId,
    school: &SchoolId,
) -> Result<Vec<Known>, StorageError> {
    let mut there: BTreeMap<AccountId, (Vec<Role>, Vec<String>)> = BTreeMap::new();
    for role in listed::list_roles_at(tx, platform, school).await? {
        let (roles, classes) = there.entry(role.account_id).or_default();
        roles.push(role.role);
        classes.extend(role.class_name);
    }
    let accounts = listed::list_accounts_at(tx, platform, school).await?;
    let known = accounts.iter().map(|account| {
        let (roles, classes) = there.remove(&account.id).unwrap_or_default();
        Known::of(account, roles, classes, &ground.vault)
    });
    Ok(known.collect())
}
