//! `koppel account role add` and `remove`.

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::{output, school};
use super::record;
use super::whose::Whose;
use crate::domain::{AccountId, Role, RoleId, SchoolId};
use crate::storage::account_roles::{self, AccountRole};
use crate::storage::schools::{self, PlatformSchool};
use crate::storage::{Durability, StorageError};

/// What can be done with roles.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Give a role at a school.
    Add(Given),
    /// End a role at a school, whoever gave it.
    Remove(Taken),
}

/// A role to give.
#[derive(Debug, Args)]
pub struct Given {
    #[command(flatten)]
    whose: Whose,
    /// At which school.
    #[arg(long)]
    school: SchoolId,
    /// What the person is there.
    #[arg(long, value_parser = parser())]
    role: Role,
    /// The class, such as 5B.
    #[arg(long)]
    class: Option<String>,
}

/// A role to end.
#[derive(Debug, Args)]
pub struct Taken {
    #[command(flatten)]
    whose: Whose,
    /// At which school.
    #[arg(long)]
    school: SchoolId,
    /// Which role.
    #[arg(long, value_parser = parser())]
    role: Role,
}

/// Every role but guardian: guardians get no account.
pub fn parser() -> impl TypedValueParser<Value = Role> {
    let words = Role::ALL.iter().filter(|role| **role != Role::Guardian).map(|role| role.as_str());
    PossibleValuesParser::new(words).try_map(|text| text.parse::<Role>())
}

/// Runs one of them.
pub async fn run(desk: &Desk, command: Command) -> Result<()> {
    match command {
        Command::Add(given) => add(desk, given).await,
        Command::Remove(taken) => remove(desk, taken).await,
    }
}

async fn add(desk: &Desk, given: Given) -> Result<()> {
    let account = &given.whose.find_own(desk).await?;
    let school = school::find(desk, &given.school).await?.id;
    let row = &row(desk, &account.id, school, given.role, given.class);
    let put = |tx| async move {
        schools::join(&tx, &PlatformSchool::fresh(&account.platform_id, &row.school_id, desk.now)).await?;
        account_roles::put(&tx, row).await?;
        record(&tx, desk, "account.role_added", account, shown(row)).await
    };
    desk.ground.db.write::<_, StorageError, _, _>(Durability::Durable, put).await?;
    let mut value = shown(row);
    output::put(&mut value, "id", json!(account.id));
    output::put(&mut value, "platform", json!(account.platform_id));
    output::put(&mut value, "username", json!(account.username));
    output::put(&mut value, "external_id", json!(account.external_id));
    output::put(&mut value, "sub", json!(account.sub));
    Ok(output::json(&value)?)
}

async fn remove(desk: &Desk, taken: Taken) -> Result<()> {
    let account = &taken.whose.find_own(desk).await?;
    let school = &school::find(desk, &taken.school).await?.id;
    let role = taken.role;
    let detail = &json!({ "school": school, "role": role });
    let end = |tx| async move {
        let ended = account_roles::end(&tx, &account.id, school, role, desk.now).await?;
        if ended > 0 {
            record(&tx, desk, "account.role_ended", account, detail.clone()).await?;
        }
        Ok::<_, StorageError>(ended)
    };
    if desk.ground.db.write(Durability::Durable, end).await? == 0 {
        let hint = "`koppel account show` lists the roles";
        return Err(failure(format!("the account is no {role} at {school}"), hint));
    }
    Ok(output::json(&json!({ "id": account.id, "school": school, "role": role, "ended_at": desk.now }))?)
}

/// The row of a role that an operator gives.
pub fn row(desk: &Desk, account: &AccountId, school: SchoolId, role: Role, class: Option<String>) -> AccountRole {
    AccountRole {
        id: RoleId::random(&desk.ground.random),
        account_id: account.clone(),
        school_id: school,
        role,
        class_name: class,
        source: "administrator".to_owned(),
        since: desk.now,
        ended_at: None,
    }
}

/// A role under the names of its options.
pub fn shown(role: &AccountRole) -> Value {
    json!({
        "school": role.school_id,
        "role": role.role,
        "class": role.class_name,
        "source": role.source,
        "since": role.since,
    })
}
