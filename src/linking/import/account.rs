//! Whose link a row tells.

use super::row::Named;
use crate::domain::{AccountId, PlatformId, fold_username};
use crate::storage::accounts::{self, Account};
use crate::storage::{StorageError, Tx, joined};

/// The account is disabled, or one side is withheld: one answer for both, which says neither.
pub(super) const CLOSED: &str = "takes no links";

/// The live account a row names, or why there is none. Everything the row says must name the same one. One that went into
/// another is still named by what the platform knew it by: by a person's word, it keeps its own links.
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
    match agreed(found, missing, own.as_ref()) {
        Ok(account) => open(tx, account).await,
        Err(reason) => Ok(Err(reason)),
    }
}

/// The account that a link of this one is written to.
async fn open(tx: &Tx, account: Account) -> Result<Result<Account, &'static str>, StorageError> {
    let into = joined::find_into(tx, &account).await?;
    let whole = into.as_ref().unwrap_or(&account);
    if account.disabled_at.is_some() || whole.disabled_at.is_some() || whole.merged_into.is_some() {
        return Ok(Err(CLOSED));
    }
    if let Some(into) = into
        && joined::is_absorbed(tx, &account.id).await?
    {
        return Ok(Ok(into));
    }
    Ok(Ok(account))
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
    Ok(account)
}
