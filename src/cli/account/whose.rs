//! Which account a command is about.

use anyhow::Result;
use clap::Args;

use super::super::desk::Desk;
use super::super::failure::failure;
use crate::domain::{AccountId, PlatformId, fold_username};
use crate::storage::accounts::{self, Account};

/// An account by its id, or by what its platform calls it.
#[derive(Debug, Clone, Args)]
pub struct Whose {
    /// Its id, such as acc_….
    #[arg(value_name = "ID", required_unless_present_any = ["id_option", "platform"])]
    id: Option<AccountId>,
    /// Its id, the long way.
    #[arg(long = "id", id = "id_option", value_name = "ID", conflicts_with = "id")]
    id_option: Option<AccountId>,
    /// Whose account it is, together with one of the next three.
    #[arg(long, conflicts_with_all = ["id", "id_option"])]
    platform: Option<PlatformId>,
    /// By its user name.
    #[arg(long, requires = "platform")]
    username: Option<String>,
    /// By the platform's own id.
    #[arg(long, requires = "platform", conflicts_with = "username")]
    external_id: Option<String>,
    /// By the `sub` that the platform sees.
    #[arg(long, requires = "platform", conflicts_with_all = ["username", "external_id"])]
    sub: Option<String>,
}

impl Whose {
    /// The account, or the failure that says there is none, or that another one stands for it.
    pub async fn find_own(&self, desk: &Desk) -> Result<Account> {
        let account = self.find(desk).await?;
        match &account.merged_into {
            Some(into) => {
                let hint =
                    format!("name {into}; `koppel account show {}` says how the one went into the other", account.id);
                Err(failure(format!("the account went into {into}"), hint))
            }
            None => Ok(account),
        }
    }

    /// The account, or the failure that says there is none.
    pub async fn find(&self, desk: &Desk) -> Result<Account> {
        let found = desk.ground.db.read(|tx| async move {
            let platform = self.platform.as_ref();
            match (self.id.as_ref().or(self.id_option.as_ref()), platform) {
                (Some(id), _) => accounts::find(&tx, id).await,
                (None, Some(platform)) => match (&self.username, &self.external_id, &self.sub) {
                    (Some(name), _, _) => accounts::find_by_username(&tx, platform, &fold_username(name)).await,
                    (_, Some(external), _) => accounts::find_by_external(&tx, platform, external).await,
                    (_, _, Some(sub)) => accounts::find_by_sub(&tx, platform, sub).await,
                    _ => Ok(None),
                },
                _ => Ok(None),
            }
        });
        let hint = "`koppel account list --platform …` shows what there is";
        found.await?.ok_or_else(|| failure("there is no such account", hint))
    }
}
