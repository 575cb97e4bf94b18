//! `koppel merge …` and `koppel unmerge`. Whoever has the shell needs no second person; everything else holds as at the console.

use std::path::Path;

use anyhow::Result;
use chrono::TimeDelta;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::desk::Desk;
use super::failure::failure;
use super::output::{self, Format};
use super::platform;
use super::word::Named;
use crate::domain::{AccountId, MergeId, PlatformId};
use crate::linking::duplicates::{settle_merged, settle_unmerged};
use crate::linking::{self, MergeError, MergePreview, Merging, Unmerged, rehearse_merge, rehearse_unmerge};
use crate::storage::Durability;
use crate::storage::account_merges::AccountMerge;
use crate::storage::console_merges::{self, Merged};

/// Most lines of one list.
const MOST: i64 = 200;

/// What can be done with merges.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what a merge would do: who stays, what moves, what the platform is told, what stands in the way.
    Plan(Plan),
    /// Merge two accounts. The one that goes opens the other from then on; for 180 days it can be undone.
    Run(Run),
    /// List the merges of a platform, the latest first.
    List(List),
}

/// Which two accounts.
#[derive(Debug, Args)]
pub struct Both {
    /// One account.
    #[arg(long)]
    one: AccountId,
    /// The other account.
    #[arg(long)]
    other: AccountId,
    /// Which of them stays; without it the one with history.
    #[arg(long)]
    survivor: Option<AccountId>,
}

/// Which two accounts.
#[derive(Debug, Args)]
pub struct Plan {
    #[command(flatten)]
    both: Both,
    #[command(flatten)]
    format: Format,
}

/// Which two accounts, and why.
#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    both: Both,
    /// Why; for the audit log.
    #[arg(long)]
    reason: String,
    /// Do everything, say what came of it, and take it back at once.
    #[arg(long = "dry-run")]
    rehearse: bool,
    #[command(flatten)]
    format: Format,
}

/// Whose merges.
#[derive(Debug, Args)]
pub struct List {
    /// At which platform.
    #[arg(long)]
    platform: PlatformId,
    #[command(flatten)]
    format: Format,
}

/// Which merge, and why it is taken back.
#[derive(Debug, Args)]
pub struct Unmerge {
    #[command(flatten)]
    named: Named<MergeId>,
    /// Why; for the audit log.
    #[arg(long)]
    reason: String,
    /// Do everything, say what came of it, and leave the merge as it is.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    format: Format,
}

/// Runs one of them.
pub async fn run(file: Option<&Path>, command: Command) -> Result<()> {
    let desk = Desk::open(file).await?;
    match command {
        Command::Plan(plan) => {
            let preview = preview(&desk, &plan.both).await?;
            Ok(output::record(plan.format, &planned(&preview))?)
        }
        Command::Run(wish) => run_merge(&desk, &wish).await,
        Command::List(list) => run_list(&desk, &list).await,
    }
}

async fn preview(desk: &Desk, both: &Both) -> Result<MergePreview> {
    let (ground, survivor) = (&desk.ground, both.survivor.as_ref());
    let read = |tx| async move { linking::preview(&tx, ground, &both.one, &both.other, survivor, None).await };
    ground.db.read(read).await.map_err(refused)
}

async fn run_merge(desk: &Desk, wish: &Run) -> Result<()> {
    needs_reason(&wish.reason)?;
    let preview = &preview(desk, &wish.both).await?;
    let (ground, pair, actor) = (&desk.ground, &preview.pair, &desk.actor);
    let merging =
        &Merging { pair, school: None, plan_hash: &preview.hash, reason: &wish.reason, actor, seconded: None };
    let merged = if wish.rehearse {
        rehearse_merge(ground, merging).await
    } else {
        let work = |tx| async move {
            let merged = linking::merge(&tx, ground, merging).await?;
            settle_merged(&tx, ground, (&merged.platform_id, &pair.joined, &pair.survivor), actor).await?;
            Ok::<_, MergeError>(merged)
        };
        ground.db.write(Durability::Durable, work).await
    };
    let mut value = done(&merged.map_err(refused)?);
    output::put(&mut value, "dry_run", json!(wish.rehearse));
    Ok(output::record(wish.format, &value)?)
}

