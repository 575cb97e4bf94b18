//! `koppel link not-same`.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::failure::failure;
use super::super::output::{self, Format};
use super::super::platform;
use crate::domain::{AccountId, ApartCause, LinkId, PlatformId, RosterPersonId};
use crate::linking::{allow_again, keep_apart};
use crate::storage::not_same::{self, Two};
use crate::storage::{Durability, StorageError, Tx, accounts, links, roster_people};

/// Which two, or a list of all.
#[derive(Debug, Args)]
pub struct NotSame {
    /// The two sides of a link that was ended.
    #[arg(long, required_unless_present_any = ["account", "list"], conflicts_with_all = ["account", "list"])]
    link: Option<LinkId>,
    /// The account.
    #[arg(long, requires = "person", conflicts_with = "list")]
    account: Option<AccountId>,
    /// The pupil or teacher, as `journal show` tells them.
    #[arg(long, requires = "account")]
    person: Option<RosterPersonId>,
    /// Take it back: they may be suggested to each other again.
    #[arg(long, conflicts_with = "list")]
    undo: bool,
    /// List who is kept apart at a platform, and by whose word.
    #[arg(long, requires = "platform")]
    list: bool,
    /// Of which platform the list is.
    #[arg(long, requires = "list")]
    platform: Option<PlatformId>,
    #[command(flatten)]
    format: Format,
}

/// Remembers it, takes it back, or lists it.
pub async fn run(desk: &Desk, wanted: &NotSame) -> Result<()> {
    if let Some(platform) = &wanted.platform {
        return list(desk, platform, wanted.format).await;
    }
    let two = &find(desk, wanted).await?;
    let (ground, undo, actor) = (&desk.ground, wanted.undo, &desk.actor);
    let write = |tx: Tx| async move {
        if undo {
            allow_again(&tx, ground, two.clone(), actor).await
        } else {
            keep_apart(&tx, ground, two.clone(), ApartCause::Administrator, actor).await
        }
    };
    let changed = ground.db.write(Durability::Durable, write).await?;
    if !changed {
        output::note(if undo { "nobody had said that they are two" } else { "that was known" });
    }
    let value = json!({
        "platform": two.platform, "upstream": two.key.upstream, "account": two.account, "not_same": !undo,
    });
    Ok(output::json(&value)?)
}

async fn find(desk: &Desk, wanted: &NotSame) -> Result<Two> {
    let read = |tx: Tx| async move {
        if let Some(id) = &wanted.link {
            return Ok(links::find(&tx, id).await?.map(|link| (Two::of_link(&link), link.ended_at.is_none())));
        }
        let (Some(account), Some(person)) = (&wanted.account, &wanted.person) else { return Ok(None) };
        let Some(account) = accounts::find(&tx, account).await? else { return Ok(None) };
        let Some(person) = roster_people::find(&tx, person).await? else { return Ok(None) };
        let key = person.key();
        let live = links::find_live(&tx, &account.platform_id, &key).await?;
        let is_live = live.is_some_and(|link| link.account_id == account.id);
        let two = Two { platform: account.platform_id, key, account: account.id };
        Ok::<_, StorageError>(Some((two, is_live)))
    };
    match desk.ground.db.read(read).await? {
        None => {
            Err(failure("there are no such two", "`koppel journal show` tells people, `koppel account list` accounts"))
        }
        Some((_, true)) if !wanted.undo => Err(failure("they are linked", "`koppel link end` ends the link first")),
        Some((two, _)) => Ok(two),
    }
}

async fn list(desk: &Desk, platform: &PlatformId, format: Format) -> Result<()> {
    platform::find(desk, platform).await?;
    let rows = desk.ground.db.read(|tx| async move { not_same::list_live(&tx, platform).await }).await?;
    let shown = |row: &not_same::NotSame| {
        json!({
            "upstream": row.upstream_id, "subject": row.subject, "account": row.account_id, "cause": row.cause,
            "said_at": row.said_at, "said_by": row.said_by,
        })
    };
    let rows: Vec<Value> = rows.iter().map(shown).collect();
    Ok(output::table(format, &rows, &["upstream", "subject", "account", "cause", "said_at", "said_by"])?)
}
