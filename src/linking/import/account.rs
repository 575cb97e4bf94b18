//! Whose link a row tells.

use super::row::Named;
use crate::domain::{AccountId, PlatformId, fold_username};
use crate::storage::accounts::{self, Account};
use crate::storage::{StorageError, Tx};

/// The live account a row names, or why there is none. Everything the row says must name the same one.
pub(super) async fn find_account(
    tx: &Tx,
    platform: &PlatformId,
    named: &Named,
) -> Result<Result<Account, &'static str>, StorageError> {
    let mut found = Vec::new();
    let mut missing = false;
    let own = named.account.as_deref().and_then(|text| text.parse::<AccountId>().ok());
    if let Some(text) = named.account.as_deref().filter(|_| own.is_none()) {
        let by_any = by_any(tx, platform, text).await?;
        missing |= by_any.is_empty();
        found.extend(by_any);
    }
    if let Some(external) = &named.external_id {
        note(accounts::find_by_external(tx, platform, external).await?, &mut found, &mut missing);
    }
    if let Some(sub) = &named.sub {
        note(accounts::find_by_sub(tx, platform, sub).await?, &mut found, &mut missing);
    }
    if let Some(username) = &named.username {
        note(accounts::find_by_username(tx, platform, &fold_username(username)).await?, &mut found, &mut missing);
    }
    // An id of ours finds nobody; it may only confirm what the platform says. One that no account here has says
    // nothing: it comes from another database's export.
    let own = match own {
        Some(id) => accounts::find(tx, &id).await?,
        None => None,
    };
    Ok(agreed(found, missing, own.as_ref()))
}

async fn by_any(tx: &Tx, platform: &PlatformId, text: &str) -> Result<Vec<Account>, StorageError> {
    let mut found = Vec::new();
    found.extend(accounts::find_by_external(tx, platform, text).await?);
    found.extend(accounts::find_by_sub(tx, platform, text).await?);
    found.extend(accounts::find_by_username(tx, platform, &fold_username(text)).await?);
    Ok(found)
}

fn note(account: Option<Account>, found: &mut Vec<Account>, missing: &mut bool) {
    *missing |= account.is_none();
    found.extend(account);
}

fn agreed(mut found: Vec<Account>, missing: bool, own: Option<&Account>) -> Result<Account, &'static str> {
    let account = match found.pop() {
        Some(account) if !missing => account,
        _ => return Err("is not an account of this platform"),
    };
    if found.iter().any(|other| other.id != account.id) || own.is_some_and(|own| own.id != account.id) {
        return Err("is named in two ways that do not agree");
    }
    if account.disabled_at.is_some() || account.merged_into.is_some() {
        return Err("is disabled");
    }
    Ok(account)
}
