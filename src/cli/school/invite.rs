//! `koppel school invite`.

use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::super::account::{self, Person};
use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output::{self, Format};
use super::super::platform;
use super::super::word::Named;
use super::find;
use super::grant::at_platform;
use crate::accounts::AccountsError;
use crate::accounts::invitation::{self, Invitation};
use crate::domain::{ConsoleRole, PasswordOwner, PlatformId, Role, SchoolId};
use crate::storage::accounts::{self, Account};
use crate::storage::{Durability, StorageError, Tx, account_roles};

/// Who is invited to what.
#[derive(Debug, Args)]
pub struct Invite {
    #[command(flatten)]
    named: Named<SchoolId>,
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    /// As what.
    #[arg(long, default_value = "school_admin", value_parser = roles())]
    role: ConsoleRole,
    /// The `sub` of somebody who has an account.
    #[arg(long, value_name = "SUB", required_unless_present = "username", conflicts_with = "username")]
    account: Option<String>,
    /// The user name of a new account, made for this.
    #[arg(long)]
    username: Option<String>,
    #[command(flatten)]
    person: Person,
    /// For how many days the link is good.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(i64).range(1..=60))]
    days: i64,
    /// Only say who would be invited to what.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Support is given by `koppel school support`, and teachers need no grant.
fn roles() -> impl TypedValueParser<Value = ConsoleRole> {
    let words = [ConsoleRole::SchoolAdmin, ConsoleRole::Coordinator].map(ConsoleRole::as_str);
    PossibleValuesParser::new(words).try_map(|text| text.parse::<ConsoleRole>())
}

/// Makes the invitation, and the account where it is a new one.
pub async fn run(desk: &Desk, invite: Invite) -> Result<()> {
    let school = find(desk, invite.named.id()?).await?.id;
    let owner = platform::find(desk, &invite.platform).await?.password_owner;
    at_platform(desk, &invite.platform, &school).await?;
    let (account, is_new) = whom(desk, &invite).await?;
    let invitation = Invitation {
        platform: invite.platform.clone(),
        account: account.id.clone(),
        school,
        role: Some(invite.role),
        sets_password: is_new && owner == PasswordOwner::Broker,
    };
    let mut person = account;
    if is_new {
        invite.person.apply(&mut person);
    }
    let value =
        if invite.dry_run { None } else { Some(store(desk, &invitation, (&person, is_new), invite.days).await?) };
    let shown = json!({
        "id": invitation.school,
        "platform": invitation.platform,
        "account": person.sub,
        "username": person.username,
        "role": invitation.role,
        "days": invite.days,
        "dry_run": invite.dry_run,
        "url": value.map(|value| invitation::address(&desk.ground, &value)),
    });
    Ok(output::record(invite.format, &shown)?)
}

/// The account, and whether it is to be made.
async fn whom(desk: &Desk, invite: &Invite) -> Result<(Account, bool)> {
    let Some(sub) = &invite.account else {
        let username = invite.username.as_deref().unwrap_or_default();
        return Ok((account::fresh(desk, &invite.platform, username), true));
    };
    let platform = &invite.platform;
    let read = |tx: Tx| async move {
        let Some(account) = accounts::find_by_sub(&tx, platform, sub).await? else { return Ok(None) };
        let may = invitation::may_administer(&tx, &account.id).await?;
        Ok::<_, StorageError>(Some((account, may)))
    };
    match desk.ground.db.read(read).await? {
        None => Err(failure("there is no such account", "`koppel account list --platform …` shows what there is")),
        Some((_, false)) => Err(failure("a pupil administers no school", "invite somebody of the staff")),
        Some((account, true)) if account.disabled_at.is_some() || account.merged_into.is_some() => {
            Err(failure("nobody can sign in to this account", "`koppel account show` says why"))
        }
        Some((account, true)) => Ok((account, false)),
    }
}

async fn store(desk: &Desk, invitation: &Invitation, (account, is_new): (&Account, bool), days: i64) -> Result<String> {
    let write = |tx: Tx| async move {
        if is_new {
            accounts::insert(&tx, account).await?;
            let role = account::role_row(desk, &account.id, invitation.school.clone(), Role::Admin, None);
            account_roles::put(&tx, &role).await?;
            account::record(&tx, desk, "account.created", account, json!({ "origin": account.origin })).await?;
        }
        invitation::invite(&tx, &desk.ground, invitation, days, &desk.actor).await
    };
    match desk.ground.db.write(Durability::Durable, write).await {
        Err(AccountsError::Storage(StorageError::Taken)) => {
            let message = "the platform has an account with this user name";
            Err(failure(message, "name it by --account SUB; `koppel account show --platform … --username …` shows it"))
        }
        other => Ok(other?),
    }
}
