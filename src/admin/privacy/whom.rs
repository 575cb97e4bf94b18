//! Whom a page is about.

use std::collections::HashMap;

use super::super::door::Steward;
use crate::domain::{AccountId, PersonName};
use crate::linking::LinkingError;
use crate::login::{Login, Turned};
use crate::storage::accounts::Account;
use crate::storage::{StorageError, Tx, people};
use crate::web::{self, Trouble};

/// The person that an address names, if they are one of the school's. Anybody else's answers like a missing one.
pub(super) async fn whom(login: &Login, steward: &Steward, names: &HashMap<String, String>) -> Result<Account, Turned> {
    let id: AccountId = names.get("account").and_then(|id| id.parse().ok()).ok_or(Trouble::NotFound)?;
    let (platform, school, account) = (steward.platform(), steward.school(), &id);
    let read = |tx: Tx| async move { people::find_here(&tx, platform, school, account).await };
    let found = login.ground.db.read::<_, StorageError, _, _>(read).await?;
    Ok(found.ok_or(Trouble::NotFound)?)
}

/// How the page calls them.
pub(super) fn called(account: &Account) -> String {
    let name = PersonName { given: account.given_name.clone(), family: account.family_name.clone() }.display();
    if name.is_empty() { account.username.clone().unwrap_or_else(|| account.id.to_string()) } else { name }
}

/// Whoever was erased meanwhile meets a page that does not exist.
pub(super) fn stopped(error: LinkingError) -> Turned {
    match error {
        LinkingError::Gone => Trouble::NotFound.into(),
        LinkingError::Storage(error) => error.into(),
        error => web::Error::internal(error).into(),
    }
}
