//! One of the school's people, by what an address says.

use super::super::door::Steward;
use crate::domain::{AccountId, PersonName};
use crate::linking::LinkingError;
use crate::login::{Login, Turned};
use crate::storage::accounts::Account;
use crate::storage::people;
use crate::web::{self, Trouble};

/// One of the school's people. Anybody else's account answers like one that does not exist.
pub(in crate::admin) async fn find_person(login: &Login, steward: &Steward, account: &str) -> Result<Account, Turned> {
    let id: AccountId = account.parse().map_err(|_| Trouble::NotFound)?;
    let (platform, school, wanted) = (steward.platform(), steward.school(), &id);
    let find = |tx| async move { people::find_here(&tx, platform, school, wanted).await };
    let found = login.ground.db.read(find).await?;
    found.ok_or_else(|| Trouble::NotFound.into())
}

/// A name to show; the user name where there is none.
pub(in crate::admin) fn name_of(given: Option<&str>, family: Option<&str>, username: Option<&str>) -> String {
    let own = |part: Option<&str>| part.map(str::to_owned);
    let name = PersonName { given: own(given), family: own(family) }.display();
    if name.is_empty() { username.unwrap_or("–").to_owned() } else { name }
}

/// The name of an account.
pub(in crate::admin) fn account_name(account: &Account) -> String {
    name_of(account.given_name.as_deref(), account.family_name.as_deref(), account.username.as_deref())
}

/// Where the page of an account is.
pub(in crate::admin) fn person_path(steward: &Steward, account: &AccountId) -> String {
    steward.path(&format!("/people/{account}"))
}

/// What stops a form. What is not there any more means that the page before is too old.
pub(in crate::admin) fn stopped(error: LinkingError) -> Turned {
    match error {
        LinkingError::Gone | LinkingError::IdentityTaken | LinkingError::AccountTaken => Trouble::Stale.into(),
        LinkingError::Storage(error) => error.into(),
        error => web::Error::internal(error).into(),
    }
}
