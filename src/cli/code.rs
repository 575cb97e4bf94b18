//! `koppel code …`: claim codes, by which a pupil of a journal shows which account is theirs.

use std::path::Path;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::word::Named;
use crate::domain::{AccountId, CodeId, JournalId, RosterPersonId};
use crate::linking::{self, LinkingError, MakeCode};
use crate::storage::Durability;
use crate::storage::claim_codes::{self, PrintedCode};
use crate::storage::journals::{self, Journal};

/// What can be done with claim codes.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print a code for a pupil and the account that is theirs. An earlier code of the same seat is good no longer.
    Add(Add),
    /// List the codes of a journal. The codes themselves are on paper only.
    List(List),
    /// Take a code back.
    Revoke(Revoke),
}

/// Whom, and which account the school says is theirs.
#[derive(Debug, Args)]
pub struct Add {
    /// In which journal.
    #[arg(long)]
    journal: JournalId,
    /// For whom: `koppel journal show … --json` names them.
    #[arg(long)]
    person: RosterPersonId,
    /// Their account. Look twice: whoever has the code and the pupil's sign-in gets into it.
    #[arg(long)]
    account: AccountId,
}

/// Whose codes.
#[derive(Debug, Args)]
pub struct List {
    /// Of which journal.
    #[arg(long)]
    journal: JournalId,
    #[command(flatten)]
    format: Format,
}

/// Which code.
#[derive(Debug, Args)]
pub struct Revoke {
    #[command(flatten)]
    named: Named<CodeId>,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Add(add) => run_add(&desk, &add).await,
        Command::List(list) => {
            let journal = &find_journal(&desk, &list.journal).await?.id;
            let rows = desk.ground.db.read(|tx| async move { claim_codes::list(&tx, journal).await }).await?;
            let rows: Vec<Value> = rows.iter().map(shown).collect();
            Ok(output::table(list.format, &rows, &["id", "person", "account", "made_by", "expires_at", "end_reason"])?)
        }
        Command::Revoke(revoke) => run_revoke(&desk, &revoke).await,
    }
}

async fn run_add(desk: &Desk, add: &Add) -> Result<()> {
    let platform = &find_journal(desk, &add.journal).await?.platform_id;
    let (ground, actor) = (&desk.ground, &desk.actor);
    let wish = &MakeCode { platform, journal: &add.journal, person: &add.person, account: &add.account, actor };
    let write = |tx| async move { linking::make_code(&tx, ground, wish).await };
    match ground.db.write(Durability::Durable, write).await {
        Ok(made) => Ok(output::json(&json!({
            "id": made.id,
            "code": made.code.to_string(),
            "journal": add.journal,
            "person": add.person,
            "account": add.account,
            "expires_at": made.expires_at,
        }))?),
        Err(LinkingError::Unfit(unfit)) => Err(failure(
            unfit.to_string(),
            "`koppel journal show … --json` names the pupils, `koppel account show` tells of an account",
        )),
        Err(error) => Err(error.into()),
    }
}

async fn run_revoke(desk: &Desk, revoke: &Revoke) -> Result<()> {
    let id = revoke.named.id()?;
    let (ground, actor) = (&desk.ground, &desk.actor);
    let work = |tx| async move {
        let code = claim_codes::find(&tx, id).await?.ok_or(LinkingError::Gone)?;
        linking::revoke_code(&tx, ground, (&code.journal_id, id), actor).await?;
        Ok::<_, LinkingError>(claim_codes::find(&tx, id).await?)
    };
    match ground.db.write(Durability::Durable, work).await {
        Ok(code) => Ok(output::json(&code.as_ref().map(shown).unwrap_or_default())?),
        Err(LinkingError::Gone) => {
            Err(failure(format!("{id} is no live code"), "`koppel code list --journal …` shows what there is"))
        }
        Err(error) => Err(error.into()),
    }
}

async fn find_journal(desk: &Desk, id: &JournalId) -> Result<Journal> {
    let found = desk.ground.db.read(|tx| async move { journals::find(&tx, id).await }).await?;
    let hint = "`koppel journal list --platform …` shows what there is";
    found.ok_or_else(|| failure(format!("there is no journal {id}"), hint))
}

/// A code without the code.
fn shown(code: &PrintedCode) -> Value {
    json!({
        "id": code.id,
        "journal": code.journal_id,
        "person": code.person_id,
        "account": code.account_id,
        "made_at": code.made_at,
        "made_by": code.made_by,
        "expires_at": code.expires_at,
        "ended_at": code.ended_at,
        "end_reason": code.end_reason,
    })
}
