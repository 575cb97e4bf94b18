//! `koppel account change` and `remove`.

use anyhow::Result;
use chrono::NaiveDate;
use clap::{ArgAction, Args};
use serde_json::json;

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output;
use super::whose::Whose;
use super::{record, shown};
use crate::accounts::AccountsError;
use crate::accounts::sessions::{self, EndReason};
use crate::domain::{PersonName, fold_name, fold_username};
use crate::storage::accounts::{self, Account};
use crate::storage::{Durability, StorageError};

/// Who the person is; what is not named stays.
#[derive(Debug, Clone, Args)]
pub struct Person {
    /// Given names.
    #[arg(long)]
    given_name: Option<String>,
    /// Family name, prefix included.
    #[arg(long)]
    family_name: Option<String>,
    /// Their own address.
    #[arg(long)]
    email: Option<String>,
    /// Whether somebody showed that they read mail there.
    #[arg(long, action = ArgAction::Set, value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    email_verified: Option<bool>,
    /// Birth date, YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    birth_date: Option<NaiveDate>,
}

impl Person {
    /// Lays these over an account.
    pub fn apply(self, account: &mut Account) {
        account.given_name = self.given_name.or(account.given_name.take());
        account.family_name = self.family_name.or(account.family_name.take());
        account.name_folded =
            fold_name(&PersonName { given: account.given_name.clone(), family: account.family_name.clone() });
        // A new address is not verified until somebody says so.
        account.email_verified = self.email_verified.unwrap_or(account.email_verified && self.email.is_none());
        account.email = self.email.or(account.email.take());
        account.birth_date = self.birth_date.or(account.birth_date);
    }
}

/// What to change; what is not named stays.
#[derive(Debug, Args)]
pub struct Change {
    #[command(flatten)]
    whose: Whose,
    /// A new user name.
    #[arg(long, value_name = "USERNAME")]
    new_username: Option<String>,
    #[command(flatten)]
    person: Person,
    /// Bring a removed account back.
    #[arg(long)]
    enable: bool,
}

/// Changes it and prints it.
pub async fn run(desk: &Desk, change: Change) -> Result<()> {
    let id = &change.whose.find_own(desk).await?.id;
    let change = &change;
    // Read where it is written: what the platform told meanwhile must not be written over.
    let update = |tx| async move {
        let old = accounts::find(&tx, id).await?.ok_or(StorageError::Changed)?;
        let account = changed(desk, change, old.clone());
        accounts::update(&tx, &account).await?;
        if old.disabled_at.is_some() && account.disabled_at.is_none() {
            accounts::set_disabled(&tx, id, None, desk.now).await?;
            record(&tx, desk, "account.enabled", &account, json!({})).await?;
        }
        record(&tx, desk, "account.changed", &account, json!({})).await?;
        Ok(account)
    };
    match desk.ground.db.write(Durability::Durable, update).await {
        Err(StorageError::Taken) => Err(failure("the platform has an account with this user name", "choose another")),
        Ok(account) => Ok(output::json(&shown(&account))?),
        Err(error) => Err(error.into()),
    }
}

fn changed(desk: &Desk, change: &Change, mut account: Account) -> Account {
    if let Some(name) = &change.new_username {
        account.username_folded = Some(fold_username(name));
        account.username = Some(name.clone());
    }
    change.person.clone().apply(&mut account);
    account.updated_at = desk.now;
    account.disabled_at = account.disabled_at.filter(|_| !change.enable);
    account
}

/// Disables it and ends every session and token it has.
pub async fn remove(desk: &Desk, whose: Whose) -> Result<()> {
    let mut account = whose.find_own(desk).await?;
    account.disabled_at = account.disabled_at.or(Some(desk.now));
    let row = &account;
    let disable = |tx| async move {
        if accounts::set_disabled(&tx, &row.id, row.disabled_at, desk.now).await? {
            sessions::end_all_for_account(&tx, &row.id, EndReason::Disabled, desk.now).await?;
            record(&tx, desk, "account.disabled", row, json!({})).await?;
        }
        Ok::<_, AccountsError>(())
    };
    desk.ground.db.write(Durability::Durable, disable).await?;
    output::json(&shown(&account))?;
    let back = format!("`koppel account change {} --enable` brings it back", account.id);
    output::note(&format!("disabled, because links and history hang on it; {back}"));
    Ok(())
}