async fn run_list(desk: &Desk, list: &List) -> Result<()> {
    platform::find(desk, &list.platform).await?;
    let (platform, after) = (&list.platform, desk.now + TimeDelta::days(1));
    let read = |tx| async move { console_merges::list_of_platform(&tx, platform, (after, ""), MOST).await };
    let rows: Vec<Value> = desk.ground.db.read(read).await?.iter().map(listed).collect();
    Ok(output::table(list.format, &rows, &["id", "account", "into", "merged_at", "merged_by", "undone_at"])?)
}

/// Takes a merge back.
pub async fn unmerge(file: Option<&Path>, wish: &Unmerge) -> Result<()> {
    needs_reason(&wish.reason)?;
    let desk = &Desk::open(file).await?;
    let (ground, id, actor, reason) = (&desk.ground, wish.named.id()?, &desk.actor, wish.reason.as_str());
    let undone = if wish.dry_run {
        rehearse_unmerge(ground, id, actor).await
    } else {
        let work = |tx| async move {
            let undone = linking::unmerge(&tx, ground, id, reason, actor).await?;
            let merge = &undone.merge;
            settle_unmerged(&tx, ground, (&merge.platform_id, &merge.account_id, &merge.into_id), actor).await?;
            Ok::<_, MergeError>(undone)
        };
        ground.db.write(Durability::Durable, work).await
    };
    let mut value = taken_back(&undone.map_err(refused)?);
    output::put(&mut value, "dry_run", json!(wish.dry_run));
    Ok(output::record(wish.format, &value)?)
}

fn needs_reason(reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(failure("a merge needs a reason", "say in --reason what you compared"));
    }
    Ok(())
}

fn refused(error: MergeError) -> anyhow::Error {
    let plan = "`koppel merge plan --one … --other …` shows what holds now";
    match error {
        MergeError::Missing => failure(
            "there is no such account or merge",
            "`koppel account list` and `koppel merge list` show what there is",
        ),
        MergeError::Refused(why) => failure(format!("these accounts are not merged: {}", words(&json!(why))), plan),
        MergeError::Changed => failure("something has changed meanwhile", plan),
        MergeError::TooLate => failure(
            "it cannot be taken back any more",
            "it was taken back before, is too old, or an account was erased",
        ),
        error => error.into(),
    }
}

fn words(list: &Value) -> String {
    let words = list.as_array().into_iter().flatten().filter_map(Value::as_str);
    words.collect::<Vec<_>>().join(", ")
}

fn planned(preview: &MergePreview) -> Value {
    let items = preview.items.iter().map(|(kind, id, fate)| json!({ "kind": kind, "id": id, "fate": fate }));
    let freed = preview.licences_freed.iter().map(|(pool, product)| json!({ "pool": pool, "product": product }));
    json!({
        "survivor": preview.pair.survivor,
        "joined": preview.pair.joined,
        "items": items.collect::<Vec<_>>(),
        "licences_freed": freed.collect::<Vec<_>>(),
        "from_sub": preview.told.from,
        "into_sub": preview.told.into,
        "platform_moves_history": preview.told.moves_history,
        "refusals": preview.refusals,
        "second_person": preview.second,
        "undo_until": preview.undo_until,
        "hash": preview.hash,
    })
}

fn done(merge: &AccountMerge) -> Value {
    json!({
        "id": merge.id,
        "platform": merge.platform_id,
        "account": merge.account_id,
        "into": merge.into_id,
        "rule": merge.rule,
        "merged_at": merge.merged_at,
        "undo_until": merge.undo_until,
    })
}

fn taken_back(undone: &Unmerged) -> Value {
    let given =
        undone.given_away.iter().map(|licence| json!({ "account": licence.account_id, "pool": licence.pool_id }));
    json!({
        "id": undone.merge.id,
        "account": undone.merge.account_id,
        "from": undone.merge.into_id,
        "licences_given_away": given.collect::<Vec<_>>(),
        "sessions_ended": undone.sessions_ended,
    })
}

fn listed(row: &Merged) -> Value {
    json!({
        "id": row.id,
        "account": row.account_id,
        "into": row.into_id,
        "merged_at": row.merged_at,
        "merged_by": row.merged_by,
        "undo_until": row.undo_until,
        "undone_at": row.undone_at,
    })
}
